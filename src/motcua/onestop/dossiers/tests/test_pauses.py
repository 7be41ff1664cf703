"""The clock stands still and goes on."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.onestop.dossiers.models import Dossier, MoneyState, State
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.ending import withdraw
from motcua.onestop.dossiers.services.pauses import (
    answer_supplement,
    attach_supplement,
    record_payment,
    request_payment,
    request_supplement,
)
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import pdf
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.results.models import IssuedDocument
from motcua.onestop.results.slips import slip_for
from motcua.platform.calendar.api import calendar_for
from motcua.platform.files.api import FileRefused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7)


def ask(dossier, now=NOW, **more):
    return request_supplement(
        dossier_id=dossier.pk,
        items=["Bản vẽ phòng X-quang"],
        reason="Thiếu bản vẽ",
        staff=life.staff("chuyenvien"),
        now=now,
        **more,
    )


def answer(dossier, citizen, now=LATER):
    return answer_supplement(dossier_id=dossier.pk, note="Đã bổ sung", actor=citizen, now=now)


@pytest.mark.parametrize(("after_pause", "starts_anew"), [("restart", True), ("subtract", False)])
def test_the_policy_of_the_version_says_whether_the_clock_starts_anew(
    submitted, citizen, after_pause, starts_anew
):
    ProcedureVersion.objects.filter(pk=submitted.version_id).update(after_pause=after_pause)
    received = life.receive_at_counter(submitted)
    office = calendar_for(received.agency.calendar)
    asked = office.add_office_time(NOW, timedelta(hours=40))
    ask(received, now=asked)
    answered = office.add_office_time(asked, timedelta(hours=24))
    dossier = answer(received, citizen, now=answered)
    whole = office.office_time(NOW, received.original_due_at)
    left = office.office_time(answered, dossier.due_at)
    assert (left >= whole - timedelta(hours=16)) is starts_anew
    assert dossier.due_at > received.original_due_at


def test_the_open_step_is_not_late_because_the_applicant_took_time(submitted, citizen):
    received = life.receive_at_counter(submitted)
    office = calendar_for(received.agency.calendar)
    item = WorkItem.objects.get(dossier=received, state="open")
    ask(received, now=item.opened_at)
    answered = office.add_office_time(item.target_at, timedelta(hours=24))
    answer(received, citizen, now=answered)
    whole = office.office_time(item.opened_at, item.target_at)
    item.refresh_from_db()
    assert office.office_time(answered, item.target_at) == whole > timedelta(0)


def test_a_supplement_request_stops_the_clock_and_makes_form_02(received):
    request = ask(received)
    received.refresh_from_db()
    assert (received.state, received.due_at) == (State.SUPPLEMENT, None)
    assert request.answer_by > NOW
    assert received.pauses.filter(ended_at__isnull=True).count() == 1
    assert IssuedDocument.objects.filter(dossier=received, kind="02").count() == 1


def test_the_explanation_names_form_02_by_the_number_printed_on_it(received, citizen):
    ask(received)
    answer(received, citizen)
    ask(received, now=LATER, override_ground="Quy định mới có hiệu lực")
    documents = IssuedDocument.objects.filter(dossier=received, kind="02").order_by("ordinal")
    printed = [slip_for(document).number for document in documents]
    assert [pause.ground for pause in received.pauses.order_by("started_at")] == printed
    running = received.code.split("-", 1)[1]
    assert printed == [f"{running}/PBS-SKHCN", f"{running}.2/PBS-SKHCN"]


def test_an_answer_lets_the_clock_go_on_at_the_day_the_rules_give(received, citizen):
    ask(received)
    dossier = answer(received, citizen)
    assert dossier.state == State.IN_PROCESS
    assert dossier.due_at > dossier.original_due_at
    assert dossier.original_due_at == received.original_due_at
    assert not dossier.pauses.filter(ended_at__isnull=True).exists()
    assert set(
        WorkItem.objects.filter(dossier=dossier, state="open").values_list("dossier_due_at", flat=True)
    ) == {dossier.due_at}


def test_an_answer_given_twice_is_refused_in_words(received, citizen):
    ask(received)
    answer(received, citizen)
    with pytest.raises(TransitionRefused) as refused:
        answer(received, citizen)
    assert refused.value.code == "not_in_this_state"


def test_a_second_request_needs_its_ground(received, citizen):
    ask(received)
    answer(received, citizen)
    with pytest.raises(TransitionRefused) as refused:
        ask(received, now=LATER)
    assert refused.value.code == "supplement_once"
    assert ask(received, now=LATER, override_ground="Quy định mới có hiệu lực").ordinal == 2


def test_a_stranger_cannot_answer_or_attach(received, stranger):
    ask(received)
    with pytest.raises(Dossier.DoesNotExist):
        answer(received, stranger)
    with pytest.raises(Dossier.DoesNotExist):
        attach_supplement(dossier_id=received.pk, content=pdf("x"), name="x.pdf", actor=stranger, now=LATER)
    received.refresh_from_db()
    assert received.state == State.SUPPLEMENT


def test_a_file_without_an_open_request_is_refused(received, citizen):
    with pytest.raises(TransitionRefused):
        attach_supplement(dossier_id=received.pk, content=pdf("x"), name="x.pdf", actor=citizen, now=LATER)
    assert received.attachments.count() == 3


def test_a_file_sent_again_in_answer_is_there_once(received, citizen):
    ask(received)
    first, again = (
        attach_supplement(dossier_id=received.pk, content=pdf(), name="a.pdf", actor=citizen, now=LATER)
        for __ in range(2)
    )
    assert first == again and received.attachments.filter(supplement__isnull=False).count() == 1


def test_a_file_for_a_dossier_that_ended_while_it_waited_is_refused(received, citizen):
    ask(received)
    withdraw(dossier_id=received.pk, reason="Thôi", actor=citizen, now=LATER)
    with pytest.raises(TransitionRefused) as refused:
        attach_supplement(dossier_id=received.pk, content=pdf(), name="a.pdf", actor=citizen, now=LATER)
    assert refused.value.code == "not_in_this_state"


def test_a_disguised_file_is_refused_and_the_note_typed_is_kept(received, citizen, signed_in_as):
    ask(received)
    client = signed_in_as(citizen)
    url = reverse("portal:supplement", args=[received.uuid])
    bad = SimpleUploadedFile("ban-ve.pdf", b"MZ" + b"\0" * 300)
    page = client.post(url, {"files": bad, "note": "Bản vẽ mới đây", "finish": "1"})
    assert page.status_code == 422
    assert "Bản vẽ mới đây" in page.content.decode()
    received.refresh_from_db()
    assert received.state == State.SUPPLEMENT
    with pytest.raises(FileRefused):
        attach_supplement(dossier_id=received.pk, content=b"", name="x.pdf", actor=citizen, now=LATER)


def test_a_supplement_through_the_page_reaches_the_office(received, citizen, signed_in_as):
    ask(received)
    client = signed_in_as(citizen)
    good = SimpleUploadedFile("ban-ve.pdf", pdf("bản vẽ"))
    url = reverse("portal:supplement", args=[received.uuid])
    assert client.post(url, {"files": good, "note": "Xin gửi", "finish": "1"}).status_code == 302
    received.refresh_from_db()
    assert received.state == State.IN_PROCESS
    assert received.attachments.filter(component_key="supplement").count() == 1


def test_an_answer_without_a_file_or_a_word_is_not_sent(received, citizen, signed_in_as):
    ask(received)
    client = signed_in_as(citizen)
    url = reverse("portal:supplement", args=[received.uuid])
    page = client.post(url, {"note": " ", "finish": "1"})
    assert page.status_code == 422
    assert 'href="#supplement-files"' in page.content.decode()
    received.refresh_from_db()
    assert received.state == State.SUPPLEMENT
    client.post(url, {"files": SimpleUploadedFile("ban-ve.pdf", pdf("bản vẽ")), "upload": "1"})
    assert client.post(url, {"finish": "1"}).status_code == 302, "what was uploaded before is an answer"


def test_the_clock_waits_for_the_fee_and_goes_on_when_it_is_paid_once(received):
    request_payment(dossier_id=received.pk, staff=life.staff("chuyenvien"), now=NOW)
    received.refresh_from_db()
    assert (received.state, received.due_at) == (State.PAYMENT, None)
    counter = life.staff("tiepnhan")
    paid = record_payment(dossier_id=received.pk, receipt_number="BL-7", staff=counter, now=LATER)
    assert (paid.state, paid.money_state) == (State.IN_PROCESS, MoneyState.PAID)
    assert paid.due_at > received.original_due_at
    record_payment(dossier_id=received.pk, receipt_number=" BL-7 ", staff=counter, now=LATER)
    with pytest.raises(TransitionRefused) as refused:
        record_payment(dossier_id=received.pk, receipt_number="BL-8", staff=counter, now=LATER)
    assert refused.value.code == "paid_before"
    assert "BL-7" in refusal_text(refused.value)
    receipts = [e.data.get("receipt") for e in received.events.filter(kind="payment_completed")]
    assert receipts == ["BL-7"]


def test_a_payment_without_receipt_number_is_refused(received):
    with pytest.raises(TransitionRefused) as refused:
        record_payment(dossier_id=received.pk, receipt_number=" ", staff=life.staff("tiepnhan"), now=NOW)
    assert refused.value.code == "receipt_missing"
