from copy import deepcopy
from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.notifications.api import Message
from motcua.reform.editions.services import publish, start_draft
from motcua.reform.season.api import cards, compute_season, get_season
from motcua.reform.season.deviations import read_deviations, signed
from motcua.reform.season.services.assessment import list_gaps
from motcua.reform.season.services.entries import SeasonRefused, add_entry
from motcua.reform.season.services.minutes import draft_minutes
from motcua.reform.season.services.moves import advance
from motcua.reform.season.services.reminders import remind
from motcua.reform.season.services.switching import switch_edition
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def newer(season, monkeypatch):
    """The same set with 2.1 changed and 2.2 dropped in favour of 2.9."""
    # The rooms of these tests offer some indicators only.
    monkeypatch.setattr("motcua.reform.editions.queries.list_indicators", list)
    document = deepcopy(season.edition.document)
    for area in document["areas"]:
        for row in area["criteria"]:
            if row["code"] == "2.1":
                row["rule"]["zero_denominator"] = "full"
                row["examples"] = [
                    {**one, "points": row["points"] if one["points"] is None else one["points"]}
                    for one in row["examples"]
                ]
            if row["code"] == "2.2":
                row["code"] = "2.9"
    draft = start_draft(document=document, actor=None, now=NOW)
    return publish(edition=draft, decision="1/QĐ-UBND", takes_over=True, actor=None, now=NOW)


@pytest.fixture
def assessed(season, manager, fill, card):
    compute_season(season=season, now=NOW)
    advance(season=season, **manager)
    fill(card("SKHCN"))
    return season


def test_what_stayed_the_same_keeps_its_points_and_the_rest_waits(assessed, newer, manager, card):
    counts = switch_edition(season=assessed, edition=newer, reason="ban hành lại", **manager)
    assert (counts["changed"], counts["new"], counts["dropped"]) == (1, 1, 1)
    scores = cards(get_season(assessed.uuid), "self")["SKHCN"].scores
    assert scores["2.3"] == 1
    assert "2.1" not in scores
    assert {gap.code for gap in list_gaps(card("SKHCN"))} == {"2.1", "2.9"}
    assert card("SKHCN").entries.filter(code="2.1").exists()


def test_the_same_change_again_changes_nothing(assessed, newer, manager):
    switch_edition(season=assessed, edition=newer, reason="x", **manager)
    again = switch_edition(season=get_season(assessed.uuid), edition=newer, reason="x", **manager)
    assert again == {}


def test_a_change_wants_a_reason_and_ends_with_the_appraisal(appraising, newer, manager):
    with pytest.raises(SeasonRefused, match="wrong_state"):
        switch_edition(season=appraising, edition=newer, reason="x", **manager)


def test_agencies_are_reminded_once_a_day_and_not_after_signing(assessed, card):
    assessed.dates.filter(step="self_assessment").update(due_on=NOW.date())
    late = NOW.replace(day=6)
    mine = card("SKHCN")
    mine.state, mine.submitted_at = "submitted", NOW
    mine.save()
    first = remind(now=late)
    assert first > 0
    assert remind(now=late) == 0
    assert not Message.objects.filter(subject_id=mine.uuid).exists()


def test_inflation_is_own_minus_recognised(duo, fill, card):
    mine = card("SKHCN")
    fill(mine)
    mine.state, mine.submitted_at = "submitted", NOW
    mine.save()
    add_entry(
        card=mine, code="2.1", column="appraised", points=Fraction(1), inputs={}, reason="", by=None, now=NOW
    )
    inflations, deviations = read_deviations(duo)
    assert [(agency.code, row.points, row.maximum) for agency, row in inflations] == [
        ("SKHCN", Fraction(1, 2), Fraction(3, 2))
    ]
    assert [row.criterion.code for row in deviations] == ["2.1"]


def test_the_statistic_of_inflation_has_two_decimals_on_the_page_in_lists_and_in_exports(
    duo, fill, card, client, user
):
    mine = card("SKHCN")
    fill(mine)
    mine.state, mine.submitted_at = "submitted", NOW
    mine.save()
    points = Fraction(4, 3)
    add_entry(
        card=mine, code="2.1", column="appraised", points=points, inputs={}, reason="", by=None, now=NOW
    )
    client.force_login(user("quanly.cchc"))
    address = reverse("season:deviations", args=[duo.year])
    page = client.get(address)
    (row,) = page.context["inflations"]
    assert (row["own"], row["recognised"], row["points"], row["percent"]) == (
        "1,50",
        "1,33",
        "+0,17",
        "+11,11 %",
    )
    assert ">1,33<" in page.content.decode() and ">1,50<" in page.content.decode()
    exported = b"".join(client.get(address, {"_export": "csv"}).streaming_content).decode()
    assert ",1.50,1.33," in exported
    assert [signed(Fraction(-1, 8)), signed(Fraction(0)), signed(Fraction(-1, 1000))] == [
        "−0,13",
        "0,00",
        "0,00",
    ]


def test_minutes_wait_for_the_session(season, manager):
    with pytest.raises(SeasonRefused, match="wrong_state"):
        draft_minutes(season=season, **manager)
    season.state = "council"
    season.save()
    paper = draft_minutes(season=season, **manager)
    assert draft_minutes(season=season, **manager).pk == paper.pk


def test_managers_are_told_of_a_newer_version_until_the_round_goes_by_it(
    assessed, newer, manager, client, user
):
    def page():
        return client.get(reverse("season:season", args=[assessed.year])).content.decode()

    difference = reverse("editions:difference", args=[newer.uuid, assessed.edition.uuid])
    client.force_login(user("cv.vp"))
    assert difference not in page()
    client.force_login(user("quanly.cchc"))
    assert difference in page()
    switch_edition(season=assessed, edition=newer, reason="x", **manager)
    assert difference not in page()
