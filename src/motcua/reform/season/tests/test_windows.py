"""The days on which people reckon: kept, moved with notice, or given up by those who have them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.identity.api import User
from motcua.notifications.models import Message
from motcua.platform import clock
from motcua.platform.audit.api import AuditEvent
from motcua.reform.season.choices import Answer, State
from motcua.reform.season.declared import undeclared
from motcua.reform.season.models import Season
from motcua.reform.season.queries import due_day
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.dates import declare_no_appeal, set_date
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import appealing  # noqa: F401

TODAY = NOW.date()
PAPER = "45/KH-UBND ngày 04/01/2023"


@pytest.fixture
def declare(card, acting):
    def declare(now=NOW):
        for agency, officer in (("SKHCN", "cv.vp"), ("SXD", "cchc.sxd")):
            declare_no_appeal(scorecard=card(agency), **acting(officer) | {"now": now})

    return declare


@pytest.mark.parametrize(
    ("days", "source", "reason", "refused"),
    [
        (-1, PAPER, "x", "day_past"),
        (1, "", "x", "earlier_source"),
        (1, PAPER, " ", "earlier_reason"),
    ],
)
def test_a_running_step_is_not_cut(appealing, manager, days, source, reason, refused):  # noqa: F811
    before = due_day(appealing, "appeal")
    with pytest.raises(SeasonRefused, match=refused):
        set_date(
            season=appealing,
            step="appeal",
            due_on=TODAY + timedelta(days=days),
            source=source,
            reason=reason,
            **manager,
        )
    assert due_day(appealing, "appeal") == before


def test_a_step_ends_earlier_by_a_document_and_the_agencies_hear_of_it(appealing, manager):  # noqa: F811
    before, told = due_day(appealing, "appeal"), Message.objects.count()
    day = before - timedelta(days=1)
    set_date(season=appealing, step="appeal", due_on=day, source=PAPER, reason="họp sớm", **manager)
    event = AuditEvent.objects.filter(action="season.date_set").latest("id")
    assert (event.detail["before"], event.detail["due_on"]) == (before.isoformat(), day.isoformat())
    news = Message.objects.order_by("pk")[told:]
    names = dict(User.objects.values_list("pk", "username"))
    assert {"cv.vp", "giamdoc", "cchc.sxd"} <= {names[row.recipient_id] for row in news}


def test_a_step_to_come_moves_freely(appealing, manager):  # noqa: F811
    told = Message.objects.count()
    set_date(season=appealing, step="council", due_on=TODAY, source="", **manager)
    assert (due_day(appealing, "council"), Message.objects.count()) == (TODAY, told)


def test_the_council_need_not_wait_when_nobody_has_a_further_appeal(appealing, manager, declare):  # noqa: F811
    with pytest.raises(SeasonRefused, match="window_open"):
        advance(season=appealing, **manager)
    declare()
    assert Message.objects.filter(recipient__username="quanly.cchc", subject_id=appealing.uuid).exists()
    assert advance(season=appealing, **manager).state == State.COUNCIL


def test_an_appeal_after_all_takes_the_declaration_back(appealing, manager, declare, card, acting):  # noqa: F811
    declare()
    later = NOW + timedelta(hours=1)
    mine = acting("cv.vp") | {"now": later}
    row = file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **mine)
    answer_appeal(appeal=row, answer=Answer.REJECTED, text="x", claim=None, **manager | {"now": later})
    with pytest.raises(SeasonRefused, match="window_open"):
        advance(season=appealing, **manager)
    declare(now=later + timedelta(hours=1))
    assert advance(season=appealing, **manager).state == State.COUNCIL


def test_new_results_want_a_new_declaration(appealing, manager, declare):  # noqa: F811
    declare()
    reopen(season=appealing, reason="x", **manager)
    advance(season=appealing, **manager)
    assert undeclared(appealing).count() == 2


def test_only_the_agency_itself_declares(appealing, card, acting):  # noqa: F811
    for username in ("cchc.sxd", "chuyenvien", "quanly.cchc", "kiemtra"):
        with pytest.raises(PermissionDenied):
            declare_no_appeal(scorecard=card("SKHCN"), **acting(username))


def test_the_pages_offer_it_and_keep_a_refused_day(appealing, card, client, user):  # noqa: F811
    with clock.at(NOW):
        client.force_login(user("cv.vp"))
        page = reverse("season:card", args=[card("SKHCN").uuid])
        action = reverse("season:no_appeal", args=[card("SKHCN").uuid])
        assert action in client.get(page).content.decode()
        client.post(action)
        shown = client.get(page).content.decode()
        assert action not in shown and "không còn kiến nghị" in shown
        client.force_login(user("quanly.cchc"))
        typed = {"due_on-day": "5", "due_on-month": "1", "due_on-year": "2023", "reason": "họp sớm"}
        answer = client.post(reverse("season:date", args=[2022, "appeal"]), typed)
    assert answer.status_code == 422 and "họp sớm" in answer.content.decode()


def test_declarations_are_asked_again_when_the_council_gives_the_round_back(
    appealing,  # noqa: F811
    declare,
    manager,
):
    declare()
    Season.objects.filter(pk=appealing.pk).update(state="council")
    later = manager | {"now": NOW + timedelta(days=40)}
    reopen(season=appealing, reason="có tài liệu mới", **later)
    assert undeclared(appealing).count() == 2
    assert due_day(appealing, "appeal") > later["now"].date()
