"""Figures that this part offers to the index.

Shortcomings are those that the province found at the agency, in the year their deadline falls into, and until that day
has passed in none; inspected units are those of the agency's own plan (tự kiểm tra).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency, Unit
from motcua.platform import clock
from motcua.platform.indicators.api import Course, Indicator, Period, Record, Value, register_indicators
from motcua.reform.inspections.choices import Kind, Scope
from motcua.reform.inspections.models import Inspection, InspectionSubject, Shortcoming
from motcua.reform.inspections.notices import shortcoming_url
from motcua.reform.inspections.presentation import inspection_code, shortcoming_code
from motcua.reform.inspections.queries import VISITED, case_of, list_facts
from motcua.reform.inspections.rules.states import NOTIFIED_SHORTCOMINGS


def register() -> None:
    """Called once when Django is ready."""
    register_indicators(
        [
            _of_shortcomings("insp.shortcomings_due", _("Shortcomings due in the period"), _due),
            _of_shortcomings("insp.remedied_in_time", _("Shortcomings remedied in time"), _in_time),
            _of_shortcomings(
                "insp.surprise_violations", _("Violations found by surprise inspections"), _surprises
            ),
            Indicator(
                key="insp.units_inspected",
                name=_("Own units inspected in the period"),
                unit=_("units"),
                values=_inspected_units,
                records=_inspections_of,
            ),
            Indicator(
                key="insp.units_total",
                name=_("Own units that could be inspected"),
                unit=_("units"),
                values=_all_units,
                records=_units_of,
                course=Course.STATE,
            ),
        ]
    )


def _of_shortcomings(key: str, name: Promise, find: Callable[[Period, Q], list[Shortcoming]]) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        counted = Counter(row.owner_agency.code for row in find(period, Q()))
        return {code: Fraction(number) for code, number in counted.items()}

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        return [_record(row) for row in find(period, Q(owner_agency__code=agency_code))]

    return Indicator(key=key, name=name, unit=_("shortcomings"), values=values, records=records)


def _due(period: Period, narrowed: Q) -> list[Shortcoming]:
    # The first deadline counts: one that was set for the rest later moves the reminders, not the figure.
    found = list_facts(Shortcoming.objects.filter(narrowed, scope=Scope.PROVINCE, deadline__lte=period.end))
    last = min(period.end, clock.today() - timedelta(days=1))
    return [row for row in found if period.start <= case_of(row).last_day <= last]


def _in_time(period: Period, narrowed: Q) -> list[Shortcoming]:
    return [row for row in _due(period, narrowed) if case_of(row).in_time]


def _surprises(period: Period, narrowed: Q) -> list[Shortcoming]:
    found = Shortcoming.objects.filter(
        narrowed,
        scope=Scope.PROVINCE,
        inspection__kind=Kind.SURPRISE,
        found_on__gte=period.start,
        found_on__lte=period.end,
    )
    return list_facts(found)


def _record(row: Shortcoming) -> Record:
    page = shortcoming_url(row)
    return Record(
        key=str(row.uuid),
        label=shortcoming_code(row),
        url=page,
        proof_url=page if row.state in NOTIFIED_SHORTCOMINGS else "",
        on=case_of(row).last_day,
        note=row.area,
    )


def _own_visits(period: Period) -> QuerySet[Inspection]:
    return Inspection.objects.filter(
        scope=Scope.OWN,
        stage__in=VISITED,
        visited_at__date__gte=period.start,
        visited_at__date__lte=period.end,
    )


def _inspected_units(period: Period) -> Mapping[str, Value]:
    rows = _own_visits(period).values("agency__code").annotate(units=Count("subject_unit_id", distinct=True))
    return {row["agency__code"]: Fraction(row["units"]) for row in rows}


def _inspections_of(agency_code: str, period: Period) -> Sequence[Record]:
    """The first visit to each unit: a unit counts once."""
    rows = (
        _own_visits(period)
        .filter(agency__code=agency_code)
        .select_related("plan", "agency", "subject_unit")
        .order_by("subject_unit_id", "visited_at", "pk")
        .distinct("subject_unit_id")
    )
    return [
        Record(
            key=str(row.uuid),
            label=f"{inspection_code(row)} · {row.subject_unit.name_vi if row.subject_unit else ''}",
            url=reverse("inspections:inspection", args=[row.uuid]),
            # A visit that its unit has not been told of is nobody else's to know.
            proof_url=reverse("inspections:inspection", args=[row.uuid]) if row.notified_at else "",
            on=timezone.localdate(row.visited_at) if row.visited_at else None,
        )
        for row in rows
    ]


def _all_units(period: Period) -> Mapping[str, Value]:
    """Units that the agency's plan of the year names; all units of an agency without such a plan."""
    planned = _planned_units(period).values("agency__code").annotate(units=Count("unit_id"))
    found = {row["agency__code"]: Fraction(row["units"]) for row in planned}
    every = (
        Agency.objects.filter(is_active=True).annotate(number=Count("units")).values_list("code", "number")
    )
    return {code: Fraction(number) for code, number in every} | found


def _units_of(agency_code: str, period: Period) -> Sequence[Record]:
    planned = _planned_units(period).filter(agency__code=agency_code).values_list("unit_id", flat=True)
    units = Unit.objects.filter(agency__code=agency_code).order_by("order", "pk")
    chosen = units.filter(pk__in=planned) if planned.exists() else units
    return [Record(key=f"{agency_code}/{unit.code}", label=unit.name_vi) for unit in chosen]


def _planned_units(period: Period) -> QuerySet[InspectionSubject]:
    return InspectionSubject.objects.filter(
        plan__scope=Scope.OWN, plan__year=period.end.year, plan__approved_at__isnull=False
    )
