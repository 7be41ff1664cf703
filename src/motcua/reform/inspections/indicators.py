"""Figures that this part offers to the index.

Shortcomings are those that the province found at the agency, in the year their deadline falls into, and until that day
has passed in none; inspected units are those that the agency inspected itself (tự kiểm tra), of all units that it has
in the year.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency, StaffContext, Unit
from motcua.platform import clock
from motcua.platform.indicators.api import Course, Indicator, Period, Record, Value, register_indicators
from motcua.platform.indicators.opening import Opener, register_opener
from motcua.reform.inspections.choices import Kind, Scope
from motcua.reform.inspections.models import Inspection, Shortcoming
from motcua.reform.inspections.notices import shortcoming_url
from motcua.reform.inspections.own_units import units_of_year
from motcua.reform.inspections.policies import READERS, policy
from motcua.reform.inspections.presentation import inspection_code, shortcoming_code
from motcua.reform.inspections.queries import VISITED, case_of, list_facts
from motcua.reform.inspections.rules.states import NOTIFIED_SHORTCOMINGS


def register() -> None:
    """Called once when Django is ready."""
    register_opener("inspections:shortcoming", _for_readers(policy.shortcomings))
    register_opener("inspections:inspection", _for_readers(policy.inspections))
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


def _for_readers(visible: Opener) -> Opener:
    def rows(staff: StaffContext) -> QuerySet[Any]:
        found = visible(staff)
        return found if staff.has_role(*READERS) else found.none()

    return rows


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
    counted = units_of_year(start=period.start, end=period.end)
    rows = _own_visits(period).filter(subject_unit__in=counted).values("agency__code")
    found = rows.annotate(units=Count("subject_unit_id", distinct=True))
    return {row["agency__code"]: Fraction(row["units"]) for row in found}


def _inspections_of(agency_code: str, period: Period) -> Sequence[Record]:
    """The first inspection of each unit: a unit counts once however often it is visited."""
    return [
        Record(
            key=str(visit.uuid),
            label=f"{inspection_code(visit)} · {unit.name_vi}",
            url=_page(visit),
            proof_url=_proof(visit),
            on=timezone.localdate(visit.visited_at) if visit.visited_at else None,
        )
        for unit, visit in _units_with_visits(agency_code, period)
        if visit is not None
    ]


def _all_units(period: Period) -> Mapping[str, Value]:
    """Every unit of the year: an agency does not choose of how many it inspects its share."""
    counted = units_of_year(start=period.start, end=period.end)
    rows = counted.order_by().values("agency__code").annotate(units=Count("pk", distinct=True))
    found = {row["agency__code"]: Fraction(row["units"]) for row in rows}
    every = Agency.objects.filter(is_active=True).values_list("code", flat=True)
    return dict.fromkeys(every, Fraction(0)) | found


def _units_of(agency_code: str, period: Period) -> Sequence[Record]:
    return [
        Record(
            key=f"{agency_code}/{unit.code}",
            label=unit.name_vi,
            url=_page(visit) if visit else "",
            proof_url=_proof(visit) if visit else "",
            on=timezone.localdate(visit.visited_at) if visit and visit.visited_at else None,
            note=gettext("inspected: %(code)s") % {"code": inspection_code(visit)}
            if visit
            else gettext("not inspected"),
        )
        for unit, visit in _units_with_visits(agency_code, period)
    ]


def _units_with_visits(agency_code: str, period: Period) -> list[tuple[Unit, Inspection | None]]:
    """Units of the year in their order, each with its first inspection of the period."""
    rows = _own_visits(period).filter(agency__code=agency_code).select_related("plan", "agency")
    visits: dict[int | None, Inspection] = {}
    for row in rows.order_by("visited_at", "pk"):
        visits.setdefault(row.subject_unit_id, row)
    units = units_of_year(start=period.start, end=period.end).filter(agency__code=agency_code)
    return [(unit, visits.get(unit.pk)) for unit in units.order_by("order", "pk")]


def _page(visit: Inspection) -> str:
    return reverse("inspections:inspection", args=[visit.uuid])


def _proof(visit: Inspection) -> str:
    """A visit that its unit has not been told of is nobody else's to know."""
    return _page(visit) if visit.notified_at else ""
