"""What the applicant is told, in which words, on which channels, and what is no news."""

import pytest

from motcua.notifications.api import Message
from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.handlers import tell_applicant
from motcua.onestop.dossiers.models import DossierEvent
from motcua.onestop.dossiers.services.pauses import answer_supplement, request_supplement
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.onestop.forms.tests.conftest import NOW

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
