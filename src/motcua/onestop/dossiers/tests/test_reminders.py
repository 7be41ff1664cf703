"""The reminder before a supplement's term ends: once, in time, and only where somebody still waits."""

from datetime import timedelta

import pytest

from motcua.notifications.api import Message
from motcua.onestop.dossiers.models import SupplementRequest
from motcua.onestop.dossiers.reminders import is_due, remind_due
from motcua.onestop.dossiers.services.pauses import answer_supplement, request_supplement
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.tests.conftest import NOW
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar.api import calendar_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(received):
    request_supplement(
        dossier_id=received.pk,
        items=["Bản vẽ phòng X-quang"],
        reason="Thiếu bản vẽ",
        staff=life.staff("chuyenvien"),
        now=NOW,
    )
    return SupplementRequest.objects.get(dossier=received)


def before_the_end(asked, working_days):
    """The moment, at the hour of the request, with so many working days left."""
    calendar, moment = calendar_for("VN"), asked.answer_by
    last = calendar.local(asked.answer_by).date()
    while calendar.count_working_days(calendar.local(moment).date(), last) < working_days:
        moment -= timedelta(days=1)
    return moment


def reminders():
    return Message.objects.filter(template="supplement_reminder")


def test_nobody_is_reminded_too_early(asked):
    assert remind_due(now=before_the_end(asked, 4)) == 0
    assert not reminders().exists()


def test_three_working_days_before_the_end_the_applicant_is_reminded_on_every_channel(asked):
    assert remind_due(now=before_the_end(asked, 3)) == 1
    assert {message.channel for message in reminders()} >= {"in_app", "email"}
    assert "Thiếu bản vẽ" in reminders().get(channel="email").body
    assert AuditEvent.objects.filter(action="dossier.supplement_reminded").count() == 1


def test_it_comes_once(asked):
    for working_days in (3, 2, 1):
        remind_due(now=before_the_end(asked, working_days))
    assert reminders().filter(channel="email").count() == 1


def test_who_has_answered_is_left_alone(asked):
    answer_supplement(
        dossier_id=asked.dossier_id, note="Đã bổ sung", actor=asked.dossier.submitted_by, now=NOW
    )
    assert remind_due(now=before_the_end(asked, 1)) == 0


def test_after_the_end_there_is_nothing_to_remind_of(asked):
    assert remind_due(now=asked.answer_by + timedelta(minutes=1)) == 0


def test_a_whole_working_day_more_is_not_due(asked):
    assert is_due(asked, now=before_the_end(asked, 3))
    assert not is_due(asked, now=before_the_end(asked, 4))
