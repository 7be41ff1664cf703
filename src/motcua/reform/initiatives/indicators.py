"""Figures that this part offers to the index: initiatives filed, and recognised by their highest level."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from motcua.platform.indicators.api import Indicator, Period, Record, Value, register_indicators
from motcua.platform.indicators.opening import register_opener
from motcua.reform.initiatives.models import Initiative, InitiativeReview, Level, ReviewState, State
from motcua.reform.initiatives.policies import visible_initiatives

Finder = Callable[[Period], "list[tuple[str, Record]]"]


def recognised_at(level: str, period: Period) -> QuerySet[InitiativeReview]:
    """Recognitions decided in the period; at agency level without what the province had recognised by its end.

    An initiative counts once in a period, at its highest level (our choice, no source says otherwise).
    """
    decided = InitiativeReview.objects.filter(state=ReviewState.RECOGNISED, decided_on__lte=period.end)
    rows = decided.filter(decided_on__gte=period.start)
    if level == Level.UNIT:
        higher = decided.exclude(level=Level.UNIT).values("initiative_id")
        return rows.filter(level=Level.UNIT).exclude(initiative_id__in=higher)
    return rows.filter(
        Q(level=Level.PROVINCE) | Q(level=Level.NATIONAL, initiative__in=_only_national(decided))
    )


def register() -> None:
    """Called once when Django is ready."""
    register_opener("initiatives:initiative", visible_initiatives)
    register_indicators(
        [
            _indicator(
                "init.recognised_provincial", _("Initiatives recognised at provincial level"), _provincial
            ),
            _indicator("init.recognised_unit", _("Initiatives recognised at agency level"), _unit),
            _indicator("init.registered", _("Initiatives filed"), _filed),
        ]
    )


def _only_national(decided: "QuerySet[InitiativeReview]") -> "QuerySet[InitiativeReview, int]":
    """Those the province never recognised: national recognition alone counts in its place."""
    provincial = decided.filter(level=Level.PROVINCE).values("initiative_id")
    return decided.exclude(initiative_id__in=provincial).values_list("initiative_id", flat=True)


def _provincial(period: Period) -> list[tuple[str, Record]]:
    return _decided(recognised_at(Level.PROVINCE, period))


def _unit(period: Period) -> list[tuple[str, Record]]:
    return _decided(recognised_at(Level.UNIT, period))


def _decided(reviews: QuerySet[InitiativeReview]) -> list[tuple[str, Record]]:
    rows = reviews.select_related("initiative__agency", "decision").order_by("decided_on", "id")
    return [
        (
            row.initiative.agency.code,
            Record(
                key=str(row.uuid),
                label=row.initiative.title,
                url=_url(row.initiative),
                proof_url=_proof_url(row.initiative),
                on=row.decided_on,
                note=row.decision.symbol if row.decision else row.outside_number,
            ),
        )
        for row in rows
    ]


def _filed(period: Period) -> list[tuple[str, Record]]:
    rows = Initiative.objects.filter(
        submitted_at__date__gte=period.start, submitted_at__date__lte=period.end
    ).exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    found = rows.select_related("agency").order_by("submitted_at", "id")
    return [
        (
            row.agency.code,
            Record(
                key=str(row.uuid),
                label=row.title,
                url=_url(row),
                proof_url=_proof_url(row),
                on=timezone.localdate(row.submitted_at) if row.submitted_at else None,
            ),
        )
        for row in found
    ]


def _indicator(key: str, name: object, find: Finder) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        return {code: Fraction(count) for code, count in Counter(code for code, _ in find(period)).items()}

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        return [record for code, record in find(period) if code == agency_code]

    return Indicator(key=key, name=name, unit=_("initiatives"), values=values, records=records)  # type: ignore[arg-type]


def _url(initiative: Initiative) -> str:
    return reverse("initiatives:initiative", args=[initiative.uuid])


def _proof_url(initiative: Initiative) -> str:
    """What is not recognised stays between its authors and their council."""
    return _url(initiative) if initiative.state == State.RECOGNISED else ""
