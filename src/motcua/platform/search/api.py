"""Search over text columns: no diacritics needed, typing errors forgiven, best match first.

A column to be searched holds :func:`normalise`\\ d text and carries a trigram index.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import Case, FloatField, Model, QuerySet, Value, When

from motcua.platform.search.rules.text import Term, normalise, terms_of

__all__ = ["normalise", "search_queryset"]

Row = TypeVar("Row", bound=Model)

# Below this a word is another word, not a typing error of the same one (measured on the catalogue's
# questions).
CLOSE_ENOUGH = 0.5
# Rows that match so much worse than the best one only blur the list.
LEAST_SHARE_OF_BEST = 0.2


def search_queryset(
    queryset: QuerySet[Row], *, fields: Mapping[str, float], query: str, limit: int = 200
) -> QuerySet[Row]:
    """Rows of ``queryset`` that match ``query``, best first, with their rank as ``search_rank``.

    ``fields`` names normalised text columns and how much a match in each counts. A term found in few rows
    counts more than one found in many. An empty query leaves the queryset as it is.
    """
    terms = terms_of(query)
    if not terms:
        return queryset
    scores = _scores(queryset, fields, terms)
    least = max(scores.values(), default=0.0) * LEAST_SHARE_OF_BEST
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    best = [(pk, score) for pk, score in ranked[:limit] if score >= least]
    rank = Case(
        *(When(pk=pk, then=Value(score)) for pk, score in best), default=Value(0.0), output_field=FloatField()
    )
    found = queryset.filter(pk__in=[pk for pk, _ in best])
    return cast("QuerySet[Row]", found.annotate(search_rank=rank).order_by("-search_rank", "pk"))


def _scores(queryset: QuerySet[Row], fields: Mapping[str, float], terms: Sequence[Term]) -> dict[int, float]:
    columns = {
        f"match_{f}_{t}": TrigramStrictWordSimilarity(term.text, field)
        for f, field in enumerate(fields)
        for t, term in enumerate(terms)
    }
    rows = list(queryset.order_by().annotate(**columns).values_list("pk", *columns))
    weights = list(fields.values())
    strengths = {row[0]: _strengths(row[1:], weights, terms) for row in rows}
    rarity = _rarity(list(strengths.values()), len(terms))
    scores = {
        pk: sum(s * r * term.weight for s, r, term in zip(row, rarity, terms, strict=True))
        for pk, row in strengths.items()
    }
    return {pk: round(score, 4) for pk, score in scores.items() if score > 0}


def _strengths(values: Sequence[float], weights: Sequence[float], terms: Sequence[Term]) -> list[float]:
    """For each term its best weighted match in any field."""
    count = len(terms)
    return [
        max(_strength(values[f * count + t], term) * weight for f, weight in enumerate(weights))
        for t, term in enumerate(terms)
    ]


def _strength(similarity: float, term: Term) -> float:
    if similarity < (1.0 if term.exact else CLOSE_ENOUGH):
        return 0.0
    return similarity**2


def _rarity(rows: Sequence[Sequence[float]], terms: int) -> list[float]:
    found = [sum(1 for row in rows if row[t] > 0) for t in range(terms)]
    return [math.log((1 + len(rows)) / (1 + count)) + 0.05 if count else 0.0 for count in found]
