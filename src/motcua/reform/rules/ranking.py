"""Places of agencies: by the displayed index, ties share a place ("1, 2, 2, 4")."""

from collections.abc import Mapping, Sequence
from decimal import Decimal


def rank(
    shown: Mapping[str, Decimal | float], *, breakers: Mapping[str, Sequence[Decimal]] | None = None
) -> dict[str, int]:
    """Place of each agency, 1 is first. ``breakers`` part equal indexes, in the order of the edition's list;
    without them equal stays equal.
    """
    keys = {code: (value, *(breakers or {}).get(code, ())) for code, value in shown.items()}
    ordered = sorted(keys.values(), reverse=True)
    first = {key: place for place, key in reversed(list(enumerate(ordered, start=1)))}
    return {code: first[key] for code, key in keys.items()}
