"""Cards whose head never signs: the round goes on without their self-assessment."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.notifications.api import Message
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent
from motcua.reform.results.gathering import gather
from motcua.reform.season.api import cards
from motcua.reform.season.deviations import read_deviations
from motcua.reform.season.queries import due_day, edition_of
from motcua.reform.season.services.appraisal import agree_with_rest, give_opinion, name_appraiser
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.services.submission import give_back, go_on_without
from motcua.reform.season.tests.conftest import NOW

LATE = NOW + timedelta(days=20)
WHY = "Hết hạn, đã đôn đốc hai lần"


@pytest.fixture
def late(manager):
    return {**manager, "now": LATE}


@pytest.fixture
def unsigned(duo, fill, manager, card):
    """SXD has signed, SKHCN has drafted and never signs."""
    freeze(season=duo, by=None, now=NOW)
    advance(season=duo, **manager)
    for code in ("SKHCN", "SXD"):
        fill(card(code))
    duo.scorecards.filter(agency__code="SXD").update(state="submitted", submitted_at=NOW)
    return card("SKHCN")


@pytest.fixture
def passed(unsigned, late, card):
    go_on_without(scorecard=unsigned, reason=WHY, **late)
    return card("SKHCN")


def test_before_the_last_day_is_over_the_agency_has_its_time(unsigned, manager):
    due_on = due_day(unsigned.season, "self_assessment")
    with pytest.raises(SeasonRefused, match="not_late"):
        go_on_without(scorecard=unsigned, reason=WHY, **{**manager, "now": NOW + (due_on - NOW.date())})


def test_a_reason_is_wanted_and_kept(unsigned, late):
    with pytest.raises(SeasonRefused, match="reason_missing"):
        go_on_without(scorecard=unsigned, reason=" ", **late)
    for _time in range(2):
        card = go_on_without(scorecard=unsigned, reason=WHY, **late)
    assert (card.state, card.passed_reason, card.passed_by.username) == ("unassessed", WHY, "quanly.cchc")
    assert AuditEvent.objects.filter(action="scorecard.passed").count() == 1


def test_the_agency_is_told_with_the_reason_once(passed, late, user):
    go_on_without(scorecard=passed, reason=WHY, **late)
    found = Message.objects.filter(subject_id=passed.uuid)
    assert user("cv.vp").pk in set(found.values_list("recipient_id", flat=True))
    assert found.filter(recipient_id=user("giamdoc").pk).count() == 1
    assert all(WHY in message.body for message in found)


@pytest.mark.parametrize("username", ["cv.vp", "giamdoc", "thamdinh", "kiemtra", "hoidong"])
def test_only_the_standing_body_goes_on(unsigned, acting, username):
    with pytest.raises(PermissionDenied):
        go_on_without(scorecard=unsigned, reason=WHY, **{**acting(username), "now": LATE})


def test_a_signed_card_is_not_passed_over(unsigned, late, card):
    with pytest.raises(SeasonRefused, match="submitted"):
        go_on_without(scorecard=card("SXD"), reason=WHY, **late)


def test_the_round_moves_on_and_the_column_stays_empty(passed, late):
    season = advance(season=passed.season, **late)
    assert season.state == "appraisal"
    assert "2.1" not in cards(season, "self")["SKHCN"].scores
    columns = {agency.code: agency.columns for agency in gather(season)}
    assert "self" not in columns["SKHCN"]
    assert "self" in columns["SXD"]


def test_appraisers_agree_with_the_computed_points_and_judge_the_rest(passed, late, acting, user, manager):
    for area in edition_of(passed.season).areas:
        for order, username in ((1, "thamdinh"), (2, "thamdinh2")):
            name_appraiser(season=passed.season, area=area.code, order=order, user=user(username), **manager)
    season = advance(season=passed.season, **late)
    assert agree_with_rest(scorecard=passed, area="1", **acting("thamdinh")) == 2
    assert agree_with_rest(scorecard=passed, area="1", **acting("thamdinh2")) == 2
    assert cards(season, "appraised")["SKHCN"].scores["1.2"] == Fraction(9, 5)
    with pytest.raises(SeasonRefused, match="nothing_to_accept"):
        give_opinion(scorecard=passed, code="2.1", claim=None, **acting("thamdinh"))


def test_deviations_name_the_card_without_figures(passed, late):
    inflations, deviations = read_deviations(advance(season=passed.season, **late))
    assert [(agency.code, row is None) for agency, row in inflations] == [("SKHCN", True), ("SXD", False)]
    assert {row.agency.code for row in deviations} <= {"SXD"}


def test_opened_again_the_agency_can_still_sign(passed, late, card):
    give_back(scorecard=passed, reason="bổ nhiệm mới", **late)
    assert card("SKHCN").is_draft
    go_on_without(scorecard=passed, reason=WHY, **late)
    season = advance(season=passed.season, **late)
    reopen(season=season, reason="mở lại", **late)
    assert card("SKHCN").is_draft
    assert cards(season, "self")["SKHCN"].scores["2.1"] == Fraction(3, 2)


def test_the_page_asks_for_a_reason_and_shows_nothing_of_the_draft(unsigned, client, user, card):
    address = reverse("season:pass_over", args=[unsigned.uuid])
    with clock.at(LATE):
        client.force_login(user("quanly.cchc"))
        assert address in client.get(reverse("season:season", args=[2022])).content.decode()
        assert "theo hồ sơ" not in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": WHY}).status_code == 302
        answer = client.get(reverse("season:card", args=[unsigned.uuid]))
        assert WHY in answer.content.decode()
        assert "—" in [row["value"] for row in answer.context["totals"]]
        criterion = client.get(reverse("season:criterion", args=[unsigned.uuid, "2.1"])).content.decode()
        assert "theo hồ sơ" not in criterion
        client.force_login(user("cv.vp"))
        assert WHY in client.get(reverse("season:card", args=[unsigned.uuid])).content.decode()
        assert client.get(address).status_code == 403


def test_before_the_last_day_the_page_refuses_in_words(unsigned, client, user):
    with clock.at(NOW):
        client.force_login(user("quanly.cchc"))
        address = reverse("season:pass_over", args=[unsigned.uuid])
        assert client.post(address, {"reason": WHY}).status_code == 422
