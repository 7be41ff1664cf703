"""Figures of dossiers that the reform index may ask for, each over all agencies and with its dossiers behind it.

A figure counts in the period of its own moment: received, finished or handed back. What they mean, with their
sources, stands in docs/explanation/indicators.md.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import AgencyKind
from motcua.onestop.dossiers.clocked import Clocked, read_clocked
from motcua.onestop.dossiers.models import (
    Channel,
    Dossier,
    DossierEvent,
    Extension,
    State,
    SupplementRequest,
)
from motcua.onestop.forms.models import Attachment
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument
from motcua.platform.indicators.api import Indicator, Period, Record, Value

DOSSIERS, WORKING_DAYS = _("dossiers"), _("working days")
OF_DOSSIER = OuterRef("pk")
NOBODYS = "00000000-0000-0000-0000-000000000000"


EVERY: Final = Q()


@dataclass(frozen=True)
class Scope:
    """Dossiers whose ``moment`` (a field) lies in the period and which fit."""

    moment: str
    fits: Q = EVERY

    def of(self, period: Period) -> QuerySet[Dossier]:
        """Unordered."""
        inside = {
            f"{self.moment}__gte": _midnight(period.start),
            f"{self.moment}__lt": _midnight(period.end + timedelta(days=1)),
        }
        return Dossier.objects.filter(self.fits, **inside)

    def of_agency(self, agency_code: str, period: Period) -> QuerySet[Dossier]:
        """In the order of the moment."""
        return self.of(period).filter(agency__code=agency_code).order_by(self.moment, "id")

    def and_also(self, fits: Q) -> "Scope":
        return Scope(self.moment, self.fits & fits)


RECEIVED: Final = Scope("received_at")
CLOSED: Final = Scope("finished_at", Q(state__in=(State.DONE, State.RETURNED)))
RETURNED: Final = Scope("returned_at", Q(state=State.RETURNED))

AT_CENTRE = Q(received_by_agency__kind=AgencyKind.SERVICE_CENTRE)
ONLINE = Q(channel=Channel.ONLINE)
ASKED_TWICE = Q(Exists(SupplementRequest.objects.filter(dossier=OF_DOSSIER, ordinal__gt=1)))
# Papers of an online dossier are electronic from the start; those of the others are scanned at the counter.
DIGITISED = ONLINE | Q(Exists(Attachment.objects.filter(dossier=OF_DOSSIER, is_digitised=True)))
APOLOGISED = Q(Exists(Extension.objects.filter(dossier=OF_DOSSIER)))
REUSED = Q(Exists(Attachment.objects.filter(dossier=OF_DOSSIER, is_reused=True)))
# An issued document has its signed file: a constraint of the table.
E_RESULT = Q(
    Exists(
        IssuedDocument.objects.filter(
            dossier=OF_DOSSIER, kind=DocumentKind.RESULT, state=DocumentState.ISSUED
        )
    )
)
BY_POST = Q(Exists(DossierEvent.objects.filter(dossier=OF_DOSSIER, kind="returned", data__via="post")))


def list_offered() -> list[Indicator]:
    """The indicators of dossiers, ``dvc.…``."""
    return [*_counted(), *_judged(), *_in_days()]


def _counted() -> list[Indicator]:
    return [
        _count("received", _("Dossiers received"), RECEIVED),
        _count("received_online", _("Dossiers filed online"), RECEIVED.and_also(ONLINE)),
        _count(
            "received_at_centre", _("Dossiers received at the service centre"), RECEIVED.and_also(AT_CENTRE)
        ),
        _count(
            "repeat_supplement",
            _("Dossiers whose applicant was asked for papers more than once"),
            RECEIVED.and_also(ASKED_TWICE),
        ),
        _count("digitised", _("Dossiers with electronic papers"), RECEIVED.and_also(DIGITISED)),
        _count("reused", _("Dossiers that reuse a paper filed before"), RECEIVED.and_also(REUSED)),
        _count("closed", _("Dossiers with a result"), CLOSED),
        _count("e_results", _("Results issued as signed electronic documents"), CLOSED.and_also(E_RESULT)),
        _count("returned", _("Results handed to the applicant"), RETURNED),
        _count("returned_by_post", _("Results delivered by public post"), RETURNED.and_also(BY_POST)),
    ]


def _judged() -> list[Indicator]:
    return [
        _judgement("closed_on_time", _("Dossiers with a result early or on time"), CLOSED, _is_on_time),
        _judgement("closed_overdue", _("Dossiers with a late result"), CLOSED, _is_overdue),
        _judgement(
            "apologised",
            _("Late dossiers whose applicant had an apology"),
            CLOSED.and_also(APOLOGISED),
            _is_overdue,
        ),
    ]


def _in_days() -> list[Indicator]:
    return [
        _days("days_legal", _("Time that the law gives for the dossiers with a result"), Clocked.days_legal),
        _days("days_used", _("Time used for the dossiers with a result"), Clocked.days_used),
        _days("days_saved", _("Time saved against the law"), _days_saved),
    ]


def _count(what: str, name: Promise, scope: Scope) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        rows = scope.of(period).values_list("agency__code").annotate(number=Count("pk"))
        return {code: Fraction(number) for code, number in rows}

    def records(agency_code: str, period: Period) -> list[Record]:
        return _records(scope, agency_code, period)

    return Indicator(key=f"dvc.{what}", name=name, unit=DOSSIERS, values=values, records=records)


def _judgement(what: str, name: Promise, scope: Scope, fits: Callable[[Clocked], bool]) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        fitting = (item for item in read_clocked(scope.of(period)) if fits(item))
        counted = Counter(item.terms.agency_code for item in fitting)
        return {code: Fraction(number) for code, number in counted.items()}

    def records(agency_code: str, period: Period) -> list[Record]:
        fitting = (item.pk for item in read_clocked(scope.of_agency(agency_code, period)) if fits(item))
        return _records(scope, agency_code, period, notes=dict.fromkeys(fitting, ""))

    return Indicator(key=f"dvc.{what}", name=name, unit=DOSSIERS, values=values, records=records)


def _days(what: str, name: Promise, count: Callable[[Clocked], Fraction]) -> Indicator:
    """The note of each record is its share of the sum, as an exact fraction."""

    def values(period: Period) -> Mapping[str, Value]:
        sums: dict[str, Fraction] = defaultdict(Fraction)
        for item in read_clocked(CLOSED.of(period)):
            sums[item.terms.agency_code] += count(item)
        return dict(sums)

    def records(agency_code: str, period: Period) -> list[Record]:
        notes = {item.pk: str(count(item)) for item in read_clocked(CLOSED.of_agency(agency_code, period))}
        return _records(CLOSED, agency_code, period, notes=notes)

    return Indicator(key=f"dvc.{what}", name=name, unit=WORKING_DAYS, values=values, records=records)


def _is_on_time(item: Clocked) -> bool:
    return item.judge().counts_as_on_time


def _is_overdue(item: Clocked) -> bool:
    return not _is_on_time(item)


def _days_saved(item: Clocked) -> Fraction:
    return item.days_legal() - item.days_used()


def _records(
    scope: Scope, agency_code: str, period: Period, *, notes: Mapping[int, str] | None = None
) -> list[Record]:
    """The dossiers of the scope; only those in ``notes``, with theirs, when it is given."""
    rows = scope.of_agency(agency_code, period).values_list("pk", "code", "uuid", scope.moment)
    zone = timezone.get_current_timezone()
    page, proof = (reverse(name, args=[NOBODYS]) for name in ("office:dossier", "proof:dossier"))
    return [
        Record(
            key=code,
            label=code,
            # A year may hold very many: the addresses are worked out once.
            url=page.replace(NOBODYS, str(uuid)),
            proof_url=proof.replace(NOBODYS, str(uuid)),
            on=moment.astimezone(zone).date(),
            note=notes[pk] if notes else "",
        )
        for pk, code, uuid, moment in rows
        if notes is None or pk in notes
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
