"""The ways of an inspection and of a shortcoming, each as a table: what may happen when, by whom, and what follows.

The eight steps of an inspection (kế hoạch, quyết định thành lập đoàn, biên bản, kết luận, văn bản yêu cầu khắc phục,
báo cáo khắc phục, phúc tra, đôn đốc) as the provinces' plans describe them (e.g. 1642/KH-UBND of Bình Dương).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar


class Stage(StrEnum):
    """How far an inspection has come."""

    PLANNED = "planned"
    DECIDED = "decided"
    NOTIFIED = "notified"
    VISITING = "visiting"
    MINUTES_SENT = "minutes_sent"
    MINUTES_SIGNED = "minutes_signed"
    DRAFT_SENT = "draft_sent"
    ANSWERED = "answered"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Remedying(StrEnum):
    """How far a shortcoming (tồn tại, hạn chế) has come."""

    DRAFT = "draft"
    OPEN = "open"
    REPORTED = "reported"
    PARTLY = "partly"
    REJECTED = "rejected"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Whose move it is: who plans, the team that inspects, or the agency or unit that is inspected."""

    ORGANISER = "organiser"
    TEAM = "team"
    INSPECTED = "inspected"


State = TypeVar("State", Stage, Remedying)


class NotAllowed(Exception):
    """This cannot happen in the present state; ``args`` hold the event and the state."""


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One line of a table. ``sides`` are those that may do it."""

    event: str
    allowed_in: frozenset[State]
    leads_to: State
    sides: frozenset[Side]


def _stage(event: str, allowed: set[Stage], leads_to: Stage, *sides: Side) -> Transition[Stage]:
    return Transition(event, frozenset(allowed), leads_to, frozenset(sides))


def _remedy(event: str, allowed: set[Remedying], leads_to: Remedying, *sides: Side) -> Transition[Remedying]:
    return Transition(event, frozenset(allowed), leads_to, frozenset(sides))


_INSPECTION: Final = (
    _stage("decide", {Stage.PLANNED}, Stage.DECIDED, Side.ORGANISER),
    # The decision on the team is withdrawn before anybody outside was told: it waits for another.
    _stage("release", {Stage.DECIDED}, Stage.PLANNED, Side.ORGANISER),
    _stage("notify", {Stage.DECIDED}, Stage.NOTIFIED, Side.ORGANISER, Side.TEAM),
    # A surprise inspection comes without notice: only then does the visit follow the decision at once.
    _stage("visit", {Stage.NOTIFIED, Stage.DECIDED}, Stage.VISITING, Side.TEAM),
    _stage("send_minutes", {Stage.VISITING}, Stage.MINUTES_SENT, Side.TEAM),
    _stage("take_back_minutes", {Stage.MINUTES_SENT}, Stage.VISITING, Side.TEAM),
    _stage("sign_minutes", {Stage.MINUTES_SENT}, Stage.MINUTES_SIGNED, Side.INSPECTED),
    _stage("send_draft", {Stage.MINUTES_SIGNED}, Stage.DRAFT_SENT, Side.TEAM),
    # What the inspected side has not read cannot be added: the draft is taken back, changed and sent again.
    _stage("take_back_draft", {Stage.DRAFT_SENT, Stage.ANSWERED}, Stage.MINUTES_SIGNED, Side.TEAM),
    _stage("answer", {Stage.DRAFT_SENT}, Stage.ANSWERED, Side.INSPECTED),
    _stage("conclude", {Stage.ANSWERED, Stage.DRAFT_SENT}, Stage.CONCLUDED, Side.ORGANISER),
    _stage("cancel", {Stage.PLANNED, Stage.DECIDED, Stage.NOTIFIED}, Stage.CANCELLED, Side.ORGANISER),
)
_TO_REMEDY: Final = {Remedying.OPEN, Remedying.PARTLY, Remedying.REJECTED, Remedying.REOPENED}
_SHORTCOMING: Final = (
    _remedy("open", {Remedying.DRAFT}, Remedying.OPEN, Side.ORGANISER),
    _remedy("withdraw", {Remedying.DRAFT}, Remedying.WITHDRAWN, Side.ORGANISER, Side.TEAM),
    _remedy("report", _TO_REMEDY, Remedying.REPORTED, Side.INSPECTED),
    _remedy("close", {Remedying.REPORTED}, Remedying.CLOSED, Side.ORGANISER, Side.TEAM),
    _remedy("partly", {Remedying.REPORTED}, Remedying.PARTLY, Side.ORGANISER, Side.TEAM),
    _remedy("reject", {Remedying.REPORTED}, Remedying.REJECTED, Side.ORGANISER, Side.TEAM),
    _remedy("reopen", {Remedying.CLOSED}, Remedying.REOPENED, Side.ORGANISER, Side.TEAM),
)
INSPECTION: Final[Mapping[str, Transition[Stage]]] = {line.event: line for line in _INSPECTION}
SHORTCOMING: Final[Mapping[str, Transition[Remedying]]] = {line.event: line for line in _SHORTCOMING}
# Known to the inspected and counted: what has left the draft and was not taken back.
NOTIFIED_SHORTCOMINGS: Final = frozenset(Remedying) - {Remedying.DRAFT, Remedying.WITHDRAWN}
WAITING: Final = NOTIFIED_SHORTCOMINGS - {Remedying.CLOSED}
TO_REMEDY: Final = frozenset(_TO_REMEDY)


def move(table: Mapping[str, Transition[State]], *, event: str, state: State) -> State:
    """The state after ``event``; raises :class:`NotAllowed` when it may not happen now."""
    line = table[event]
    if state not in line.allowed_in:
        raise NotAllowed(event, state)
    return line.leads_to


def may_visit(*, stage: Stage, is_surprise: bool) -> bool:
    """A planned visit follows its notice; a surprise visit (đột xuất) follows the decision at once."""
    return stage == Stage.NOTIFIED or (is_surprise and stage == Stage.DECIDED)


def may_conclude(*, stage: Stage, answer_due: bool) -> bool:
    """The conclusion follows the answer, or the end of the term for it: silence does not stop an inspection."""
    return stage == Stage.ANSWERED or (stage == Stage.DRAFT_SENT and answer_due)
