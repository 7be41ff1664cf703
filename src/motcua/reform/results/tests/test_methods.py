"""The pages say by which methods ranks and intervals were made, with the numbers of the result itself."""

import pytest
from django.urls import reverse
from django.utils import translation

from motcua.reform.results.methods import methods_of
from motcua.reform.results.reading import Reading, reading_of
from motcua.reform.results.services import publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.rules.edition import read_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(season, staff, seal):
    return reading_of(publish_season(season=season, staff=staff("quanly.cchc"), now=NOW))


def test_every_kind_of_trial_in_the_result_is_named_with_its_numbers(reading):
    with translation.override("en"):
        weights, without, missing, surveys = methods_of(reading).ranks
    seed = reading.document["seed"]
    assert (
        f"from 0.75 to 1.25 (±25 %), the same for all agencies, 60 times with the seed {seed}; 5 %" in weights
    )
    assert "each of the 12 criteria" in without
    assert "is left out; it is also looked at as: full points; no points." in missing
    assert "mean of the factors; it is also looked at by: mean score; all answers pooled." in surveys
    assert {trial["kind"] for trial in reading.document["results"]["trials"]} == {
        "full",
        "without",
        "missing",
        "survey_method",
    }


def test_another_noise_and_another_policy_change_the_words(reading):
    settings = {**reading.edition.document["settings"], "noise": "0.1", "draws": 500, "missing": "zero"}
    edition = read_edition({**reading.edition.document, "settings": {**settings, "tie_breakers": ["C09"]}})
    other = Reading(edition=edition, agencies=reading.agencies, document=reading.document)
    with translation.override("en"):
        found = methods_of(other)
    assert "from 0.9 to 1.1 (±10 %), the same for all agencies, 500 times" in found.ranks[0]
    assert "is no points" in found.ranks[2]
    assert "Equal indexes are parted by: C09" in found.showing


@pytest.mark.parametrize(
    ("parts", "words"),
    [([], "Chỉ số bằng nhau thì cùng hạng."), (["C09"], "Chỉ số bằng nhau thì phân hạng theo: C09")],
)
def test_what_is_done_with_equal_indexes_is_said_in_vietnamese(reading, parts, words):
    settings = {**reading.edition.document["settings"], "tie_breakers": parts}
    edition = read_edition({**reading.edition.document, "settings": settings})
    other = Reading(edition=edition, agencies=reading.agencies, document=reading.document)
    assert words in methods_of(other).showing


def test_a_provisional_standing_says_how_often_it_drew(reading):
    assert "40 lần" in methods_of(reading, most_draws=40).ranks[0]
    assert "60 lần" in methods_of(reading, most_draws=2000).ranks[0]


def test_the_public_page_and_the_board_say_the_same(client, user, reading):
    public = client.get(reverse("reform_index_year", args=[2026])).content.decode()
    client.force_login(user("quanly.cchc"))
    board = client.get(reverse("results:season", args=[2026])).content.decode()
    for words in ("±25 %", "0,75 đến 1,25", "không áp dụng", "60 lần"):
        assert words in public
        assert words in board
