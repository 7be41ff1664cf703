"""Who was not reached is known: by what mail servers and the gateway refused, or noted by hand."""

import pytest
from django.urls import reverse

from motcua.notifications.api import FailureReason, Message, MessageState
from motcua.reform.surveys.models import InvitationState
from motcua.reform.surveys.services import rounds
from motcua.reform.surveys.tasks import note_failures
from motcua.reform.surveys.tests import helpers as h
from motcua.reform.surveys.tokens import code_of, path_of


@pytest.fixture
def target(province):
    current = h.planned(agencies=("SXD",))
    found = h.drawn(current, "SXD", 3)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    h.send(found)
    return found


def refuse(invitation, reason):
    """The carrier's answer to the message of an invitation."""
    told = Message.objects.filter(url=path_of(code_of(invitation.uuid)))
    assert told.update(state=MessageState.FAILED, error=reason) == 1


def states(target):
    return sorted(target.invitations.values_list("state", flat=True))


def test_a_refused_message_makes_its_person_one_who_was_not_reached(target):
    first, second, _third = target.invitations.order_by("pk")
    refuse(first, FailureReason.ADDRESS_REFUSED)
    refuse(second, FailureReason.REJECTED)
    note_failures()
    assert states(target) == ["sent", "unreachable", "unreachable"]


def test_a_carrier_that_was_away_says_nothing_about_the_person(target):
    refuse(target.invitations.first(), FailureReason.TECHNICAL)
    note_failures()
    assert states(target) == ["sent", "sent", "sent"]


def test_an_answer_counts_although_the_message_was_refused(target):
    first = target.invitations.order_by("pk").first()
    h.answer(code_of(first.uuid))
    refuse(first, FailureReason.ADDRESS_REFUSED)
    note_failures()
    first.refresh_from_db()
    assert first.state == InvitationState.ANSWERED


@pytest.mark.parametrize("written", ["+84 {number}", "0{number}"])
def test_somebody_is_noted_as_not_reached_by_the_number(as_user, target, written):
    page = reverse("surveys:unreachable", args=[target.uuid])
    number = "9" + "00000001"
    assert as_user(h.MANAGER).post(page, {"code": written.format(number=number)}).status_code == 302
    assert states(target) == ["sent", "sent", "unreachable"]
    h.answer(code_of(target.invitations.get(state="unreachable").uuid))
    assert as_user(h.MANAGER).post(page, {"code": written.format(number=number)}).status_code == 422
    unknown = as_user(h.MANAGER).post(page, {"code": "0988888888"})
    assert unknown.status_code == 422 and "0988888888" in unknown.content.decode()
