"""What the applicant is told, in which words, on which channels, and what is no news."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from motcua.identity.api import Person, Representation, User
from motcua.notifications.api import Message
from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.handlers import tell_applicant
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.dossiers.services.pauses import answer_supplement, request_supplement
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.onestop.forms.tests.conftest import NOW
from motcua.platform.ui.preferences import LANGUAGE_COOKIE

pytestmark = pytest.mark.django_db


def tell(dossier):
    """Hand the newest fact to the handler, as the worker does; answers with what it wrote."""
    fact = DossierEvent.objects.filter(dossier=dossier).latest("sequence")
    known = set(Message.objects.values_list("pk", flat=True))
    event = DossierChanged(
        dossier_id=dossier.pk,
        sequence=fact.sequence,
        kind=fact.kind,
        state=fact.to_state,
        is_public=fact.is_public,
    )
    tell_applicant(event, now=NOW)
    return {message.channel: message for message in Message.objects.exclude(pk__in=known)}


def step(dossier, kind, holder="", **more):
    """The dossier moves on; ``holder`` is who has it afterwards."""
    locked = lock_dossier(dossier.pk)
    locked.holder = life.user(holder) if holder else None
    actor = life.user("truongphong")
    record_event(dossier=locked, kind=kind, now=NOW, actor=actor, changed=("holder",), **more)
    return tell(locked)


def ask(dossier, now=NOW):
    request_supplement(
        dossier_id=dossier.pk,
        items=["Bản vẽ phòng X-quang", "Biên bản kiểm định"],
        reason="Thiếu bản vẽ",
        staff=life.staff("chuyenvien"),
        now=now,
    )
    return tell(dossier)


def test_a_notice_names_the_officer_in_charge_and_never_who_caused_it(submitted):
    applicant, head = submitted.submitted_by, life.user("truongphong")
    assert applicant.full_name not in tell(submitted)["email"].body
    received = life.receive_at_counter(submitted)
    assert "Công chức phụ trách" not in tell(received)["email"].body
    mail = step(received, "step_done", holder="chuyenvien")["email"]
    assert f"Công chức phụ trách: {life.user('chuyenvien').full_name}" in mail.body
    assert head.full_name not in mail.body


def test_after_a_supplement_the_notice_names_the_officer_not_the_applicant(received, citizen):
    step(received, "step_done", holder="chuyenvien")
    ask(received)
    answer_supplement(dossier_id=received.pk, note="Đã bổ sung", actor=citizen, now=NOW)
    mail = tell(received)["email"]
    assert f"Công chức phụ trách: {life.user('chuyenvien').full_name}" in mail.body
    assert citizen.full_name not in mail.body


def test_nobody_is_in_charge_of_what_has_ended(received):
    step(received, "step_done", holder="vanthu")
    dossier = lock_dossier(received.pk)
    record_event(dossier=dossier, kind="finished", now=NOW, actor=life.user("vanthu"))
    assert "Công chức phụ trách" not in tell(dossier)["email"].body


def test_the_mail_of_a_supplement_request_lists_what_is_asked_for_and_until_when(received):
    body = ask(received)["email"].body
    until = timezone.localtime(received.supplements.get().answer_by)
    for words in ("1. Bản vẽ phòng X-quang", "2. Biên bản kiểm định", "Thiếu bản vẽ", f"{until:%d/%m/%Y}"):
        assert words in body


@pytest.mark.parametrize(("page", "words"), [("en", "Dear Sir or Madam"), ("vi", "Kính gửi")])
def test_the_notices_of_a_dossier_speak_the_language_of_the_page_it_was_filed_on(
    draft, citizen, signed_in_as, page, words
):
    User.objects.filter(pk=citizen.pk).update(language="vi" if page == "en" else "en")
    client = signed_in_as(citizen)
    client.cookies[LANGUAGE_COOKIE] = page
    assert client.post(reverse("forms:review", args=[draft.uuid]), {"declared": "1"}).status_code == 302
    dossier = Dossier.objects.get()
    assert dossier.language == page
    assert words in tell(dossier)["email"].body


WITH_TEXT_MESSAGE = {"in_app", "email", "sms"}


def test_a_step_that_changes_nothing_for_the_applicant_is_told_to_nobody(received):
    assert set(step(received, "step_done", holder="chuyenvien")) == {"in_app", "email"}
    assert step(received, "step_done") == {}
    assert step(received, "step_done") == {}


def test_a_new_officer_is_told_in_the_account_only_and_once(received):
    step(received, "step_done", holder="chuyenvien")
    step(received, "step_done")
    told = step(received, "step_assigned", holder="truongphong")
    assert list(told) == ["in_app"]
    assert life.user("truongphong").full_name in told["in_app"].body
    assert step(received, "step_assigned", holder="truongphong") == {}


def test_waiting_for_signature_is_told_and_not_again_after_an_inner_return(received):
    step(received, "step_done", holder="chuyenvien")
    told = step(received, "waiting_for_signature")
    assert "Chờ ký" in told["email"].body
    assert set(told) == {"in_app", "email"}
    step(received, "step_sent_back", holder="chuyenvien")
    assert set(step(received, "waiting_for_signature", holder="truongphong")) <= {"in_app"}


def test_text_messages_are_for_what_needs_action_and_for_the_result(received, citizen):
    assert set(ask(received)) == WITH_TEXT_MESSAGE
    answer_supplement(dossier_id=received.pk, note="", actor=citizen, now=NOW)
    assert set(tell(received)) == {"in_app", "email"}
    assert set(step(received, "finished")) == WITH_TEXT_MESSAGE
    assert set(step(received, "returned", data={"via": "online"})) == {"in_app"}


def test_no_channel_says_the_same_twice_in_a_row(received):
    assert set(step(received, "extended", reason="Mưa lũ")) == WITH_TEXT_MESSAGE
    assert step(received, "extended", reason="Mưa lũ") == {}
    assert set(step(received, "extended", reason="Mất điện")) == {"in_app", "email"}


def test_whom_only_the_telephone_reaches_is_told_by_text_message(submitted):
    Dossier.objects.filter(pk=submitted.pk).update(submitted_by=None, person=None, contact_email="")
    received = life.receive_at_counter(submitted)
    assert set(tell(received)) == {"sms"}
    assert step(received, "step_assigned", holder="chuyenvien") == {}


def test_whoever_no_longer_acts_for_an_organisation_hears_no_more_of_its_dossiers(received, citizen):
    assert tell(received)["in_app"].recipient == citizen
    Representation.objects.filter(organisation=received.organisation).update(ended_at=NOW)
    told = ask(received)
    assert "in_app" not in told
    assert told["email"].address == received.contact_email
    assert reverse("portal:track") in told["email"].url


def test_whoever_acts_for_an_organisation_now_hears_of_its_dossiers(received, citizen, stranger):
    house = Representation.objects.get(person__user=citizen)
    Representation.objects.filter(pk=house.pk).update(ended_at=NOW)
    house.pk, house.uuid, house.person = None, uuid4(), Person.objects.get(user=stranger)
    house.save()
    assert ask(received)["in_app"].recipient == stranger
