"""From ballots to counts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from motcua.reform.surveys.models import Ballot, BallotReview, SurveyTally, SurveyTarget


def with_review(ballots: QuerySet[Ballot]) -> QuerySet[Any]:
    """Each ballot with ``left_out``: what its latest review says, None where nobody reviewed it."""
    latest = BallotReview.objects.filter(ballot=OuterRef("pk")).order_by("-pk")
    return ballots.annotate(left_out=Subquery(latest.values("excluded")[:1]))


def count_round(*, round_id: int, now: datetime) -> None:
    """Count every rated agency of a round; inside the caller's transaction, which holds the round."""
    found: dict[int, list[tuple[int | None, dict[str, str], bool]]] = defaultdict(list)
    ballots = with_review(Ballot.objects.filter(target__round_id=round_id))
    for target_id, stratum_id, answers, left_out in ballots.values_list(
        "target_id", "stratum_id", "answers", "left_out"
    ).iterator(chunk_size=2000):
        found[target_id].append((stratum_id, answers, bool(left_out)))
    targets = SurveyTarget.objects.filter(round_id=round_id).values_list("pk", flat=True)
    SurveyTally.objects.bulk_create(
        [_tally(target_id, found[target_id], now) for target_id in targets],
        update_conflicts=True,
        unique_fields=["target"],
        update_fields=["respondents", "excluded", "counts", "all_counts", "counted_at"],
    )


def _tally(target_id: int, rows: list[tuple[int | None, dict[str, str], bool]], now: datetime) -> SurveyTally:
    kept = [(stratum, answers) for stratum, answers, left_out in rows if not left_out]
    return SurveyTally(
        target_id=target_id,
        respondents=len(kept),
        excluded=len(rows) - len(kept),
        counts=_counts(kept),
        all_counts=_counts([(stratum, answers) for stratum, answers, _left_out in rows]),
        counted_at=now,
    )


def _counts(rows: list[tuple[int | None, dict[str, str]]]) -> dict[str, Any]:
    by_stratum: dict[str, list[dict[str, str]]] = defaultdict(list)
    for stratum, answers in rows:
        if stratum is not None:
            by_stratum[str(stratum)].append(answers)
    whole = _part([answers for _stratum, answers in rows])
    return whole | {"strata": {key: _part(by_stratum[key]) for key in sorted(by_stratum)}}


def _part(ballots: Sequence[dict[str, str]]) -> dict[str, Any]:
    items: dict[str, Counter[str]] = defaultdict(Counter)
    for answers in ballots:
        for item, value in answers.items():
            items[item][value] += 1
    return {"n": len(ballots), "items": {item: dict(sorted(items[item].items())) for item in sorted(items)}}
