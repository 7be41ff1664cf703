"""The transition table of a dossier: ten shared states and our own sub-states (sheet 2.1).

A row says: this event may happen in these states and leads to that one. Nothing else may change a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class State(IntEnum):
    """The ten states that all agencies of the country share, with their national numbers."""

    SUBMITTED = 1
    RECEIVED = 2
    REFUSED = 3
    IN_PROCESS = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


OPEN = frozenset({State.RECEIVED, State.IN_PROCESS, State.SUPPLEMENT, State.PAYMENT})
WORKING = frozenset({State.RECEIVED, State.IN_PROCESS})
ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.STOPPED, State.DONE, State.RETURNED})


@dataclass(frozen=True)
class Transition:
    """One row. ``leads_to`` None keeps the state; ``sub_state`` None keeps the sub-state."""

    kind: str
    allowed_in: frozenset[State]
    leads_to: State | None
    sub_state: str | None = None
    is_public: bool = True
    law: str = ""


class TransitionRefused(Exception):
    """The event does not fit the dossier's state. ``code`` names the message, ``params`` fill it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


TABLE: dict[str, Transition] = {
    row.kind: row
    for row in (
        Transition("received", frozenset({State.SUBMITTED}), State.RECEIVED, law="118/2025/NĐ-CP, Art. 11"),
        Transition("refused", frozenset({State.SUBMITTED}), State.REFUSED, law="118/2025/NĐ-CP, Art. 11"),
        Transition("step_done", WORKING, State.IN_PROCESS, ""),
        Transition("step_sent_back", WORKING, State.IN_PROCESS, "", is_public=False),
        # Handing over is a step, too, and comes after the result.
        Transition("step_assigned", WORKING | {State.DONE}, None, is_public=False),
        Transition("sent_to_council", WORKING, State.IN_PROCESS, "council"),
        Transition("sent_to_other_agency", WORKING, State.IN_PROCESS, "other_agency"),
        Transition("waiting_for_signature", WORKING, State.IN_PROCESS, "signature"),
        Transition("signed", WORKING, State.IN_PROCESS, "signed"),
        Transition("supplement_requested", WORKING, State.SUPPLEMENT, law="118/2025/NĐ-CP, Art. 11"),
        Transition("supplement_answered", frozenset({State.SUPPLEMENT}), State.IN_PROCESS),
        Transition("payment_requested", WORKING, State.PAYMENT),
        Transition("paid", OPEN | {State.DONE}, None),
        Transition("payment_completed", frozenset({State.PAYMENT}), State.IN_PROCESS),
        Transition("extended", WORKING, None),
        Transition("withdrawn", OPEN | {State.SUBMITTED}, State.WITHDRAWN, "", law="118/2025/NĐ-CP, Art. 21"),
        Transition("stopped", OPEN, State.STOPPED, ""),
        Transition("finished", WORKING, State.DONE, ""),
        Transition("handed_to_post", frozenset({State.DONE}), None, "handed_to_post"),
        Transition("delivery_failed", frozenset({State.DONE}), None, ""),
        Transition("returned", frozenset({State.DONE}), State.RETURNED, ""),
    )
}


def next_state(*, kind: str, state: int) -> Transition:
    """The row for an event in a state; raises :class:`TransitionRefused` when the table has none."""
    row = TABLE.get(kind)
    if row is None:
        raise TransitionRefused("unknown_event", kind=kind)
    if State(state) not in row.allowed_in:
        raise TransitionRefused("not_in_this_state", kind=kind, state=int(state))
    return row


class Standing(NamedTuple):
    """Where a dossier stands for the applicant: the shared state and our sub-state."""

    state: int
    sub_state: str


def public_standing(facts: Iterable[tuple[str, int]]) -> Standing | None:
    """The standing after these facts (kind, state reached), as the applicant was told it: what happens inside the
    office, a step sent back for instance, does not show. None before the first.
    """
    standing = None
    for kind, state in facts:
        row = TABLE.get(kind)
        if row is not None and not row.is_public:
            continue
        kept = standing.sub_state if standing else ""
        standing = Standing(state, kept if row is None or row.sub_state is None else row.sub_state)
    return standing
