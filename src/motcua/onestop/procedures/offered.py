"""Figures of the catalogue that the reform index may ask for, over all agencies and with the versions behind.

The catalogue is looked at as it stands on the last day of the period. What the figures mean, with their sources,
stands in docs/explanation/indicators.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.onestop.procedures.indicators import is_by_post, is_full_online
from motcua.onestop.procedures.models import Component, ProcedureVersion, ServiceLevel, VersionState
from motcua.onestop.procedures.queries import in_force
from motcua.onestop.procedures.rules.parts import POSTED, parts_not_posted
from motcua.platform.calendar.api import calendar_for
from motcua.platform.indicators.api import Course, Indicator, Period, Record, Value

PROCEDURES = _("procedures")
Fits = Callable[[ProcedureVersion], bool]
Read = Callable[[Period], Iterable[ProcedureVersion]]
LeadDays = Callable[[date, str], int]
"""Working days that a decision must lie before the first day in force: ``(day, agency code)``."""


def list_offered(*, lead_days: LeadDays) -> list[Indicator]:
    """The indicators of the catalogue, ``dvc.procedures…``."""
    return [*_standing(), *_announced(lead_days)]


def _standing() -> list[Indicator]:
    return [
        _figure("procedures", _("Procedures in force"), _in_force, lambda version: True),
        _figure("procedures_published_full", _("Procedures posted in full"), _in_force, _is_posted_in_full),
        _figure(
            "procedures_with_process", _("Procedures with an electronic process"), _in_force, _has_process
        ),
        _figure(
            "procedures_eligible_online", _("Procedures fit for full online service"), _in_force, _is_eligible
        ),
        _figure(
            "procedures_full_online", _("Procedures with full online service"), _in_force, _is_offered_in_full
        ),
        _figure("procedures_by_post", _("Procedures with public post"), _in_force, is_by_post),
    ]


def _announced(lead_days: LeadDays) -> list[Indicator]:
    def in_time(version: ProcedureVersion) -> bool:
        return _is_announced_in_time(version, lead_days)

    return [
        _figure(
            "procedures_announced", _("Procedures that came into force"), _starting, lambda version: True
        ),
        _figure("procedures_announced_on_time", _("Procedures announced in time"), _starting, in_time),
    ]


def _figure(what: str, name: Promise, read: Read, fits: Fits) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        fitting = (version for version in read(period) if fits(version))
        counted = Counter(version.procedure.agency.code for version in fitting)
        return {code: Fraction(number) for code, number in counted.items()}

    def records(agency_code: str, period: Period) -> list[Record]:
        own = (version for version in read(period) if version.procedure.agency.code == agency_code)
        return [_record(version) for version in own if fits(version)]

    course = Course.STATE if read is _in_force else Course.EVENTS
    return Indicator(
        key=f"dvc.{what}", name=name, unit=PROCEDURES, values=values, records=records, course=course
    )


def _in_force(period: Period) -> Iterable[ProcedureVersion]:
    """Hidden ones too: whoever does not post a procedure has it all the same."""
    return _related().filter(in_force(on=period.end))


def _starting(period: Period) -> Iterable[ProcedureVersion]:
    return _related().filter(
        state=VersionState.PUBLISHED, valid_from__gte=period.start, valid_from__lte=period.end
    )


def _related() -> QuerySet[ProcedureVersion]:
    versions = ProcedureVersion.objects.select_related("procedure__agency")
    components = Exists(Component.objects.filter(version=OuterRef("pk")))
    return versions.annotate(has_components=components).order_by("procedure__key", "number")


def _is_posted_in_full(version: ProcedureVersion) -> bool:
    lacking = parts_not_posted(values={name: getattr(version, name) for name in POSTED.values()})
    return version.procedure.is_listed and not lacking


def _has_process(version: ProcedureVersion) -> bool:
    return version.process_id is not None


def _is_eligible(version: ProcedureVersion) -> bool:
    """A part of the way may stay on paper only with a published reason (Decree 224/2026 Art. 14)."""
    return version.level == ServiceLevel.FULL or not version.partial_reason_vi.strip()


def _is_offered_in_full(version: ProcedureVersion) -> bool:
    return version.procedure.is_listed and is_full_online(version)


def _is_announced_in_time(version: ProcedureVersion, lead_days: LeadDays) -> bool:
    agency, decided = version.procedure.agency, version.decision_on
    lead = lead_days(version.valid_from, agency.code)
    latest = calendar_for(agency.calendar).add_working_days(version.valid_from, -lead)
    return decided is not None and decided <= latest


def _record(version: ProcedureVersion) -> Record:
    key = version.procedure.key
    # Anybody may read what is posted; a hidden procedure shows itself in its agency's office only.
    posted = reverse("procedures:detail", args=[key]) if version.procedure.is_listed else ""
    return Record(
        key=f"{key}/{version.number}",
        label=version.name_vi,
        url=posted or reverse("procedures:office_version", args=[key, version.number]),
        proof_url=posted,
        on=version.valid_from,
    )
