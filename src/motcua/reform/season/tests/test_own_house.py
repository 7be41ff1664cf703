"""The standing body is rated too: for its own card the chair of the council acts in its managers' place."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from motcua.identity.api import agency_by_code
from motcua.identity.models import RoleGrant
from motcua.notifications.models import Message
from motcua.platform import clock
from motcua.reform.season.appraisal_models import CouncilMember
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.people import deciders
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.corrections import Decision, correct_score
from motcua.reform.season.services.council import set_council
from motcua.reform.season.services.entries import add_entry
from motcua.reform.season.services.extras import extra_codes, set_extra
from motcua.reform.season.services.owing import owed_for
from motcua.reform.season.services.submission import give_back, go_on_without
from motcua.reform.season.tests.conftest import NOW


@pytest.fixture
def own(duo, manager, user):
    """The standing body's card in a round with a council, one criterion recognised."""
    card = Scorecard.objects.create(season=duo, agency=agency_by_code("SNV"), block="with_dossiers")
    seats = [user("hoidong"), user("hoidong2")]
    set_council(season=duo, present=seats, absent=[], chair=seats[0], **manager)
    add_entry(
        card=card,
        code="2.1",
        column="appraised",
        points=Fraction(1, 2),
        inputs={},
        reason="",
        by=None,
        now=NOW,
    )
    return card


@pytest.fixture
def told(user):
    def told(username):
        return Message.objects.filter(recipient=user(username), template="reform_news").count()

    return told


def at(card, state):
    Scorecard.objects.filter(pk=card.pk).update(state="submitted", submitted_at=NOW)
    Season.objects.filter(pk=card.season_id).update(state=state, snapshot_uuid=card.uuid)
    card.refresh_from_db()
    card.season.refresh_from_db()
    return card


@pytest.fixture
def appeal(own, acting):
    asked = {"text": "có tài liệu", "asked_points": Fraction(1)}
    return file_appeal(scorecard=at(own, "appeal"), code="2.1", **asked, **acting("gd.snv"))


def test_the_chair_hears_of_an_appeal_of_the_standing_body_and_answers_it(appeal, acting, user):
    assert Message.objects.filter(recipient=user("hoidong"), template="reform_news").exists()
    assert not Message.objects.filter(recipient=user("quanly.cchc"), template="reform_news").exists()
    said = {"appeal": appeal, "answer": "rejected", "text": "không đủ", "claim": None}
    for username in ("quanly.cchc", "hoidong2"):
        with pytest.raises(PermissionDenied):
            answer_appeal(**said, **acting(username))
    assert answer_appeal(**said, **acting("hoidong")).answer == "rejected"


def owed(season):
    found = owed_for("answer", season, due_on=NOW.date(), now=NOW)
    return {person.username: str(one.news()) for one in found for person in one.people}


def test_the_chair_is_reminded_of_it_and_of_no_other(appeal, card, acting):
    season = appeal.scorecard.season
    Scorecard.objects.filter(agency__code="SXD").update(state="submitted", submitted_at=NOW)
    other = card("SXD")
    put = {"column": "appraised", "points": Fraction(1, 2), "inputs": {}, "reason": "", "by": None}
    add_entry(card=other, code="2.1", now=NOW, **put)
    file_appeal(scorecard=other, code="2.1", text="x", asked_points=None, **acting("cchc.sxd"))
    with translation.override("en"):
        found = owed(season)
    assert found["hoidong"] == found["quanly.cchc"] == "1 appeal waits for an answer"


def test_without_an_able_chair_members_of_the_peoples_committee_act(appeal, user):
    season = appeal.scorecard.season
    season.council.update(is_chair=False)
    CouncilMember.objects.create(
        season=season, user=user("gd.snv"), agency=season.standing_body, is_chair=True
    )
    acting = {one.username for one in deciders(season, season.standing_body_id, on=NOW.date())}
    assert acting
    assert "gd.snv" not in acting
    assert acting == set(owed(season))


def test_where_nobody_may_answer_the_managers_hear_it(appeal):
    season = appeal.scorecard.season
    season.council.all().delete()
    RoleGrant.objects.filter(role="reform_council").delete()
    assert "quanly.cchc" in owed(season)


def test_the_chair_answers_on_the_page_and_only_that(appeal, client, user):
    url = reverse("season:appeals", args=[2022])
    with clock.at(NOW):
        for username, status, offered in (
            ("hoidong", 200, True),
            ("quanly.cchc", 200, False),
            ("hoidong2", 403, False),
        ):
            client.force_login(user(username))
            response = client.get(url)
            assert response.status_code == status
            assert (reverse("season:answer", args=[appeal.uuid]) in response.content.decode()) is offered


def test_bonus_points_of_the_standing_body_are_set_by_the_chair(own, acting):
    code = next(iter(extra_codes(edition_of(own.season))))
    said = {"scorecard": at(own, "council"), "code": code, "cases": 1, "reason": "có giải"}
    with pytest.raises(PermissionDenied):
        set_extra(**said, **acting("quanly.cchc"))
    assert set_extra(**said, **acting("hoidong")).cases == 1


def test_the_chair_sets_nothing_for_other_agencies(own, acting, card):
    at(own, "council")
    code = next(iter(extra_codes(edition_of(own.season))))
    with pytest.raises(PermissionDenied):
        set_extra(scorecard=card("SXD"), code=code, cases=1, reason="x", **acting("hoidong"))


def test_published_points_of_the_standing_body_are_corrected_by_the_chair(own, acting, told):
    said = {"scorecard": at(own, "published"), "code": "2.1", "points": Fraction(1), "reason": "tính nhầm"}
    decision = Decision(number="12/QĐ-UBND")
    with pytest.raises(PermissionDenied):
        correct_score(**said, decision=decision, **acting("quanly.cchc"))
    before = told("quanly.cchc")
    assert correct_score(**said, decision=decision, **acting("hoidong")).before == Fraction(1, 2)
    assert told("quanly.cchc") == before + 1


def test_the_standing_body_that_never_signs_stops_nobody(own, acting, client, user):
    Season.objects.update(state="open")
    late = {"now": NOW + timedelta(days=30)}
    with pytest.raises(PermissionDenied):
        go_on_without(scorecard=own, reason="quá hạn", **acting("quanly.cchc") | late)
    with clock.at(late["now"]):
        client.force_login(user("hoidong"))
        page = client.get(reverse("season:season", args=[2022])).content.decode()
        assert reverse("season:pass_over", args=[own.uuid]) in page
        client.post(reverse("season:pass_over", args=[own.uuid]), {"reason": "quá hạn"})
    own.refresh_from_db()
    assert own.is_unassessed
    with pytest.raises(PermissionDenied):
        give_back(scorecard=own, reason="chưa xong", **acting("quanly.cchc") | late)
