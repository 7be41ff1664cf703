"""Search over text columns: no diacritics needed, typing errors forgiven, best match first.

A column to be searched holds :func:`normalise`\\ d text and carries a trigram index.
"""

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeVar, cast

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import Case, FloatField, Model, Q, QuerySet, Value, When

from motcua.platform.search.rules.text import Term, normalise, terms_of

__all__ = ["normalise", "search_queryset"]

Row = TypeVar("Row", bound=Model)
# For each row (by key) how strongly each term was found in it.
Strengths = dict[int, list[float]]

# Below this a word is another word, not a typing error of the same one. The operator behind the index uses the
# same number (pg_trgm.strict_word_similarity_threshold).
CLOSE_ENOUGH = 0.5
# Rows that match so much worse than the best one only blur the list.
LEAST_SHARE_OF_BEST = 0.42


def search_queryset(
    queryset: QuerySet[Row],
    *,
    fields: Mapping[str, float],
    query: str,
    ties: Sequence[str] = (),
    limit: int = 200,
) -> QuerySet[Row]:
    """Rows of ``queryset`` that match ``query``, best first, with their rank as ``search_rank``.

    ``fields`` names normalised text columns and how much a match in each counts, the most telling first. A
    term found in few rows counts more than one found in many. Terms that stand nowhere as they are typed
    are looked for with typing errors in the first field. ``ties`` order rows of the same rank. An empty
    query leaves the queryset as it is. Costs one statement, a second when something was misspelled.
    """
    terms = terms_of(query)
    if not terms:
        return queryset
    best = _best(_scores(queryset.order_by(), fields, terms), limit)
    rank = Case(
        *(When(pk=pk, then=Value(score)) for pk, score in best), default=Value(0.0), output_field=FloatField()
    )
    found = queryset.filter(pk__in=[pk for pk, _ in best])
    return cast("QuerySet[Row]", found.annotate(search_rank=rank).order_by("-search_rank", *ties, "pk"))


def _best(scores: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
    least = max(scores.values(), default=0.0) * LEAST_SHARE_OF_BEST
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(pk, score) for pk, score in ranked[:limit] if score >= least]


def _scores(queryset: QuerySet[Row], fields: Mapping[str, float], terms: Sequence[Term]) -> dict[int, float]:
    strengths = _as_typed(queryset, fields, terms)
    missing = _misspelled(strengths, terms)
    if missing:
        _add_misspelled(strengths, queryset, next(iter(fields)), missing)
    rarity = _rarity(list(strengths.values()), len(terms))
    scores = {
        pk: sum(s * r * term.weight for s, r, term in zip(row, rarity, terms, strict=True))
        for pk, row in strengths.items()
    }
    return {pk: round(score, 4) for pk, score in scores.items() if score > 0}


def _misspelled(strengths: Strengths, terms: Sequence[Term]) -> list[tuple[int, Term]]:
    """Terms with a word that stands nowhere as typed; a pair of words that only never meet is no mistake."""
    nowhere = {term.text for t, term in enumerate(terms) if not any(row[t] for row in strengths.values())}
    return [
        (t, term)
        for t, term in enumerate(terms)
        if not term.exact and not nowhere.isdisjoint(term.text.split())
    ]


def _as_typed(queryset: QuerySet[Row], fields: Mapping[str, float], terms: Sequence[Term]) -> Strengths:
    """Whole words, as they are.

    The texts are compared here: SQL would unpack the long ones anew for every term, which took four times as long.
    """
    weights = list(fields.values())
    found: Strengths = {}
    for pk, *texts in queryset.values_list("pk", *fields):
        padded = [f" {text} " for text in texts]
        found[pk] = _strongest(
            [f" {term.text} " in text for text in padded for term in terms], weights, len(terms)
        )
    return found


def _add_misspelled(
    strengths: Strengths, queryset: QuerySet[Row], field: str, terms: Sequence[tuple[int, Term]]
) -> None:
    """Fill in the strength of terms that stand nowhere as typed, from the words of ``field`` most like them."""
    like = [Q(**{f"{field}__trigram_strict_word_similar": term.text}) for _, term in terms]
    columns = {f"match_{t}": TrigramStrictWordSimilarity(term.text, field) for t, term in terms}
    rows = queryset.filter(reduce(or_, like)).annotate(**columns).values_list("pk", *columns)
    for pk, *values in rows:
        for (t, _), value in zip(terms, values, strict=True):
            strengths[pk][t] = value**2 if value >= CLOSE_ENOUGH else 0.0


def _strongest(values: Sequence[float], weights: Sequence[float], count: int) -> list[float]:
    """For each of ``count`` terms its best weighted match in any field."""
    return [
        max(float(values[f * count + t]) * weight for f, weight in enumerate(weights)) for t in range(count)
    ]


def _rarity(rows: Sequence[Sequence[float]], terms: int) -> list[float]:
    found = [sum(1 for row in rows if row[t] > 0) for t in range(terms)]
    return [math.log((1 + len(rows)) / (1 + count)) + 0.05 if count else 0.0 for count in found]
