"""At the counter: received with a number, or refused with a reason."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.onestop.dossiers.models import State
from motcua.onestop.dossiers.services.reception import refuse
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.audit.api import list_events
from motcua.platform.numbering.api import close_period

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def forms_of(dossier):
    return list(IssuedDocument.objects.filter(dossier=dossier).values_list("kind", flat=True))


def test_a_received_dossier_has_its_code_its_date_its_first_step_and_form_01(submitted):
    dossier = life.receive_at_counter(submitted)
    assert dossier.state == State.RECEIVED
    assert dossier.code.endswith("-261120-0001")
    assert dossier.due_at == dossier.original_due_at > NOW
    assert WorkItem.objects.filter(dossier=dossier, state="open").count() == 1
    assert forms_of(dossier) == ["01"]
    assert [e.kind for e in dossier.events.order_by("sequence")] == ["submitted", "received"]


def test_received_twice_the_first_receipt_stands(received):
    again = life.receive_at_counter(received, now=NOW + timedelta(days=1))
    assert (again.code, again.received_at) == (received.code, NOW)
    assert forms_of(received) == ["01"]
    assert received.events.filter(kind="received").count() == 1


def test_numbers_of_a_day_run_without_gaps_and_begin_anew_the_next_day(citizen, xray):
    one, two, three = (life.submit(life.filled_draft(citizen, xray), citizen) for _ in range(3))
    assert life.receive_at_counter(one).code.endswith("-0001")
    assert life.receive_at_counter(two).code.endswith("-0002")
    tomorrow = NOW + timedelta(days=3)
    assert life.receive_at_counter(three, now=tomorrow).code.endswith("-261123-0001")


def test_the_day_of_the_code_is_the_local_day_and_not_that_of_greenwich(submitted):
    # 06:30 in the office is still the day before in UTC.
    early = datetime(2026, 12, 1, 6, 30, tzinfo=ZONE)
    assert "-261201-" in life.receive_at_counter(submitted, now=early).code


def test_the_last_second_of_the_year_belongs_to_the_old_year(draft, citizen):
    last = datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZONE)
    dossier = life.submit(draft, citizen, now=last)
    received = life.receive_at_counter(dossier, now=last)
    assert "-261231-" in received.code
    received.refresh_from_db()
    assert received.received_at == last
    assert received.due_at > last + timedelta(days=5)


def test_a_clock_that_went_backwards_between_filing_and_receipt_breaks_nothing(submitted):
    earlier = NOW - timedelta(hours=1)
    dossier = life.receive_at_counter(submitted, now=earlier)
    assert dossier.received_at == earlier
    assert [e.kind for e in dossier.events.order_by("sequence")] == ["submitted", "received"]


def test_a_closed_day_is_refused_in_words_and_the_submission_waits(submitted, signed_in_as):
    close_period(book=f"dossier:{submitted.agency.code}", period="2026-11-20", now=NOW)
    with pytest.raises(TransitionRefused) as refused:
        life.receive_at_counter(submitted)
    assert refused.value.code == "period_closed"
    client = signed_in_as(life.user("tiepnhan"))
    page = client.post(reverse("office:receive", args=[submitted.uuid]), follow=True)
    assert page.status_code == 200
    assert "2026-11-20" in page.content.decode()
    submitted.refresh_from_db()
    assert (submitted.state, submitted.code) == (State.SUBMITTED, None)
    assert life.receive_at_counter(submitted, now=NOW + timedelta(days=3)).code


@pytest.mark.parametrize("username", ["chuyenvien", "truongphong", "vanthu", "cv.sxd", "congdan"])
def test_nobody_but_a_receiver_receives(submitted, username):
    with pytest.raises(PermissionDenied):
        life.receive_at_counter(submitted, username=username)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_a_refusal_needs_a_reason_and_leaves_form_03(submitted):
    with pytest.raises(TransitionRefused) as refused:
        refuse(dossier_id=submitted.pk, reason="  ", staff=life.staff("tiepnhan"), now=NOW)
    assert refused.value.code == "reason_missing"
    dossier = refuse(dossier_id=submitted.pk, reason="Sai cơ quan", staff=life.staff("tiepnhan"), now=NOW)
    assert dossier.state == State.REFUSED
    assert (dossier.code, dossier.due_at) == (None, None)
    assert forms_of(dossier) == ["03"]
    with pytest.raises(TransitionRefused):
        life.receive_at_counter(dossier)
    actions = [e.action for e in list_events(object_type="dossier", object_id=dossier.uuid)]
    assert actions == ["dossier.submitted", "dossier.refused"]
