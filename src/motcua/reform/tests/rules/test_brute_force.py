"""Thirty agencies, three years, sixty criteria: everything equals what the sheet says, reckoned the long way."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from motcua.reform import editions
from motcua.reform.rules.bridge import Fate, compare, year_on_year
from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.forecast import expected_card, forecast
from motcua.reform.rules.index import Card, compute
from motcua.reform.rules.robustness import leave_one_out, ranks_of, weight_noise
from motcua.reform.rules.whatif import CASES, Year, actions, next_band, reachable, way_to
from motcua.reform.tests.rules import long_way
from motcua.reform.tests.rules.worked_example import AGENCIES, EDITION, card, figures

FOLDER = Path(editions.__file__).parent / "data"
YEARS = (2021, 2022, 2026)
AGENCY_COUNT = 30


def load(year: int) -> Edition:
    return read_edition(json.loads((FOLDER / f"ls-so-{year}.json").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Drawn:
    """An agency's figures, and what the engine and the long way make of them."""

    inputs: Mapping[str, long_way.Inputs]
    scores: Mapping[str, Fraction | None]
    card: Card


def drawn(edition: Edition, seed: int) -> dict[str, Drawn]:
    random = Random(seed)
    rows = {row["code"]: row for row in long_way.parts(edition.document)}
    found = {}
    for number in range(AGENCY_COUNT):
        inputs = {code: long_way.draw(row, edition.year, random) for code, row in rows.items()}
        extras = {extra.code: random.randint(0, 4) for extra in (*edition.bonuses, *edition.penalties)}
        engine = {item.code: item.rule.score(inputs[item.code]).points for item in edition.criteria}
        found[f"S{number:02}"] = Drawn(
            inputs=inputs,
            scores={code: long_way.points(row, inputs[code], edition.year) for code, row in rows.items()},
            card=Card(scores=engine, extras=extras, block="with_dossiers"),
        )
    return found


def cards_of(agencies: Mapping[str, Drawn]) -> dict[str, Card]:
    return {code: one.card for code, one in agencies.items()}


def index_the_long_way(edition: Edition, agency: Drawn, without: str = "") -> Decimal:
    """The sheet's formula, with nothing shared with the engine but the numbers of the edition."""
    base = most = Fraction(0)
    card = agency.card
    for part in long_way.parts(edition.document):
        points = agency.scores[part["code"]]
        blocks = part.get("blocks") or [card.block]
        if points is not None and part["code"] != without and card.block in blocks:
            base, most = base + points, most + Fraction(part["points"])
    extra = Fraction(0)
    for name, sign in (("bonuses", 1), ("penalties", -1)):
        for row in edition.document.get(name, []):
            earned = Fraction(row["each"]) * card.extras[row["code"]]
            extra += sign * min(Fraction(row["cap"]), earned)
    index = min(max(base / most * 100 + extra, Fraction(0)), Fraction(100))
    shifted = index * 1000
    return (Decimal(shifted.numerator) / Decimal(shifted.denominator) / 1000).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def places_the_long_way(shown: Mapping[str, Decimal]) -> dict[str, int]:
    return {code: 1 + sum(other > value for other in shown.values()) for code, value in shown.items()}


@pytest.mark.parametrize("year", YEARS)
def test_points_indexes_and_places_equal_the_long_way(year: int) -> None:
    edition = load(year)
    agencies = drawn(edition, seed=year)
    for one in agencies.values():
        assert one.card.scores == one.scores
    long = {code: index_the_long_way(edition, one) for code, one in agencies.items()}
    assert {code: compute(edition, one.card).shown for code, one in agencies.items()} == long
    assert ranks_of(edition, cards_of(agencies)) == places_the_long_way(long)


def test_leaving_each_criterion_out_equals_the_long_way() -> None:
    edition = load(2022)
    agencies = drawn(edition, seed=7)
    for trial in leave_one_out(edition, cards_of(agencies)):
        shown = {code: index_the_long_way(edition, one, trial.what) for code, one in agencies.items()}
        assert trial.ranks == places_the_long_way(shown)


def test_weight_noise_is_the_same_everywhere_and_none_changes_nothing() -> None:
    edition = load(2022)
    cards = cards_of(drawn(edition, seed=7))
    first = weight_noise(edition, cards, spread=Fraction(1, 4), draws=50, seed=3)
    again = weight_noise(edition, dict(reversed(cards.items())), spread=Fraction(1, 4), draws=50, seed=3)
    still = weight_noise(edition, cards, spread=Fraction(0), draws=5, seed=3)
    assert first == again
    assert all(sum(places.values()) == 1 for places in first.values())
    ranks = ranks_of(edition, cards)
    assert all(abs(place - ranks[code]) <= 1 for code, places in still.items() for place in places)


