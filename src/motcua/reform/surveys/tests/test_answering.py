from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from motcua.platform.audit.api import AuditEvent
from motcua.reform.surveys.models import Ballot, InterviewReceipt, SurveyInvitation
from motcua.reform.surveys.services import answering, rounds
from motcua.reform.surveys.services.errors import AnswerRefused
from motcua.reform.surveys.tests import helpers as h
from motcua.reform.surveys.tokens import LENGTH, code_of, grouped, hash_of, normal

DAY = timedelta(days=1)


@pytest.fixture
def opened(province):
    return h.opened(number=15)


def interview(code, key=None, **changes):
    submission = answering.Submission(answers={"a1": "4"}, mode="interview", **changes)
    return answering.Interview(key=key or uuid4(), code=code, submission=submission)


def test_an_answer_is_kept_once_with_nothing_finer_than_its_day(opened):
    code = opened[1]["SKHCN"][0]
    h.answer(code.lower())
    ballot = Ballot.objects.get()
    assert (ballot.answers, ballot.day, ballot.flags) == ({"a1": "4", "overall": "5"}, h.TODAY, [])
    with pytest.raises(AnswerRefused, match="used"):
        h.answer(code)
    assert Ballot.objects.count() == 1


def test_no_column_leads_from_a_ballot_to_an_invitation(opened):
    h.answer(opened[1]["SKHCN"][0])
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name = 'reform_survey_ballot'"
        )
        columns = {row[0] for row in cursor.fetchall()}
    assert columns == {"id", "target_id", "stratum_id", "day", "mode", "answers", "flags"}
    assert Ballot.objects.get().pk.version == 4
    assert not AuditEvent.objects.filter(action__contains="answer").exists()


def test_only_a_hash_of_the_code_is_stored(opened):
    code = opened[1]["SKHCN"][0]
    row = SurveyInvitation.objects.get(token_hash=hash_of(code))
    assert len(code) == LENGTH and code_of(row.uuid) == code
    assert normal(grouped(code).lower()) == code
    assert normal("o1i-l ") == "0111"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({}, "empty"),
        ({"a1": ""}, "empty"),
        ({"zz": "1"}, "invalid"),
        ({"a1": "6"}, "invalid"),
        ({"a1": "A"}, "invalid"),
    ],
)
def test_answers_that_the_form_does_not_know_are_refused_and_the_code_stays_good(opened, answers, reason):
    code = opened[1]["SKHCN"][0]
    with pytest.raises(AnswerRefused, match=reason):
        answering.submit(code=code, submission=answering.Submission(answers=answers), now=h.NOW)
    h.answer(code)


def test_answers_come_inside_the_window_of_an_open_round(province):
    current = h.planned()
    code = h.cards(current, "SKHCN")[0]
    with pytest.raises(AnswerRefused, match="early"):
        h.answer(code)
    h.rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    for moment, reason in ((h.NOW - timedelta(days=2), "early"), (h.NOW + timedelta(days=60), "late")):
        with pytest.raises(AnswerRefused, match=reason):
            answering.find_invitation(code=code, now=moment)
    h.closed(current)
    with pytest.raises(AnswerRefused, match="late"):
        h.answer(code)
    with pytest.raises(AnswerRefused, match="unknown"):
        h.answer("7" * LENGTH)


def test_doubts_are_noted_and_nothing_that_raised_them_is_kept(opened):
    codes = opened[1]["SKHCN"]
    same = {f"p{at}": "5" for at in range(1, 6)} | {f"o{at}": "5" for at in range(1, 7)}
    h.answer(codes[0], same, seconds=3.0, device="10.0.0.1 firefox")
    h.answer(codes[1], device="10.0.0.1 firefox", seconds=60.0)
    flags = sorted(Ballot.objects.values_list("flags", flat=True))
    assert flags == [["same_device"], ["straight_line", "too_fast"]]


def test_a_burst_of_answers_is_flagged_from_the_eleventh_on(opened):
    for code in opened[1]["SKHCN"][:12]:
        h.answer(code)
    assert sum("burst" in flags for flags in Ballot.objects.values_list("flags", flat=True)) == 2


