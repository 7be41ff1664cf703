"""What an appeal came to: the points recognised when it was filed, and those that its answer or the council gave."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from motcua.reform.season.appraisal_models import Appeal
from motcua.reform.season.choices import Column
from motcua.reform.season.models import ScoreEntry


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The entries before and after; None where nothing was recognised."""

    before: ScoreEntry | None
    after: ScoreEntry | None


def outcomes(appeals: Collection[Appeal]) -> dict[int, Outcome]:
    """Of each appeal, by id: one statement. What a second appeal changed is not the first one's."""
    wanted = [Column.APPRAISED, Column.COUNCIL]
    cards, codes = {one.scorecard_id for one in appeals}, {one.code for one in appeals}
    rows = ScoreEntry.objects.filter(scorecard__in=cards, code__in=codes, column__in=wanted)
    entries: dict[tuple[int, str], list[ScoreEntry]] = defaultdict(list)
    for row in rows.order_by("id"):
        entries[row.scorecard_id, row.code].append(row)
    return {one.pk: _outcome(one, appeals, entries[one.scorecard_id, one.code]) for one in appeals}


def _outcome(appeal: Appeal, appeals: Collection[Appeal], entries: list[ScoreEntry]) -> Outcome:
    later = [
        one.filed_at
        for one in appeals
        if (one.scorecard_id, one.code) == (appeal.scorecard_id, appeal.code) and one.pk > appeal.pk
    ]
    before = [row for row in entries if row.at <= appeal.filed_at]
    after = [row for row in entries if not later or row.at <= min(later)]
    return Outcome(before=before[-1] if before else None, after=after[-1] if after else None)
