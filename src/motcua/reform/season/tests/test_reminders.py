"""Who is reminded of which last day, once for each stage."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from motcua.identity.api import User
from motcua.notifications.api import Message
from motcua.reform.rules.season import stage_reached
from motcua.reform.season.appraisal_models import Appeal, Appraiser, CouncilMember
from motcua.reform.season.models import SeasonReminder
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.council import cast_vote, set_council
from motcua.reform.season.services.entries import add_entry
from motcua.reform.season.services.moves import advance
from motcua.reform.season.services.reminders import remind
from motcua.reform.season.services.supplements import ask_supplement
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, appealing, judge  # noqa: F401

TODAY = timezone.localdate(NOW)


class EveryDay:
    def add_working_days(self, day, amount):
        return day + timedelta(days=amount)

    def working_day_from(self, day):
        return day


@pytest.mark.parametrize(
    ("days", "stage"), [(-6, None), (-5, -5), (-2, -5), (-1, -1), (0, -1), (1, 1), (30, 1)]
)
def test_the_newest_stage_reached_counts(days, stage):
    due_on = date(2023, 1, 16)
    today = due_on + timedelta(days=days)
    assert stage_reached([-5, -1, 1], due_on=due_on, today=today, calendar=EveryDay()) == stage


def told(since=0):
    """Who was told what since a number of messages, by user name."""
    rows = Message.objects.order_by("pk")[since:]
    names = dict(User.objects.values_list("pk", "username"))
    return {(names[row.recipient_id], row.subject) for row in rows}


def names(since=0):
    return {name for name, _text in told(since)}


@pytest.fixture
def ends():
    """Say when a step ends: today unless told otherwise."""

    def ends(season, step, days=0):
        season.dates.filter(step=step).update(due_on=TODAY + timedelta(days=days))

    return ends


def test_agencies_that_have_not_signed_hear_before_and_after(duo, manager, card, ends):
    advance(season=duo, **manager)
    duo.scorecards.filter(agency__code="SXD").update(state="submitted", submitted_at=NOW)
    ends(duo, "self_assessment", 1)
    assert remind(now=NOW) > 0
    assert {"cv.vp", "giamdoc"} <= names()
    assert not names() & {"cchc.sxd", "quanly.cchc", "thamdinh"}
    assert remind(now=NOW) == 0
    before = Message.objects.count()
    assert remind(now=NOW + timedelta(days=5)) > 0
    assert any("trễ" in text or "quá hạn" in text.lower() for _name, text in told(before)), told(before)


def test_a_missed_run_is_made_up_for_with_the_stage_reached_then(duo, manager, ends):
    advance(season=duo, **manager)
    ends(duo, "self_assessment")
    remind(now=NOW)
    row = SeasonReminder.objects.get()
    assert (row.after_working_days, row.recipients > 0) == (-1, True)


def test_a_moved_last_day_is_reminded_of_anew(duo, manager, ends):
    advance(season=duo, **manager)
    ends(duo, "self_assessment")
    remind(now=NOW)
    ends(duo, "self_assessment", 1)
    assert remind(now=NOW) > 0


def test_appraisers_hear_only_while_criteria_wait_for_them(appraising, acting, ends):
    ends(appraising, "appraisal")
    assert remind(now=NOW) == 1
    assert names() == {"thamdinh"}
    assert "117" in next(iter(told()))[1] or any(char.isdigit() for char in next(iter(told()))[1])
    judge(appraising, acting, code="2.1", first=LESS)
    ends(appraising, "appraisal", 1)
    before = Message.objects.count()
    remind(now=NOW)
    assert names(before) == {"thamdinh"}


def test_the_second_appraiser_hears_of_what_the_first_has_judged(appraising, acting, card, ends):
    from motcua.reform.season.services.appraisal import give_opinion

    give_opinion(scorecard=card("SKHCN"), code="2.1", claim=None, **acting("thamdinh"))
    ends(appraising, "appraisal")
    remind(now=NOW)
    assert names() == {"thamdinh", "thamdinh2"}


def test_managers_hear_where_nobody_may_appraise(appraising, ends):
    Appraiser.objects.filter(area="2", order=1).delete()
    ends(appraising, "appraisal")
    remind(now=NOW)
    assert names() == {"thamdinh", "quanly.cchc", "tp.cchc"}


def test_what_is_with_the_agency_waits_for_the_agency(appraising, acting, card, ends):
    until = TODAY + timedelta(days=1)
    ends(appraising, "appraisal", 30)
    ask_supplement(scorecard=card("SKHCN"), code="2.1", reason="x", until=until, **acting("thamdinh"))
    before = Message.objects.count()
    remind(now=NOW)
    assert {"cv.vp", "giamdoc"} <= names(before)
    assert "thamdinh" not in names(before)


def test_agencies_with_less_than_they_gave_themselves_hear_of_the_window(appealing, acting, card, ends):  # noqa: F811
    ends(appealing, "appeal")
    ends(appealing, "answer", 30)
    before = Message.objects.count()
    remind(now=NOW)
    assert {"cv.vp", "giamdoc"} <= names(before)
    assert "cchc.sxd" not in names(before)
    file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **acting("cv.vp"))
    ends(appealing, "appeal", 1)
    assert remind(now=NOW) == 0


def test_after_the_window_nobody_is_late_with_an_appeal(appealing, ends):  # noqa: F811
    ends(appealing, "appeal", -1)
    ends(appealing, "answer", 30)
    assert remind(now=NOW) == 0


def test_managers_hear_of_appeals_without_an_answer(appealing, acting, card, manager, ends):  # noqa: F811
    file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **acting("cv.vp"))
    ends(appealing, "appeal", 30)
    ends(appealing, "answer", -3)
    before = Message.objects.count()
    remind(now=NOW)
    assert names(before) == {"quanly.cchc", "tp.cchc"}
    answer_appeal(
        appeal=Appeal.objects.get(), answer="rejected", text="không", claim=None, to_council=False, **manager
    )
    ends(appealing, "answer", -4)
    assert remind(now=NOW) == 0


def test_members_hear_while_their_vote_is_missing_and_then_the_chair(appealing, manager, user, staff, ends):  # noqa: F811
    later = {**manager, "now": datetime(2023, 1, 13, 3, tzinfo=NOW.tzinfo)}
    season = advance(season=appealing, **later)
    members = [user("hoidong"), user("hoidong2")]
    set_council(season=season, present=members, absent=[user("gd.stp")], chair=user("hoidong"), **later)
    ends(season, "council", 9)
    before = Message.objects.count()
    remind(now=later["now"])
    assert names(before) == {"hoidong", "hoidong2"}
    motion = season.scorecards.get(agency__code="SKHCN").motions.get()
    for name, choice in (("hoidong", "first"), ("hoidong2", "second")):
        cast_vote(motion=motion, choice=choice, staff=staff(name), by=user(name), now=later["now"])
    ends(season, "council", 10)
    before = Message.objects.count()
    remind(now=later["now"])
    assert names(before) == {"hoidong"}


def test_without_anybody_present_the_managers_hear(appealing, manager, ends):  # noqa: F811
    later = {**manager, "now": datetime(2023, 1, 13, 3, tzinfo=NOW.tzinfo)}
    season = advance(season=appealing, **later)
    assert not CouncilMember.objects.exists()
    ends(season, "council", 9)
    before = Message.objects.count()
    remind(now=later["now"])
    assert names(before) == {"quanly.cchc", "tp.cchc"}


def test_finished_rounds_remind_nobody(duo, ends):
    ends(duo, "publication")
    duo.state = "published"
    duo.snapshot_uuid = duo.uuid
    duo.save()
    assert remind(now=NOW) == 0


def test_reminding_does_not_grow_with_the_agencies(appraising, ends, card, django_assert_max_num_queries):
    ends(appraising, "appraisal")
    for code in ("SKHCN", "SXD"):
        add_entry(
            card=card(code),
            code="2.1",
            column="appraised",
            points=Fraction(1),
            inputs={},
            reason="",
            by=None,
            now=NOW,
        )
    with django_assert_max_num_queries(45):
        remind(now=NOW)
