"""Rates of inspections by agency and year, from the shortcomings and the plans on file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from motcua.identity.api import Agency, StaffContext
from motcua.reform.inspections import parameters
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.models import InspectionPlan
from motcua.reform.inspections.own_units import units_of_year
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.queries import VISITED, case_of, list_facts
from motcua.reform.inspections.rules import rates
from motcua.reform.inspections.rules.rates import Case, Share


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The four rates of one agency in one year."""

    agency: Agency
    year: int
    in_time: Share
    recurring: Share
    median_days: Fraction | None
    on_site: Share


@dataclass(frozen=True, kw_only=True)
class UnitsShare:
    """Inspected of all subjects of a plan, beside the dated yardstick."""

    inspected: int
    total: int
    yardstick: Fraction

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.inspected, self.total) if self.total else None

    @property
    def is_enough(self) -> bool:
        return self.value is not None and self.value >= self.yardstick


def units_share(*, plan: InspectionPlan, planned: bool, staff: StaffContext) -> UnitsShare:
    """Subjects that were visited (or, ``planned``, stand in the plan) of all subjects; each counts once.

    Of own units all count that the agency has in the year, as the index counts them, also those the plan leaves out.
    A surprise counts for this person only when they may know of it.
    """
    lines = policy.known_lines(staff).filter(plan=plan, cancelled_at__isnull=True)
    if not planned:
        lines = lines.filter(stage__in=VISITED)
    total = plan.subjects.count()
    if plan.scope == Scope.OWN:
        year = units_of_year(start=date(plan.year, 1, 1), end=date(plan.year, 12, 31))
        units = year.filter(agency_id=plan.agency_id)
        lines, total = lines.filter(subject_unit__in=units), units.count()
    return UnitsShare(
        inspected=lines.values("subject_agency_id", "subject_unit_id").distinct().count(),
        total=total,
        yardstick=parameters.get_parameter(name="units_share", on=date(plan.year, 12, 31)).value,
    )


def years_of(*, staff: StaffContext) -> list[int]:
    """Years in which the deadline of a visible, notified shortcoming falls, newest first."""
    facts = list_facts(policy.shortcomings(staff))
    return sorted({case_of(row).last_day.year for row in facts}, reverse=True)


def rates_by_agency(*, staff: StaffContext, year: int, cut_off: date) -> list[Rates]:
    """Rates of every agency with a deadline in the year, by code; ``cut_off`` is the last day that counts."""
    groups: dict[int, list[Case]] = defaultdict(list)
    agencies = {}
    for row in list_facts(policy.shortcomings(staff)):
        agencies[row.owner_agency_id] = row.owner_agency
        groups[row.owner_agency_id].append(case_of(row))
    found = [_rates(agencies[pk], year, cut_off, cases) for pk, cases in groups.items()]
    return sorted((each for each in found if each is not None), key=lambda each: each.agency.code)


def _rates(agency: Agency, year: int, cut_off: date, cases: Sequence[Case]) -> Rates | None:
    since = date(year, 1, 1)
    due = rates.due_by(cases, cut_off=cut_off, since=since)
    if not due:
        return None
    months = parameters.whole(name="recurrence_months", on=cut_off)
    keys = {case.key for case in due}
    again = rates.recurring(cases, months=months)
    return Rates(
        agency=agency,
        year=year,
        in_time=rates.remedied_in_time(cases, cut_off=cut_off, since=since),
        recurring=Share(
            part=tuple(key for key in again.part if key in keys),
            whole=tuple(key for key in again.whole if key in keys),
        ),
        median_days=rates.median_days_to_close(due),
        on_site=rates.verified_on_site(due),
    )
