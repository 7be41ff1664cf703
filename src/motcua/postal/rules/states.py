"""The delivery track: which fact may follow which.

Carriers repeat facts and mix up their order. A fact is always kept; this table says whether it also moves the
item. What has arrived or come back stays so.
"""

OPEN_STATES = frozenset({"requested", "handed_over", "in_transit"})

_MOVES: dict[str, frozenset[str]] = {
    "requested": frozenset({"handed_over", "in_transit", "delivered", "failed", "returned", "cancelled"}),
    "handed_over": frozenset({"in_transit", "delivered", "failed", "returned"}),
    "in_transit": frozenset({"delivered", "failed", "returned"}),
    # After a failed attempt the carrier tries once more or brings the item back.
    "failed": frozenset({"in_transit", "delivered", "returned"}),
    "delivered": frozenset(),
    "returned": frozenset(),
    "cancelled": frozenset(),
}


def may_move(*, current: str, fact: str) -> bool:
    """Whether the ``fact`` moves an item standing at ``current``; raises ``KeyError`` for unknown facts."""
    if fact not in _MOVES:
        raise KeyError(fact)
    return fact in _MOVES[current]
