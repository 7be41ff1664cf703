"""What keeps an edition from being published, and that the worked editions may be."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from motcua.reform import editions
from motcua.reform.rules.edition import EditionRefused, read_edition
from motcua.reform.rules.publication import list_problems

FOLDER = Path(editions.__file__).parent / "data"
FILES = sorted(path.name for path in FOLDER.glob("ls-so-*.json"))
Change = Callable[[dict[str, Any]], object]


def document(name: str = "ls-so-2022.json") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def leaf(edition: dict[str, Any], kind: str) -> dict[str, Any]:
    """The first criterion or component with a rule of this kind."""
    for area in edition["areas"]:
        for row in area["criteria"]:
            for item in row.get("components", [row]):
                if item["rule"]["kind"] == kind:
                    return item
    raise KeyError(kind)


def disqualifier(edition: dict[str, Any]) -> dict[str, Any]:
    return dict(edition["settings"]["disqualifiers"][0])


def problems(change: Change) -> set[str]:
    edition = copy.deepcopy(document())
    change(edition)
    return {problem.code for problem in list_problems(read_edition(edition))}


@pytest.mark.parametrize(
    "rule",
    [{"due": "01-31", "grace_days": 10**12}, {"due": "9999-12-31", "grace_days": 1}, {"due": "0001-01-01"}],
)
def test_days_that_cannot_be_reckoned_are_no_rule(rule: dict[str, Any]) -> None:
    edition = document()
    leaf(edition, "DATE")["rule"].update(rule)
    with pytest.raises(EditionRefused, match="rule_not_a"):
        read_edition(edition)


@pytest.mark.parametrize("year", [0, -2026, 99999])
def test_a_year_that_no_calendar_has_is_no_edition(year: int) -> None:
    with pytest.raises(EditionRefused, match="year_outside"):
        read_edition(document() | {"year": year})


@pytest.mark.parametrize("name", FILES)
def test_the_sixty_criteria_of_the_house_may_be_published(name: str) -> None:
    edition = read_edition(document(name))
    assert list_problems(edition) == []
    assert (len(edition.criteria), edition.points) == (60, 100)


def test_points_that_do_not_sum_to_a_hundred_stop_it() -> None:
    assert "points_do_not_sum_to_100" in problems(lambda edition: leaf(edition, "BOOL").update(points="50"))


def test_an_example_that_fails_stops_it() -> None:
    def wrong(edition: dict[str, Any]) -> None:
        leaf(edition, "STEP")["examples"][0]["points"] = "0.123"

    assert "example_fails" in problems(wrong)


def test_a_bound_that_no_example_stands_on_is_ambiguous() -> None:
    def unshown(edition: dict[str, Any]) -> None:
        row = leaf(edition, "STEP")
        row["examples"] = row["examples"][:1]

    assert "boundary_without_example" in problems(unshown)


def test_bands_that_overlap_are_ambiguous() -> None:
    def overlapping(edition: dict[str, Any]) -> None:
        bands = leaf(edition, "STEP")["rule"]["bands"]
        bands.append(dict(bands[-1]))

    assert {"bands_overlap", "lower_band_gives_no_less"} <= problems(overlapping)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda edition: leaf(edition, "BOOL").update(examples=[]), "no_example"),
        (lambda edition: leaf(edition, "BOOL").update(inputs={"other": "plan.x"}), "input_of_no_rule"),
        (lambda edition: edition["settings"].update(precision=9), "precision_outside_0_to_4"),
        (lambda edition: edition["settings"].update(noise="1"), "noise_outside_0_to_1"),
        (lambda edition: edition["settings"].update(tolerance="-1"), "negative_tolerance"),
        (lambda edition: edition["settings"].update(tie_breakers=["9.9.9"]), "unknown_tie_breaker"),
        (lambda edition: edition["settings"].update(survey_method="guess"), "unknown_survey_method"),
        (lambda edition: edition["settings"].update(draws=0), "draws_outside"),
        (lambda edition: edition["settings"].update(draws=10**9), "draws_outside"),
        (lambda edition: edition["settings"].update(minimum_answers=-1), "minimum_answers_outside"),
        (lambda edition: edition["settings"]["disqualifiers"][0].update(drops=-3), "drops_not_positive"),
        (lambda edition: edition["settings"]["disqualifiers"].append(disqualifier(edition)), "code_twice"),
        (lambda edition: leaf(edition, "BOOL").update(blocks=["with_dosiers"]), "unknown_block"),
        (lambda edition: leaf(edition, "BOOL").update(inputs={"done": "index.rank"}), "unknown_indicator"),
        (lambda edition: edition.update(bridge={"77.1": "1.1"}), "bridge_from_unknown"),
        (lambda edition: edition.update(bridge={"1.1": "1.2"}), "bridge_twice"),
        (lambda edition: leaf(edition, "DATE")["examples"].pop(0), "boundary_without_example"),
        (lambda edition: leaf(edition, "DATE")["examples"].pop(3), "boundary_without_example"),
        (lambda edition: edition["settings"]["bands"].pop(), "bands_do_not_cover_0_to_100"),
        (lambda edition: edition["bonuses"][0].update(each="9", cap="1"), "extra_outside_its_cap"),
        (lambda edition: leaf(edition, "BOOL").update(code=leaf(edition, "STEP")["code"]), "code_twice"),
    ],
)
def test_whatever_could_be_read_two_ways_stops_it(change: Change, code: str) -> None:
    assert code in problems(change)
