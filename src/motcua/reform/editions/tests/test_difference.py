"""Two editions side by side: everything that may differ is there once, and the counts are those of the bridge."""

import copy
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from motcua.platform.ui.preferences import LANGUAGE_COOKIE
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


def test_title_decision_and_who_decides_the_points_stand_side_by_side(document: dict[str, Any]) -> None:
    other = copy.deepcopy(document)
    other["title_en"], other["areas"][0]["appraiser"] = "Reform index, revised", "VP"
    with translation.override("en"):
        parts = parts_of(read_edition(document), read_edition(other), decisions=("", "12/QĐ-UBND"))
    assert {line.name: line.after for line in parts[0].changed} == {
        "Title": "Reform index, revised",
        "Decision": "12/QĐ-UBND",
    }
    (area,) = parts[2].changed
    assert (area.before.endswith("decided by: SNV"), area.after.endswith("decided by: VP")) == (True, True)


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


def leaf(document: dict[str, Any], code: str) -> dict[str, Any]:
    rows = (row for area in document["areas"] for row in area["criteria"])
    return next(row for rows in rows for row in rows.get("components", [rows]) if row["code"] == code)


def differing(document: dict[str, Any], code: str, language: str = "en", **changes: Any) -> dict[str, Any]:
    """The details of one criterion between a document and a copy in which these fields are others."""
    other = copy.deepcopy(document)
    leaf(other, code).update(changes)
    before, after = read_edition(document), read_edition(other)
    with translation.override(language):
        criteria = parts_of(before, after)[-1]
        line = next(line for line in criteria.lines if line.name.startswith(f"{code} "))
        return {detail.label: detail.note or (detail.before, detail.after) for detail in line.details}


def test_a_changed_bound_is_told_in_the_sentences_of_the_criterion_page_and_nothing_else(
    document: dict[str, Any],
) -> None:
    rule = leaf(document, "1.1")["rule"] | {"grace_days": 10}
    assert differing(document, "1.1", rule=rule) == {
        "Rule": (
            ("0.5 points up to 15 days later; then none.",),
            ("0.5 points up to 10 days later; then none.",),
        )
    }
    assert differing(document, "1.1", "vi", rule=rule)["Quy tắc"][0] == (
        "Chậm không quá 15 ngày: 0,5 điểm; sau đó: 0 điểm.",
    )


def test_what_nothing_to_count_is_worth_is_told_in_words(document: dict[str, Any]) -> None:
    rule = leaf(document, "1.2")["rule"] | {"zero_denominator": "full"}
    found = differing(document, "1.2", rule=rule)["Rule"]
    assert found == (
        ("Not applicable when there is nothing to count.",),
        ("Full points when there is nothing to count.",),
    )


def test_figures_agencies_and_evidence_are_told_without_keys_of_the_file(document: dict[str, Any]) -> None:
    found = differing(
        document, "1.2", inputs={"num": "plan.tasks_done"}, blocks=["vertical"], evidence=["decision"]
    )
    assert found["Where the figures come from"][1] == ("Out of: entered by hand, with evidence",)
    assert found["Agencies it applies to"] == (
        ("all agencies",),
        ("Agencies of the central government",),
    )
    assert found["Evidence asked for"][1] == ("decision: number and date",)
    assert not {key for key in ("plan.tasks", "den'", "vertical", "metric") if key in str(found)}


def test_a_name_that_differs_only_in_the_other_language_is_shown_in_that(document: dict[str, Any]) -> None:
    found = differing(document, "1.1", "vi", name_en="Another name")
    assert found == {"Tên (bản tiếng Anh)": ((leaf(document, "1.1")["name_en"],), ("Another name",))}


def test_what_only_the_file_writes_otherwise_is_not_passed_over(document: dict[str, Any]) -> None:
    rows = leaf(document, "1.3")["rule"]["items"]
    renamed = leaf(document, "1.3")["rule"] | {"items": [{**rows[0], "key": "other_key"}, *rows[1:]]}
    found = differing(document, "1.3", rule=renamed, examples=[], inputs={})
    assert found["Rule"].startswith("Said in the same words")
    assert "other_key" not in str(found)
    assert differing(document, "1.1", mode="confirmed")["Other entries of the file"]


def test_an_area_that_is_renamed_only_in_english_is_a_change_for_readers_of_vietnamese(
    document: dict[str, Any],
) -> None:
    other = copy.deepcopy(document)
    other["areas"][0]["name_en"] = "Leading the reform"
    with translation.override("vi"):
        areas = parts_of(read_edition(document), read_edition(other))[2]
    assert [line.fate for line in areas.changed] == [Fate.CHANGED]
    assert "Leading the reform" in areas.changed[0].after


def test_a_new_and_a_dropped_criterion_are_told_whole(document: dict[str, Any]) -> None:
    _old, _new, found = parts(document, changed(document))
    lines = {line.fate: line for line in found["Criteria"].changed}
    assert not any(detail.before for detail in lines[Fate.NEW].details)
    assert not any(detail.after for detail in lines[Fate.DROPPED].details)
    assert "Rule" in {detail.label for detail in lines[Fate.NEW].details}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_no_key_of_the_file_and_costs_the_same_however_many_differ(
    sign_in: Callable[[str], Client],
    draft: IndexEdition,
    document: dict[str, Any],
    language: str,
    django_assert_max_num_queries: Any,
) -> None:
    for area in document["areas"]:
        for criterion in area["criteria"]:
            criterion["inputs"] = {}
            criterion["points"] = "9"
    other = services.start_draft(document=document, actor=None, now=NOW)
    client = sign_in("cv.vp")
    address = reverse("editions:difference", args=[other.uuid, draft.uuid])
    client.get(address)
    client.cookies[LANGUAGE_COOKIE] = language
    with django_assert_max_num_queries(10):
        text = client.get(address).text
    assert {"vi": "Quy tắc", "en": "Rule"}[language] in text
    keys = re.findall(r"zero_denominator|grace_days|\b(?:num|den|bands|items|floor) ?[=:]|dvc\.\w+", text)
    assert not keys
