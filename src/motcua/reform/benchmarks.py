"""How long the index takes: thirty agencies, three years, sixty criteria. For ``motcua bench``."""

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.robustness import examine, leave_one_out, ranks_of

AGENCIES, YEARS = 30, (2021, 2022, 2026)
# Seconds that three years may take.
GOAL = 2.0
_DATA = Path(__file__).parent / "editions" / "data"


class IndexBench(NamedTuple):
    """Seconds on one core for all three years: points by the rules, indexes and places; leaving each criterion out;
    everything that stands beside the ranks of one year with the edition's draws.
    """

    compute: float
    leave_one_out: float
    robustness: float

    @property
    def ratio(self) -> float:
        """What was needed of the seconds there are: at most 1 when the goal is met."""
        return self.compute / GOAL


def bench_index() -> IndexBench:
    """Measure once; figures are drawn from the examples of the editions, the same every time."""
    editions = [_load(year) for year in YEARS]
    started = process_time()
    seasons = [(edition, score_cards(edition)) for edition in editions]
    for edition, cards in seasons:
        ranks_of(edition, cards)
    computed = process_time()
    for edition, cards in seasons:
        leave_one_out(edition, cards)
    left_out = process_time()
    examine(*seasons[-1])
    return IndexBench(computed - started, left_out - computed, process_time() - left_out)


def _load(year: int) -> Edition:
    return read_edition(json.loads((_DATA / f"ls-so-{year}.json").read_text(encoding="utf-8")))


def score_cards(edition: Edition) -> dict[str, Card]:
    """A season's cards with points by the rules: one evaluation for each agency and criterion."""
    random = Random(edition.year)  # noqa: S311 - repeatable on purpose, no secret
    return {f"S{number:02}": Card(scores=_points(edition, random)) for number in range(AGENCIES)}


def _points(edition: Edition, random: Random) -> dict[str, Fraction | None]:
    return {
        criterion.code: criterion.rule.score(random.choice(criterion.examples).inputs).points
        for criterion in edition.criteria
    }
