"""What the steps of an internal process are, worked out from a procedure's list of roles.

A procedure's decision lists its steps as role, name and hours (Decree 118/2025 asks every procedure for an
approved internal process with hours per role). Which of the nine kinds a step is follows from its role and
place in the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RECEIVE, ASSIGN, DRAFT, COUNCIL, REVIEW = "receive", "assign", "draft", "council", "review"
SIGN, VERIFY, ISSUE, RETURN = "sign", "verify", "issue", "return"

# Where the people of a step sit: the unit of the dossier, its agency, the reception desk, the People's
# Committee.
UNIT, AGENCY, RECEPTION, PROVINCE = "unit", "agency", "reception", "province"

PLACES = {RECEIVE: RECEPTION, RETURN: RECEPTION, SIGN: AGENCY, ISSUE: AGENCY}
MAY_SEND_BACK = frozenset({COUNCIL, REVIEW, SIGN, VERIFY, ISSUE})
WORKING_KINDS = frozenset({ASSIGN, DRAFT, COUNCIL, REVIEW, SIGN, VERIFY})
# Signatures are never taken off: what is wrong with a signed result is mended in a new draft.
REWORK_KINDS = frozenset({ASSIGN, DRAFT, COUNCIL})


class ProcessRefused(ValueError):
    """A list of steps or a drawn process cannot run; ``code`` names why, ``params`` the place."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, kw_only=True)
class Step:
    """One human step. ``working_hours`` is an internal target, it never moves the legal due date."""

    key: str
    kind: str
    role: str
    place: str
    name_vi: str
    name_en: str
    working_hours: float


def plan_steps(*, rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Steps from rows ``{role, name_vi, name_en, working_hours[, kind][, place]}``.

    Raises :class:`ProcessRefused`: ``too_short``, ``unknown_role``, ``no_draft``, ``no_issue``,
    ``negative_hours``.
    """
    if len(rows) < 2:
        raise ProcessRefused("too_short")
    kinds = [row.get("kind") or _kind(rows, position) for position, row in enumerate(rows)]
    _check(rows, kinds)
    province_from = kinds.index(VERIFY) if VERIFY in kinds else len(kinds)
    return tuple(
        Step(
            key=_key(kinds, position),
            kind=kinds[position],
            role=row["role"],
            place=row.get("place") or _place(kinds[position], position >= province_from),
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            working_hours=row["working_hours"],
        )
        for position, row in enumerate(rows)
    )


def earlier_steps(*, steps: Sequence[Step], key: str) -> tuple[Step, ...]:
    """Working steps before ``key`` to which the case may be sent back, nearest first."""
    keys = [step.key for step in steps]
    if key not in keys or steps[keys.index(key)].kind not in MAY_SEND_BACK:
        return ()
    kinds = REWORK_KINDS if steps[keys.index(key)].kind == ISSUE else WORKING_KINDS
    return tuple(step for step in reversed(steps[: keys.index(key)]) if step.kind in kinds)


def next_step(*, steps: Sequence[Step], key: str) -> Step | None:
    """The step after ``key`` in drawing order, None at the end: what the main button announces."""
    return next((after for before, after in pairwise(steps) if before.key == key), None)


def is_last_signature(*, steps: Sequence[Step], key: str) -> bool:
    """Is no other signing step behind this one? Signatures before the last are initials on the draft."""
    keys = [step.key for step in steps]
    return not any(step.kind == SIGN for step in steps[keys.index(key) + 1 :])


def is_submission(*, steps: Sequence[Step], key: str) -> bool:
    """Does the department's leader sign here what goes to the People's Committee (tờ trình)? The result itself
    is signed there, by another leader.
    """
    keys = [step.key for step in steps]
    here, later = steps[keys.index(key)], [step for step in steps[keys.index(key) + 1 :] if step.kind == SIGN]
    return here.kind == SIGN and here.place != PROVINCE and bool(later) and later[0].place == PROVINCE


def _kind(rows: Sequence[Mapping[str, Any]], position: int) -> str:
    role, before = rows[position]["role"], [row["role"] for row in rows[:position]]
    seen, signed = role in before, "leader" in before
    kinds = {
        "receiver": RETURN if position else RECEIVE,
        "head_of_unit": REVIEW if seen else ASSIGN,
        "specialist": VERIFY if signed else DRAFT,
        "council": COUNCIL,
        "leader": SIGN,
        "clerk": ISSUE,
    }
    if role not in kinds:
        raise ProcessRefused("unknown_role", role=role)
    return kinds[role]


def _check(rows: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> None:
    if DRAFT not in kinds:
        raise ProcessRefused("no_draft")
    if ISSUE not in kinds:
        raise ProcessRefused("no_issue")
    if any(row["working_hours"] < 0 for row in rows):
        raise ProcessRefused("negative_hours")


def _key(kinds: Sequence[str], position: int) -> str:
    """The kind itself, numbered from its second appearance: ``sign``, ``sign_2``."""
    count = kinds[: position + 1].count(kinds[position])
    return kinds[position] if count == 1 else f"{kinds[position]}_{count}"


def _place(kind: str, at_province: bool) -> str:
    # What the People's Committee signs, its own clerk numbers and seals.
    if at_province and kind in (VERIFY, SIGN, ISSUE):
        return PROVINCE
    return PLACES.get(kind, UNIT)
