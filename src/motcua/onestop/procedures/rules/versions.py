"""Checks of a version before it is published, and how far its internal steps reach."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

HOURS_A_DAY = 8
PLANNING_HOURS = {"working_days": 8, "hours": 1, "same_day": 8}
DAYS_A_MONTH = 30
# As the steps that the public reads name the term: "trong thời hạn 10 ngày làm việc".
_TERM_IN_TEXT = re.compile(r"trong thời hạn (\d+) (ngày làm việc|ngày|giờ làm việc|tháng)")
_UNIT_IN_TEXT = {"working_days": "ngày làm việc", "days": "ngày", "hours": "giờ làm việc", "months": "tháng"}


@dataclass(frozen=True)
class Finding:
    """Something about a version; when it ``blocks``, the version cannot be published so."""

    code: str
    blocks: bool
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the checks need to know of a version about to be published."""

    valid_from: date
    decision_number: str
    decision_on: date | None
    legal_limit: int
    committed_limit: int
    limit_unit: str
    steps: Sequence[Mapping[str, Any]]
    component_keys: Sequence[str]
    channels: Sequence[str]
    applicant_kinds: Sequence[str]
    level: str
    partial_reason: str
    how_to: str = ""


def limit_in_hours(*, limit: int, unit: str) -> int:
    """Office hours that a time limit holds for planning the steps: 8 hours = 1 working day.

    Calendar days count 5 of 7 (rounded down), months as 30 days; the dossier's own calendar decides in the
    end (conventions, legal clock: for calendar days the check warns, it does not block).
    """
    if unit == "months":
        return limit_in_hours(limit=limit * DAYS_A_MONTH, unit="days")
    if unit == "days":
        return limit * 5 // 7 * HOURS_A_DAY
    return max(limit, 1 if unit == "same_day" else 0) * PLANNING_HOURS[unit]


def check_plan(*, plan: Plan, current_from: date | None) -> list[Finding]:
    """Everything wrong or doubtful with a version that is to follow one in force since ``current_from``."""
    return [*_check_dates(plan, current_from), *_check_limits(plan), *_check_content(plan)]


def _check_dates(plan: Plan, current_from: date | None) -> Iterable[Finding]:
    if current_from is not None and plan.valid_from <= current_from:
        yield Finding("starts_too_early", True, {"current_from": current_from})
    if not plan.decision_number or plan.decision_on is None:
        yield Finding("decision_missing", True, {})
    elif plan.decision_on > plan.valid_from:
        yield Finding("decided_after_start", True, {"decision_on": plan.decision_on})


def _check_limits(plan: Plan) -> Iterable[Finding]:
    if plan.committed_limit > plan.legal_limit:
        yield Finding("promises_more_than_law", True, {})
    allowed = limit_in_hours(limit=plan.committed_limit, unit=plan.limit_unit)
    planned = sum(step["working_hours"] for step in plan.steps)
    if planned > allowed:
        # Calendar days and months hold office hours only by estimate, so that there the check just warns.
        blocks = plan.limit_unit in PLANNING_HOURS
        yield Finding("steps_exceed_limit", blocks, {"planned": planned, "allowed": allowed})
    named = _terms_named(plan)
    if named:
        yield Finding("text_names_another_limit", False, {"named": "; ".join(named)})


def _terms_named(plan: Plan) -> list[str]:
    """Terms in the public text that are not the promised one."""
    own = (str(plan.committed_limit), _UNIT_IN_TEXT.get(plan.limit_unit, ""))
    found = [match for match in _TERM_IN_TEXT.findall(plan.how_to) if match != own]
    return [" ".join(match) for match in dict.fromkeys(found)]


def _check_content(plan: Plan) -> Iterable[Finding]:
    doubles = [key for key, count in Counter(plan.component_keys).items() if count > 1]
    if doubles:
        yield Finding("component_twice", True, {"keys": ", ".join(doubles)})
    if not plan.steps:
        yield Finding("steps_missing", True, {})
    if not plan.channels:
        yield Finding("channels_missing", True, {})
    if not plan.applicant_kinds:
        yield Finding("applicants_missing", True, {})
    # A partial service must publish its reason (Decree 224/2026 Art. 14).
    if plan.level == "partial" and not plan.partial_reason:
        yield Finding("partial_reason_missing", True, {})


def standing_of(*, is_draft: bool, valid_from: date, valid_to: date | None, on: date) -> str:
    """``draft``, ``future``, ``in_force`` or ``ended`` as seen on a day."""
    if is_draft:
        return "draft"
    if on < valid_from:
        return "future"
    return "ended" if valid_to is not None and on > valid_to else "in_force"
