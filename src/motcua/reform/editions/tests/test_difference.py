"""Two editions side by side: everything that may differ is there once, and the counts are those of the bridge."""

import copy
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from motcua.reform.editions import services
from motcua.reform.editions.api import IndexEdition
from motcua.reform.editions.difference import Part, parts_of
from motcua.reform.editions.tests.conftest import NOW
from motcua.reform.rules.bridge import Fate, compare
from motcua.reform.rules.edition import Edition, read_edition


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """Another edition in which one thing of each sort is not what it was."""
    other = copy.deepcopy(document)
    other["settings"] |= {
        "tolerance": "0.5",
        "missing": "zero",
        "precision": 3,
        "tie_breakers": ["3"],
        "noise": "0.1",
    }
    other["settings"]["bands"][0]["from"] = "92"
    other["settings"]["disqualifiers"] = []
    other["bonuses"][0]["cap"] = "2"
    del other["penalties"][1]
    first, second, *_rest = other["areas"][0]["criteria"]
    first["code"], second["points"] = "9.9", "3"
    return other


def parts(old: dict[str, Any], new: dict[str, Any]) -> tuple[Edition, Edition, dict[str, Part]]:
    before, after = read_edition(old), read_edition(new)
    with translation.override("en"):
        return before, after, {part.title: part for part in parts_of(before, after)}


def test_settings_classes_and_tolerances_stand_side_by_side(document: dict[str, Any]) -> None:
    _old, _new, found = parts(document, changed(document))
    with translation.override("en"):
        lines = {line.name: (line.before, line.after) for line in found["How it counts"].changed}
    assert lines.keys() == {
        "Not applicable",
        "Classes",
        "Facts that lower the class",
        "Decimals shown",
        "Self-assessment may differ without a note by",
        "Equal indexes are parted by",
        "Weight noise of the possible ranks",
    }
    assert lines["Self-assessment may differ without a note by"] == ("0.25 points", "0.5 points")
    assert lines["Weight noise of the possible ranks"] == ("±25 %, 10,000 draws", "±10 %, 10,000 draws")
    assert lines["Not applicable"] == ("taken out of points and maximum", "no points")


def test_bonus_penalty_and_the_totals_of_areas_stand_side_by_side(document: dict[str, Any]) -> None:
    old, new, found = parts(document, changed(document))
    fates = {line.name: line.fate for line in found["Bonus and penalty"].lines}
    assert fates == {"B1": Fate.CHANGED, "B2": Fate.SAME, "P1": Fate.SAME, "P2": Fate.DROPPED}
    areas = found["Areas and their points"]
    assert len(areas.changed) == 2
    assert areas.changed[0].before.startswith(f"{old.areas[0].points} points")
    assert (areas.lines[-1].name, areas.lines[-1].before) == ("Together", "100")
    assert areas.lines[-1].after == str(new.points)


def test_what_the_page_counts_is_what_the_bridge_says(document: dict[str, Any]) -> None:
    old, new, found = parts(document, changed(document))
    links = compare(old, new)
    assert Counter(line.fate for line in found["Criteria"].lines) == Counter(link.fate for link in links)
    assert [line.fate for line in found["Criteria"].changed] == [
        link.fate for link in links if link.fate is not Fate.SAME
    ]
    assert {fate: count for fate, _tone, count in found["Criteria"].counts} == {
        "giữ nguyên": 58,
        "thay đổi": 1,
        "mới": 1,
        "bỏ": 1,
    }


def test_an_edition_and_itself_differ_in_nothing(document: dict[str, Any]) -> None:
    _old, _new, found = parts(document, document)
    assert not [part.title for part in found.values() if part.changed]


@pytest.mark.django_db
def test_the_page_of_an_edition_has_an_index_and_sections_that_close(
    sign_in: Callable[[str], Client], draft: IndexEdition
) -> None:
    text = sign_in("cv.vp").get(reverse("editions:edition", args=[draft.uuid])).text
    areas = [area["code"] for area in draft.document["areas"]]
    for code in areas:
        assert f'<a href="#area-{code}">' in text
        assert f'<details class="mc-fold" id="area-{code}" open>' in text
    assert text.count("<tbody>") == len(areas)


@pytest.mark.django_db
def test_the_page_shows_everything_or_only_what_changed(
    sign_in: Callable[[str], Client], draft: IndexEdition, document: dict[str, Any]
) -> None:
    other = services.start_draft(document=changed(document), actor=None, now=NOW)
    address = reverse("editions:difference", args=[other.uuid, draft.uuid])
    client = sign_in("cv.vp")
    everything, only = client.get(address), client.get(address, {"thay-doi": "1"})
    kept, moved = '<th scope="row">1.3 ', '<th scope="row">9.9 '
    assert kept in everything.text
    assert kept not in only.text
    assert moved in only.text
    assert 'href="?thay-doi=1"' in everything.text
