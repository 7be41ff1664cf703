"""The standing body is rated too: for its own card the chair of the council acts in its managers' place."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.identity.api import agency_by_code
from motcua.notifications.models import Message
from motcua.platform import clock
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.corrections import Decision, correct_score
from motcua.reform.season.services.council import set_council
from motcua.reform.season.services.entries import add_entry
from motcua.reform.season.services.extras import extra_codes, set_extra
from motcua.reform.season.services.owing import owed_for
from motcua.reform.season.services.submission import go_on_without
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


def test_the_chair_is_reminded_of_it(appeal, user):
    owed = owed_for("answer", appeal.scorecard.season, due_on=NOW.date(), now=NOW)
    assert {person.username for one in owed for person in one.people} == {"hoidong"}


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


def test_published_points_of_the_standing_body_are_corrected_by_the_chair(own, acting):
    said = {"scorecard": at(own, "published"), "code": "2.1", "points": Fraction(1), "reason": "tính nhầm"}
    decision = Decision(number="12/QĐ-UBND")
    with pytest.raises(PermissionDenied):
        correct_score(**said, decision=decision, **acting("quanly.cchc"))
    assert correct_score(**said, decision=decision, **acting("hoidong")).before == Fraction(1, 2)


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
