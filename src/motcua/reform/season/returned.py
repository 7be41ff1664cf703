"""Criteria that are with their agency for supplement: derived from the rows and the day, so the day itself locks."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from motcua.reform.season.appraisal_models import Supplement
from motcua.reform.season.choices import Column, State
from motcua.reform.season.evidence_models import EvidenceLink
from motcua.reform.season.models import Scorecard, ScoreEntry


def open_supplements(*, today: date) -> QuerySet[Supplement]:
    """Everything that is with an agency on a day, newest first."""
    rows = Supplement.objects.filter(
        scorecard__season__state=State.APPRAISAL, answered_at=None, until__gte=today
    )
    return rows.select_related("scorecard__agency", "scorecard__season", "asked_by").order_by("-id")


def open_supplement(card: Scorecard, code: str, *, today: date) -> Supplement | None:
    """What returned this criterion, by itself or with the whole card; None while it is not returned."""
    rows = open_supplements(today=today).filter(Q(code=code) | Q(code=""), scorecard=card)
    return rows.first()


def returned_codes(card: Scorecard, codes: Iterable[str], *, today: date) -> set[str]:
    """Which of ``codes`` are with the agency."""
    found = set(open_supplements(today=today).filter(scorecard=card).values_list("code", flat=True))
    return set(codes) if "" in found else found & set(codes)


def touched_at(card_ids: Iterable[int]) -> dict[tuple[int, str], datetime]:
    """When the agency last changed points or documents of a criterion, by card id and code: after a return, or after
    the step was opened again. What was said of it before that counts no longer. Two statements.
    """
    cards = list(card_ids)
    scores = ScoreEntry.objects.filter(scorecard__in=cards, column=Column.SELF)
    links = EvidenceLink.objects.filter(scorecard__in=cards)
    keys = ("scorecard_id", "code")
    found: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for card_id, code, at in scores.values_list(*keys).annotate(last=Max("at")).order_by():
        found[card_id, code].append(at)
    for card_id, code, at, gone in (
        links.values_list(*keys).annotate(last=Max("linked_at"), gone=Max("removed_at")).order_by()
    ):
        found[card_id, code] += [moment for moment in (at, gone) if moment is not None]
    return {key: max(moments) for key, moments in found.items()}
