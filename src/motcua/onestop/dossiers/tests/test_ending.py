"""How a dossier ends: taken back, stopped, promised anew once, finished, handed over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motcua.identity.api import Role
from motcua.onestop.dossiers.models import Channel, DeliveryTrack, Dossier, State
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.ending import finish, hand_over, stop, withdraw
from motcua.onestop.dossiers.services.extending import extend
from motcua.onestop.dossiers.services.pauses import request_payment, request_supplement
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.results.models import IssuedDocument, Signature
from motcua.platform.audit.api import list_events
from motcua.platform.calendar.api import calendar_for
from motcua.postal.api import DeliveryState, list_deliveries, record_carrier_event
from motcua.postal.api import hand_over as give_to_the_post

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def take_back(dossier, citizen):
    return withdraw(dossier_id=dossier.pk, reason="Không còn nhu cầu", actor=citizen, now=LATER)


def promise(dossier, days=7, now=LATER, reason="Chờ kết quả đo"):
    return extend(
        dossier_id=dossier.pk,
        reason=reason,
        new_day=timezone.localdate(dossier.original_due_at) + timedelta(days=days),
        staff=life.staff("giamdoc"),
        now=now,
    )


def finished(dossier):
    with transaction.atomic():
        locked = lock_dossier(dossier.pk)
        return finish(dossier=locked, actor=life.user("vanthu"), role="clerk", now=LATER)


def signed_decision(dossier):
    document = IssuedDocument.objects.create(
        dossier=dossier,
        kind="result",
        state="signed",
        template="licence",
        verification_code="TEST-TEST-TEST",
        created_at=LATER,
        updated_at=LATER,
    )
    Signature.objects.create(
        document=document,
        order=1,
        kind="person",
        signer=life.user("giamdoc"),
        signer_name="Giám đốc",
        key_name="user:giamdoc",
        signed_at=LATER,
        sha256_after="0" * 64,
    )


def kinds(dossier):
    return list(IssuedDocument.objects.filter(dossier=dossier).values_list("kind", flat=True))


def test_a_submission_is_taken_back_before_receipt_without_a_form(submitted, citizen):
    assert take_back(submitted, citizen).state == State.WITHDRAWN
    assert kinds(submitted) == []


def test_a_received_dossier_taken_back_leaves_every_desk_and_makes_form_05(received, citizen):
    dossier = take_back(received, citizen)
    assert (dossier.state, dossier.finished_at) == (State.WITHDRAWN, LATER)
    assert not WorkItem.objects.filter(dossier=dossier, state="open").exists()
    assert "05" in kinds(dossier)
    assert take_back(received, citizen).state == State.WITHDRAWN
    assert dossier.events.filter(kind="withdrawn").count() == 1


def test_once_a_decision_is_signed_nothing_is_taken_back(received, citizen, signed_in_as):
    signed_decision(received)
    with pytest.raises(TransitionRefused) as refused:
        take_back(received, citizen)
    assert refused.value.code == "decision_exists"
    client = signed_in_as(citizen)
    url = reverse("portal:withdraw", args=[received.uuid])
    page = client.post(url, {"reason": "x"}, follow=True).content.decode()
    assert "Quyết định đã được ký" in page or "đã được ký" in page
    received.refresh_from_db()
    assert received.state == State.RECEIVED


def test_once_a_decision_is_signed_the_dossier_is_neither_stopped_nor_paused_nor_given_a_new_date(received):
    signed_decision(received)
    Dossier.objects.filter(pk=received.pk).update(money_state="due")
    head, specialist = life.staff("truongphong"), life.staff("chuyenvien")
    attempts = (
        lambda: stop(dossier_id=received.pk, reason="x", staff=head, now=LATER),
        lambda: request_supplement(
            dossier_id=received.pk, items=["x"], reason="y", staff=specialist, now=LATER
        ),
        lambda: request_payment(dossier_id=received.pk, staff=specialist, now=LATER),
        lambda: promise(received),
    )
    for attempt in attempts:
        with pytest.raises(TransitionRefused) as refused:
            attempt()
        assert refused.value.code == "decision_signed"
    received.refresh_from_db()
    assert (received.state, received.due_at) == (State.RECEIVED, received.original_due_at)


def test_a_signed_draft_that_was_sent_back_hinders_nothing(received):
    signed_decision(received)
    IssuedDocument.objects.filter(dossier=received).update(state="replaced")
    stopped = stop(dossier_id=received.pk, reason="x", staff=life.staff("truongphong"), now=LATER)
    assert stopped.state == State.STOPPED


def test_a_stranger_takes_nothing_back(received, stranger):
    with pytest.raises(Dossier.DoesNotExist):
        take_back(received, stranger)


def test_an_open_pause_ends_with_the_dossier(received, citizen):
    request_supplement(
        dossier_id=received.pk, items=["x"], reason="y", staff=life.staff("chuyenvien"), now=NOW
    )
    assert not take_back(received, citizen).pauses.filter(ended_at__isnull=True).exists()


def test_a_stop_needs_a_reason_and_makes_form_05(received):
    head = life.staff("truongphong")
    with pytest.raises(TransitionRefused) as refused:
        stop(dossier_id=received.pk, reason="", staff=head, now=LATER)
    assert refused.value.code == "reason_missing"
    dossier = stop(dossier_id=received.pk, reason="Quá hạn bổ sung", staff=head, now=LATER)
    assert dossier.state == State.STOPPED
    assert kinds(dossier).count("05") == 1
    stop(dossier_id=received.pk, reason="Quá hạn bổ sung", staff=head, now=LATER)
    with pytest.raises(TransitionRefused) as refused:
        stop(dossier_id=received.pk, reason="Lần nữa", staff=head, now=LATER)
    assert refused.value.code == "stopped_before"
    assert "Quá hạn bổ sung" in refusal_text(refused.value)
    assert kinds(dossier).count("05") == 1
    with pytest.raises(PermissionDenied):
        stop(dossier_id=received.pk, reason="x", staff=life.staff("chuyenvien"), now=LATER)


def test_a_new_date_is_promised_once_and_the_first_date_stays_beside_it(received):
    extension = promise(received)
    received.refresh_from_db()
    assert received.due_at == extension.new_due_at > received.original_due_at
    assert extension.old_due_at == received.original_due_at
    assert "04" in kinds(received)
    with pytest.raises(TransitionRefused) as refused:
        promise(received, days=9)
    assert refused.value.code == "extension_once"


def first_day_off(dossier):
    """Days from the promised date to the next day on which the office is closed."""
    due, office = timezone.localdate(dossier.original_due_at), calendar_for(dossier.agency.calendar)
    return next(n for n in range(1, 8) if not office.is_working_day(due + timedelta(days=n)))


def test_a_new_date_may_be_as_far_off_as_the_limit_of_the_procedure_and_no_farther(received):
    office = calendar_for(received.agency.calendar)
    due = timezone.localdate(received.original_due_at)
    # The limit of this procedure is counted in calendar days.
    last = office.working_day_from(due + timedelta(days=received.version.committed_limit))
    with pytest.raises(TransitionRefused) as refused:
        promise(received, days=(last - due).days + 1)
    assert refused.value.code == "too_far"
    assert f"{last:%d/%m/%Y}" in refusal_text(refused.value)
    extension = promise(received, days=(last - due).days)
    assert extension.new_due_at == office.closing_from(last)


def test_an_apology_on_the_working_day_before_the_promised_date_is_in_time(received):
    due = timezone.localdate(received.original_due_at)
    before = calendar_for(received.agency.calendar).add_working_days(due, -1)
    promise(received, days=7, now=received.original_due_at - (due - before))


def test_while_the_clock_stands_still_no_new_date_is_promised(received):
    request_supplement(
        dossier_id=received.pk, items=["x"], reason="y", staff=life.staff("chuyenvien"), now=NOW
    )
    with pytest.raises(TransitionRefused) as refused:
        promise(received)
    assert refused.value.code == "clock_stands_still"


def test_a_new_date_must_be_later_and_promised_in_time_with_a_reason(received):
    for arguments, code in (
        ({"days": 0}, "not_later"),
        ({"days": 60}, "too_far"),
        ({"days": -1}, "not_later"),
        ({"days": first_day_off(received)}, "not_a_working_day"),
        ({"now": received.original_due_at - timedelta(hours=8)}, "too_late_to_apologise"),
        ({"now": received.original_due_at + timedelta(seconds=1)}, "too_late_to_extend"),
        ({"reason": " "}, "reason_missing"),
    ):
        with pytest.raises(TransitionRefused) as refused:
            promise(received, **arguments)
        assert refused.value.code == code
    received.refresh_from_db()
    assert received.due_at == received.original_due_at


def test_a_finished_dossier_is_handed_over_once(received):
    Dossier.objects.filter(pk=received.pk).update(return_channel=Channel.COUNTER)
    assert finished(received).delivery_state == DeliveryTrack.READY
    first, again = (
        taken_at_the_counter(received, by="Trần Thị Lan", now=now)
        for now in (LATER, LATER + timedelta(days=1))
    )
    with pytest.raises(TransitionRefused) as refused:
        taken_at_the_counter(received, by="Người khác")
    assert refused.value.code == "returned_to_another"
    assert "Trần Thị Lan" in refusal_text(refused.value)
    assert first.state == again.state == State.RETURNED
    assert again.returned_at == LATER
    [event] = received.events.filter(kind="returned")
    assert event.data == {"via": "counter", "received_by": "Trần Thị Lan"}


def to_be_posted(dossier, **result):
    answers = {**dossier.form_data, "result": {"channel": "post", **result}}
    Dossier.objects.filter(pk=dossier.pk).update(return_channel=Channel.POST, form_data=answers)
    finished(dossier)
    [delivery] = list_deliveries(subject_id=dossier.uuid)
    return delivery


def test_a_result_to_be_posted_is_given_to_the_post_when_it_is_ready(received):
    delivery = to_be_posted(received)
    assert (delivery.recipient_name, delivery.phone) == (received.applicant_name, received.contact_phone)


def test_the_post_goes_to_the_person_whom_the_applicant_named(received):
    delivery = to_be_posted(received, recipient="Lò Thị Mai", phone="0900000789")
    assert (delivery.recipient_name, delivery.phone) == ("Lò Thị Mai", "0900000789")


def taken_at_the_counter(dossier, by="Lò Thị Mai", now=LATER):
    officer, locked = life.user("tiepnhan"), lock_dossier(dossier.pk)
    return hand_over(dossier=locked, received_by=by, actor=officer, role=Role.RECEIVER, now=now)


def test_a_booked_result_taken_at_the_counter_is_no_longer_booked(received):
    delivery = to_be_posted(received)
    assert taken_at_the_counter(received).state == State.RETURNED
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.CANCELLED


def test_a_result_that_the_carrier_has_is_not_handed_over_at_the_counter(received):
    delivery = to_be_posted(received)
    give_to_the_post(delivery_id=delivery.pk, now=LATER)
    with pytest.raises(TransitionRefused) as refused:
        taken_at_the_counter(received)
    assert refused.value.code == "with_the_post"
    record_carrier_event(
        delivery_id=delivery.pk, carrier_event_id="back", state="returned", at=LATER, now=LATER
    )
    assert taken_at_the_counter(received).state == State.RETURNED


def test_what_has_ended_stays_ended(received, citizen):
    take_back(received, citizen)
    head = life.staff("truongphong")
    refusals = (
        lambda: stop(dossier_id=received.pk, reason="x", staff=head, now=LATER),
        lambda: finished(received),
        lambda: taken_at_the_counter(received),
        lambda: promise(received),
        lambda: life.receive_at_counter(received),
        lambda: request_supplement(dossier_id=received.pk, items=["x"], reason="y", staff=head, now=LATER),
    )
    for attempt in refusals:
        with pytest.raises(TransitionRefused):
            attempt()
    received.refresh_from_db()
    assert received.state == State.WITHDRAWN
    actions = [e.action for e in list_events(object_type="dossier", object_id=received.uuid)]
    assert actions == ["dossier.submitted", "dossier.received", "dossier.withdrawn"]
