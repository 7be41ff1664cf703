"""Intervals, groups that cannot be told apart and peer blocks equal the long way; the work is counted."""

import copy
import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from motcua.reform import benchmarks
from motcua.reform.rules import index, robustness
from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.index import compute
from motcua.reform.rules.outcome import Outcome, look
from motcua.reform.rules.robustness import inseparable, ranks_of
from motcua.reform.rules.sampling import Interval
from motcua.reform.rules.scoring import Rule
from motcua.reform.rules.snapshot import AgencyCard, Entry
from motcua.reform.rules.survey_range import SurveyInput
from motcua.reform.tests.rules import long_intervals, long_way
from motcua.reform.tests.rules.test_brute_force import (
    FOLDER,
    Drawn,
    cards_of,
    drawn,
    index_the_long_way,
    load,
    places_the_long_way,
)

BLOCKS = ("with_dossiers", "without_dossiers", "vertical")


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def light(year: int) -> Edition:
    """The edition of a year with few draws: the intervals do not hang on them."""
    document = json.loads((FOLDER / f"ls-so-{year}.json").read_text(encoding="utf-8"))
    document["settings"]["draws"] = 5
    return read_edition(document)


def likert(random: Random, n: int) -> tuple[tuple[int, int, int, int, int], ...]:
    """Five factors of ``n`` answers each."""
    rows = []
    for _factor in range(5):
        answers = Counter(random.choices(range(5), weights=(1, 2, 8, 40, 25), k=n))
        rows.append(tuple(answers[step] for step in range(5)))
    return tuple(rows)  # type: ignore[return-value]


def surveyed(edition: Edition, seed: int) -> tuple[Outcome, dict[str, long_intervals.Bounds]]:
    """What the engine makes of thirty agencies with surveys, and the intervals the long way."""
    rows = {row["code"]: row for row in long_way.parts(edition.document)}
    opinions = [code for code, row in rows.items() if row["rule"]["kind"] == "SOPT"]
    (satisfied,) = [
        code for code, row in rows.items() if row["rule"]["kind"] == "SAT" and row["inputs"].get("percent")
    ][:1]
    random, agencies, long = Random(seed), [], {}
    for code, one in drawn(edition, seed).items():
        n = random.choice((40, 90, 200, 400))
        factors = likert(random, n)
        percent = sum((Fraction(sum(row[3:]), sum(row)) for row in factors), Fraction(0)) / 5 * 100
        scores = dict(one.scores)
        most = Fraction(rows[satisfied]["points"])
        scores[satisfied] = most * percent / 100
        held = {satisfied: SurveyInput(respondents=n, factors=factors)}
        shifts = [(decimal(most), decimal(percent) / 100, n)]
        for opinion in opinions:
            counts = {key: int(value) for key, value in one.inputs[opinion].items()}
            answers, points = sum(counts.values()), scores[opinion]
            if answers and points is not None:
                most = Fraction(rows[opinion]["points"])
                held[opinion] = SurveyInput(respondents=answers, counts=counts)
                shifts.append((decimal(most), decimal(points / most), answers))
        column = {name: Entry(points=points) for name, points in scores.items()}
        card = AgencyCard(
            code=code,
            name_vi=code,
            name_en=code,
            block="with_dossiers",
            columns={"final": column},
            extras=one.card.extras,
            surveys=held,
        )
        agencies.append(card)
        result = compute(edition, card.card())
        long[code] = long_intervals.index_bounds(decimal(result.index), decimal(result.maximum), shifts)
    return look(edition, agencies, seed=1), long


@pytest.mark.parametrize("year", [2022, 2026])
def test_intervals_and_groups_equal_the_long_way(year: int) -> None:
    found, long = surveyed(light(year), seed=year)
    for code, (low, high) in long.items():
        interval = found.robustness.intervals[code]
        assert float(low) == pytest.approx(interval.low, abs=1e-6)
        assert float(high) == pytest.approx(interval.high, abs=1e-6)
        assert low < high
    assert {frozenset(group) for group in found.robustness.groups} == long_intervals.groups_of(long)


@pytest.mark.parametrize("seed", range(40))
def test_groups_of_any_intervals_equal_the_long_way(seed: int) -> None:
    random = Random(seed)
    bounds = {}
    for number in range(12):
        middle, width = random.randint(0, 60), random.choice((0, 1, 2, 6))
        bounds[f"S{number:02}"] = (Decimal(middle - width), Decimal(middle + width))
    intervals = {code: Interval(low=float(low), high=float(high)) for code, (low, high) in bounds.items()}
    found = inseparable(sorted(intervals), intervals)
    assert {frozenset(group) for group in found} == long_intervals.groups_of(bounds)


def in_blocks(seed: int) -> tuple[Edition, dict[str, Drawn]]:
    """An edition of which each third criterion is for some blocks only, and agencies of all blocks."""
    document: dict[str, Any] = copy.deepcopy(dict(load(2022).document))
    for number, row in enumerate(long_way.parts(document)):
        if number % 3 == 0:
            row["blocks"] = list(BLOCKS[: 1 + number % 2])  # type: ignore[index]
    edition = read_edition(document)
    agencies = {}
    for number, (code, one) in enumerate(drawn(edition, seed).items()):
        card = index.Card(scores=one.card.scores, extras=one.card.extras, block=BLOCKS[number % 3])
        agencies[code] = Drawn(inputs=one.inputs, scores=one.scores, card=card)
    return edition, agencies


def test_agencies_of_each_peer_block_are_measured_on_their_own_criteria_and_placed_among_themselves() -> None:
    edition, agencies = in_blocks(seed=11)
    long = {code: index_the_long_way(edition, one) for code, one in agencies.items()}
    assert {code: compute(edition, one.card).shown for code, one in agencies.items()} == long
    assert len({compute(edition, one.card).maximum for one in agencies.values()}) > len(BLOCKS) - 1
    for block in BLOCKS:
        peers = {code: one for code, one in agencies.items() if one.card.block == block}
        places = places_the_long_way({code: long[code] for code in peers})
        assert ranks_of(edition, cards_of(peers)) == places


# The work that two seconds are for, counted instead of timed: a clock says something else on every machine.


def counting(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    done: Counter[str] = Counter()

    def count(owner: Any, name: str, what: str) -> None:
        real = getattr(owner, name)

        def counted(*args: Any, **options: Any) -> Any:
            done[what] += 1
            return real(*args, **options)

        monkeypatch.setattr(owner, name, counted)

    for kind in _kinds(Rule):
        if "score" in vars(kind):
            count(kind, "score", "rules")
    for module in (index, robustness):
        count(module, "counted", "criteria")
    return done


def _kinds(rule: type[Rule]) -> list[type[Rule]]:
    return [kind for one in rule.__subclasses__() for kind in (one, *_kinds(one))]


def test_three_years_of_thirty_agencies_evaluate_each_rule_once_and_read_each_criterion_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    editions = [load(year) for year in benchmarks.YEARS]
    cells = benchmarks.AGENCIES * sum(len(edition.criteria) for edition in editions)
    done = counting(monkeypatch)
    seasons = [(edition, benchmarks.score_cards(edition)) for edition in editions]
    assert done["rules"] == cells == 5400
    for edition, cards in seasons:
        ranks_of(edition, cards)
    # Indexes and places read every cell once, whatever else a card is asked for.
    assert (done["rules"], done["criteria"]) == (cells, cells)
    for edition, cards in seasons:
        robustness.leave_one_out(edition, cards)
    # Sixty trials cost two readings more, not sixty: what is left out is taken off the sums.
    assert done["criteria"] == 3 * cells