def test_an_interview_sent_again_gets_the_same_outcome_and_counts_once(opened):
    current, codes = opened
    target, staff, key = h.target_of(current, "SXD"), h.staff(h.SURVEYOR), uuid4()
    for _again in range(3):
        sent = interview(codes["SXD"][0], key)
        found = answering.submit_interview(target_id=target.pk, interview=sent, staff=staff, now=h.NOW)
        assert found == "accepted"
    assert (Ballot.objects.count(), InterviewReceipt.objects.count()) == (1, 1)
    other = interview(codes["SXD"][0])
    assert answering.submit_interview(target_id=target.pk, interview=other, staff=staff, now=h.NOW) == "used"


def asked(opened, *, on, now):
    interviewed = answering.Interview(
        key=uuid4(),
        code=opened[1]["SXD"][0],
        on=on,
        submission=answering.Submission(answers={"a1": "4"}, mode="interview"),
    )
    target = h.target_of(opened[0], "SXD")
    return answering.submit_interview(
        target_id=target.pk, interview=interviewed, staff=h.staff(h.SURVEYOR), now=now
    )


LAST = date(2026, 12, 31)
LATER = datetime(2027, 1, 2, 2, 0, tzinfo=UTC)


def test_what_was_asked_on_the_last_day_arrives_days_later(opened):
    assert asked(opened, on=LAST, now=LATER) == "accepted"
    assert Ballot.objects.get().day == LAST


@pytest.mark.parametrize("on", [None, LAST + DAY, date(2026, 11, 1)])
def test_what_was_not_asked_in_the_window_does_not(opened, on):
    assert asked(opened, on=on, now=LATER) == "late"


def test_a_tablet_may_send_for_some_days_and_not_once_the_round_is_closed(opened):
    assert asked(opened, on=LAST, now=LATER + 4 * DAY) == "late"
    rounds.close_round(round_id=opened[0].pk, staff=None, now=LATER)
    assert asked(opened, on=LAST, now=LATER) == "late"


@pytest.mark.parametrize("on", [h.TODAY + 3 * DAY, date(1970, 1, 1)])
def test_a_tablet_with_a_wrong_clock_counts_with_the_day_of_arrival(opened, on):
    assert asked(opened, on=on, now=h.NOW) == "accepted"
    assert Ballot.objects.get().day == h.TODAY


def test_an_interview_needs_a_code_of_its_agency(opened):
    current, codes = opened
    target, staff = h.target_of(current, "SXD"), h.staff(h.SURVEYOR)
    sent = interview(codes["SKHCN"][0])
    assert (
        answering.submit_interview(target_id=target.pk, interview=sent, staff=staff, now=h.NOW) == "unknown"
    )
    assert not Ballot.objects.exists()


def test_nobody_interviews_about_the_agency_they_work_in(opened):
    current, codes = opened
    own = h.target_of(current, "SKHCN")
    for username in (h.SURVEYOR, h.MANAGER):
        with pytest.raises(PermissionDenied):
            answering.submit_interview(
                target_id=own.pk, interview=interview(codes["SKHCN"][0]), staff=h.staff(username), now=h.NOW
            )


def test_a_code_answers_its_own_survey_alone(opened):
    other, codes = h.opened("leaders", agencies=("SKHCN",))
    (code,) = codes["SKHCN"]
    with pytest.raises(AnswerRefused, match="invalid"):
        h.answer(code, {"a1": "4"})
    asked = answering.Interview(
        key=uuid4(), code=code, submission=answering.Submission(answers={"overall": "4"}, mode="interview")
    )
    target = h.target_of(opened[0], "SXD")
    outcome = answering.submit_interview(
        target_id=target.pk, interview=asked, staff=h.staff(h.SURVEYOR), now=h.NOW
    )
    assert outcome == "unknown" and not Ballot.objects.exists()
    assert other.targets.get().invitations.get().state == "waiting"
