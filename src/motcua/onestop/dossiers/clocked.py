"""Received dossiers with the facts of their clock, read in a few statements however many there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils import timezone

from motcua.identity.api import Agency
from motcua.kernel.calendar import WorkingCalendar
from motcua.onestop.dossiers.models import ClockPause, Dossier, Extension, SupplementRequest
from motcua.onestop.dossiers.parameters import get_parameter, policy_for
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, Pause, Policy
from motcua.onestop.dossiers.rules.punctuality import Judgement, judge
from motcua.onestop.dossiers.rules.time_used import days_allowed, days_used
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.calendar.api import calendar_for

CHUNK = 5_000


class Terms(NamedTuple):
    """What binds all dossiers that an agency received under one version on one day."""

    agency_code: str
    committed: Limit
    legal: Limit
    policy: Policy
    calendar: WorkingCalendar
    extension_counts: bool
    hours_per_day: int


@dataclass(frozen=True, slots=True)
class Clocked:
    """One received dossier, by ``pk``."""

    pk: int
    terms: Terms
    received_at: datetime
    finished_at: datetime | None
    pauses: tuple[Pause, ...]
    supplement_requests: int
    promised: datetime | None

    def judge(self) -> Judgement:
        """Early, on time or late, recomputed from the facts (Decision 766, 2.1); running ones as of now."""
        return judge(
            limit=self.terms.committed,
            policy=self.terms.policy,
            calendar=self.terms.calendar,
            received_at=self.received_at,
            finished_at=self.finished_at,
            as_of=self.finished_at or timezone.now(),
            pauses=self.pauses,
            supplement_requests=self.supplement_requests,
            extended_due=self.promised,
            extension_counts=self.terms.extension_counts,
        )

    def days_legal(self) -> Fraction:
        """Working days that the law gives for it."""
        return days_allowed(
            limit=self.terms.legal,
            policy=self.terms.policy,
            calendar=self.terms.calendar,
            received_at=self.received_at,
            hours_per_day=self.terms.hours_per_day,
        )

    def days_used(self) -> Fraction:
        """Working days in which its clock ran. Only of a finished dossier."""
        assert self.finished_at is not None
        return days_used(
            unit=self.terms.legal.unit,
            policy=self.terms.policy,
            calendar=self.terms.calendar,
            received_at=self.received_at,
            finished_at=self.finished_at,
            pauses=self.pauses,
            hours_per_day=self.terms.hours_per_day,
        )


def read_clocked(dossiers: QuerySet[Dossier]) -> Iterator[Clocked]:
    """The received ones of ``dossiers``, in its order. Six statements; a million need no more memory than a chunk."""
    received = dossiers.filter(received_at__isnull=False)
    keys = received.order_by().values("pk")
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for row in ClockPause.objects.filter(dossier__in=keys).order_by("started_at"):
        pauses[row.dossier_id].append(Pause(row.cause, row.started_at, row.ended_at, row.ground))
    asked = dict(
        SupplementRequest.objects.filter(dossier__in=keys).values_list("dossier_id").annotate(Count("pk"))
    )
    promised = dict(Extension.objects.filter(dossier__in=keys).values_list("dossier_id", "new_due_at"))
    book, zone = _TermBook(), timezone.get_current_timezone()
    rows = received.values_list("pk", "agency_id", "version_id", "received_at", "finished_at")
    for pk, agency_id, version_id, received_at, finished_at in rows.iterator(CHUNK):
        assert received_at is not None
        yield Clocked(
            pk=pk,
            terms=book.terms(agency_id, version_id, received_at.astimezone(zone).date()),
            received_at=received_at,
            finished_at=finished_at,
            pauses=tuple(pauses.get(pk, ())),
            supplement_requests=asked.get(pk, 0),
            promised=promised.get(pk),
        )


@dataclass
class _TermBook:
    """Terms by agency, version and day of receipt, each worked out once."""

    agencies: dict[int, Agency] = field(default_factory=lambda: Agency.objects.in_bulk())
    versions: dict[int, ProcedureVersion] = field(
        default_factory=lambda: ProcedureVersion.objects.only(
            "legal_limit", "committed_limit", "limit_unit", "after_pause"
        ).in_bulk()
    )
    known: dict[tuple[int, int, date], Terms] = field(default_factory=dict)

    def terms(self, agency_id: int, version_id: int, day: date) -> Terms:
        found = self.known.get((agency_id, version_id, day))
        if found is None:
            found = self.known[agency_id, version_id, day] = self._work_out(agency_id, version_id, day)
        return found

    def _work_out(self, agency_id: int, version_id: int, day: date) -> Terms:
        agency, version = self.agencies[agency_id], self.versions[version_id]
        unit = LimitUnit(version.limit_unit)
        counts = get_parameter(name="extension_counts_as_on_time", on=day, agency=agency.code)
        hours = get_parameter(name="hours_per_working_day", on=day, agency=agency.code)
        return Terms(
            agency_code=agency.code,
            committed=Limit(version.committed_limit, unit),
            legal=Limit(version.legal_limit, unit),
            policy=policy_for(version=version, agency=agency, on=day),
            calendar=calendar_for(agency.calendar),
            extension_counts=bool(counts.value),
            hours_per_day=int(hours.value),
        )
