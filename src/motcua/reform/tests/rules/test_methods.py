"""How a result was looked at stands in its document: what is recorded is computed again the way it was."""

import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from motcua.reform.rules.edition import Edition, read_edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.outcome import look
from motcua.reform.rules.recompute import recompute
from motcua.reform.rules.robustness import FIRST_METHOD, METHOD, leave_one_out, ranks_of
from motcua.reform.rules.snapshot import AgencyCard, Entry, build, own_digest, write_outcome
from motcua.reform.tests.rules.test_snapshot import FRAME, SMALL, agency_card
from motcua.reform.tests.rules.worked_example import AGENCIES, DATA

BLOCKS = {"A": "with_dossiers", "B": "without_dossiers", "C": "with_dossiers", "D": "without_dossiers"}


def edition(*tie_breakers: str) -> Edition:
    settings = {**DATA["edition"]["settings"], "draws": 40, "tie_breakers": list(tie_breakers)}
    return read_edition({**DATA["edition"], "settings": settings})


def card(points: Mapping[str, int]) -> Card:
    """Nothing but these points."""
    return Card(scores={code: Fraction(value) for code, value in points.items()})


def places_without(found: Edition, code: str, **cards: Card) -> Mapping[str, int]:
    return next(trial.ranks for trial in leave_one_out(found, cards) if trial.what == code)


# One point of C01 and one of C02 each weigh the same; C05 makes the index differ until it is left out.
ONE, OTHER = card({"C01": 1, "C05": 2}), card({"C02": 1})


def test_equal_indexes_without_a_criterion_are_parted_by_what_the_edition_names() -> None:
    assert places_without(edition(), "C05", one=ONE, other=OTHER) == {"one": 1, "other": 1}
    assert places_without(edition("C01"), "C05", one=ONE, other=OTHER) == {"one": 1, "other": 2}
    assert places_without(edition("C02"), "C05", one=ONE, other=OTHER) == {"one": 2, "other": 1}


def test_what_is_left_out_parts_nobody() -> None:
    same = {"one": card({"C01": 1, "C02": 1}), "other": card({"C02": 1})}
    assert ranks_of(edition("C01"), same) == {"one": 1, "other": 2}
    assert places_without(edition("C01"), "C01", **same) == {"one": 1, "other": 1}


def test_an_area_parts_by_its_percent_without_the_criterion() -> None:
    # Equal once C05 is gone: then one has its point inside the first area, the other beside.
    one, other = card({"C01": 1}), card({"C05": 2, "C08": 1})
    parted = in_two_areas("1")
    assert places_without(parted, "C05", one=one, other=other) == {"one": 1, "other": 2}
    short = replace(parted, areas=tuple(_without(each, "C05") for each in parted.areas))
    assert ranks_of(short, {"one": one, "other": other}) == {"one": 1, "other": 2}
    whole = in_two_areas("2")
    assert places_without(whole, "C05", one=one, other=other) == {"one": 2, "other": 1}


def in_two_areas(*tie_breakers: str) -> Edition:
    document = copy.deepcopy(dict(edition(*tie_breakers).document))
    (area,) = document["areas"]
    second = {**area, "code": "2", "criteria": area["criteria"][6:]}
    document["areas"] = [{**area, "criteria": area["criteria"][:6]}, second]
    return read_edition(document)


def _without(area: Any, code: str) -> Any:
    return replace(area, criteria=tuple(item for item in area.criteria if item.code != code))


def agencies(**blocks: str) -> list[AgencyCard]:
    return [replace(agency_card(code), block=blocks.get(code, "")) for code in AGENCIES]


def built(*tie_breakers: str, **blocks: str) -> dict[str, Any]:
    return build(edition=edition(*tie_breakers), agencies=agencies(**blocks), frame=FRAME)


def test_a_document_names_its_method_only_where_it_says_something_else_than_the_first() -> None:
    assert "method" not in SMALL and "blocks" not in SMALL["results"]
    assert "method" not in built(A="with_dossiers", B="with_dossiers")
    assert built("C01")["method"] == built(**BLOCKS)["method"] == METHOD
    assert [recompute(json.loads(json.dumps(built("C01")))), recompute(built(**BLOCKS))] == [[], []]


def recorded(document: dict[str, Any], rows: list[AgencyCard], found: Edition) -> dict[str, Any]:
    """The same as it was recorded before documents named a method."""
    old = {name: value for name, value in copy.deepcopy(document).items() if name != "method"}
    old["results"] = write_outcome(look(found, rows, seed=FRAME.seed, method=FIRST_METHOD), found)
    return {**old, "sha256": own_digest(old)}


def twins() -> list[AgencyCard]:
    """A and B with the same index: where A has a point of C01, B has one more of C02."""
    first = agency_card("A")
    final = first.columns["final"]
    return [
        replace(first, code=code, columns={**first.columns, "final": {**final, **_told(final, one, two)}})
        for code, one, two in (("A", 1, 1), ("B", 0, 2))
    ]


def _told(final: Mapping[str, Entry], one: int, two: int) -> dict[str, Entry]:
    points = {"C01": Fraction(one), "C02": Fraction(two)}
    return {code: replace(final[code], points=value, reason="council") for code, value in points.items()}


def test_what_was_recorded_before_is_computed_again_the_way_it_was() -> None:
    found, rows = edition("C01"), twins()
    new = build(edition=found, agencies=rows, frame=FRAME)
    old = recorded(new, rows, found)
    assert recompute(new) == recompute(old) == []
    # Whoever takes the one for the other is found out, be the hash fresh or not.
    assert old["results"] != new["results"]
    swapped = {**old, "method": METHOD}
    assert recompute({**swapped, "sha256": own_digest(swapped)})
    in_blocks = built(**BLOCKS)
    before = recorded(in_blocks, agencies(**BLOCKS), edition())
    assert recompute(before) == [] and "blocks" not in before["results"]


@pytest.mark.parametrize("method", [0, METHOD + 1, "2", True, None])
def test_a_method_that_this_release_does_not_know_is_said_and_not_guessed(method: Any) -> None:
    changed = {**built("C01"), "method": method}
    (found,) = recompute({**changed, "sha256": own_digest(changed)})
    assert (found.computed, found.stored.split()[0]) == ("a snapshot", "UnknownMethod")


def test_places_within_a_block_are_those_of_its_members_alone() -> None:
    held = built(**BLOCKS)["results"]["blocks"]
    assert set(held) == {"with_dossiers", "without_dossiers"}
    for block, rows in held.items():
        alone = build(
            edition=edition(),
            agencies=[row for row in agencies(**BLOCKS) if row.block == block],
            frame=FRAME,
        )["results"]
        assert rows["groups"] == alone["groups"]
        for code, row in rows["agencies"].items():
            assert row == {name: alone["agencies"][code][name] for name in row}