# What would lift an agency.


def test_the_action_of_the_sheet_is_among_those_that_are_offered() -> None:
    found = {(item.criterion, item.after): item for item in actions(EDITION, card("D"), figures("D"))}
    action = found[("C05", Fraction(950))]
    assert (str(action.index), action.points) == ("76.73", Fraction(3, 2))


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_action_gives_what_it_says(agency: str) -> None:
    present = compute(EDITION, card(agency)).index
    for action in actions(EDITION, card(agency), figures(agency)):
        if action.input == CASES:
            continue
        before = figures(agency)[action.criterion]
        inputs = {**before, action.input: action.after}
        if action.instead_of:
            inputs[action.instead_of] = before[action.instead_of] - (action.after - action.before)
        after = compute(EDITION, card(agency, **{action.criterion: inputs}))
        assert (after.index - present, after.shown) == (action.gain, action.index)


@pytest.mark.parametrize("agency", AGENCIES)
def test_reachable_gains_are_exact_and_ordered(agency: str) -> None:
    reaches = reachable(EDITION, card(agency))
    assert [reach.gain for reach in reaches] == sorted((reach.gain for reach in reaches), reverse=True)
    full = Card(
        scores={**card(agency).scores, reaches[0].criterion: reaches[0].most}, extras=card(agency).extras
    )
    gain = compute(EDITION, full).index - compute(EDITION, card(agency)).index
    assert reaches[0].gain == gain


def test_the_way_to_the_next_class_is_the_shortest() -> None:
    band = next_band(EDITION, card("A"))
    assert band is not None
    way = way_to(EDITION, card("A"), figures("A"), band)
    assert (band.code, way.reached) == ("A", True)
    gains = sorted((action.gain for action in way.actions), reverse=True)
    present = compute(EDITION, card("A")).index
    assert present + sum(gains) >= 90 > present + sum(gains[:-1])


def at(today: date) -> Year:
    return Year(first=date(2026, 1, 1), today=today, last=date(2026, 12, 31))


def test_the_forecast_of_a_whole_year_is_the_year() -> None:
    items = forecast(EDITION, card("A"), figures("A"), year=at(date(2026, 12, 31)))
    assert expected_card(card("A"), items).scores == card("A").scores


def test_counted_things_grow_with_the_year_and_shares_stay() -> None:
    items = {
        item.criterion: item for item in forecast(EDITION, card("A"), figures("A"), year=at(date(2026, 7, 1)))
    }
    assert items["C04"].expected == 2
    assert items["C07"].expected == 1
    assert items["C05"].expected == items["C05"].points


# From year to year.


def changed(**fields: object) -> Edition:
    document = copy.deepcopy(dict(EDITION.document))
    document["areas"][0]["criteria"][1].update(fields)
    return read_edition(document)


def test_the_bridge_tells_same_changed_new_and_dropped() -> None:
    fates = {link.fate for link in compare(EDITION, changed(name_vi="Tên khác"))}
    assert fates == {Fate.SAME}
    (link,) = [link for link in compare(EDITION, changed(points="3")) if link.fate is Fate.CHANGED]
    assert link.fields == ("points",)
    renamed = compare(EDITION, changed(code="C99"))
    assert [link.fate for link in renamed if link.fate is not Fate.SAME] == [Fate.NEW, Fate.DROPPED]


def test_a_renamed_criterion_is_bridged_when_the_edition_says_so() -> None:
    document = copy.deepcopy(dict(EDITION.document))
    document["areas"][0]["criteria"][1]["code"] = "C99"
    document["bridge"] = {"C99": "C02"}
    assert {link.fate for link in compare(EDITION, read_edition(document))} == {Fate.SAME}


def test_years_are_compared_on_what_applied_in_both() -> None:
    found = year_on_year(EDITION, card("A"), EDITION, card("D"))
    assert "C03" not in {pair.criterion for pair in found.pairs}
    assert len(found.pairs) == 11
    dropped = year_on_year(EDITION, card("A"), changed(points="3"), card("B"))
    assert "C02" not in {pair.criterion for pair in dropped.pairs}


def test_the_score_of_a_change_is_not_compared_once_more() -> None:
    edition = load(2026)
    full = Card(scores={item.code: item.points for item in edition.criteria}, block="with_dossiers")
    found = year_on_year(edition, full, edition, full)
    assert {item.code for item in edition.criteria} - {pair.criterion for pair in found.pairs} == {"8.7"}


def test_nothing_in_common_is_not_zero() -> None:
    blank = Card(scores={item.code: None for item in EDITION.criteria})
    assert year_on_year(EDITION, blank, EDITION, card("A")).change is None
