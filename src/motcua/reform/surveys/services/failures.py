"""Invitations whose message came back: their people were not reached, and count as non-response."""

from datetime import datetime
from typing import Final

from django.db import transaction

from motcua.notifications.api import FailureReason, Message, MessageState, list_messages
from motcua.reform.surveys.models import (
    InvitationState,
    RoundState,
    SurveyInvitation,
    SurveyRound,
    SurveyTarget,
)
from motcua.reform.surveys.services.contacts import normal_email, normal_phone
from motcua.reform.surveys.services.invitations import contact_of
from motcua.reform.surveys.services.rounds import lock_round, note
from motcua.reform.surveys.tokens import hash_of

_RUNNING: Final = (RoundState.OPEN, RoundState.CLOSED)
# A carrier that was away for hours says nothing about the person: the next reminder tries again.
_NOBODY_THERE: Final = (FailureReason.ADDRESS_REFUSED, FailureReason.REJECTED)


def take_over_failures(*, now: datetime) -> int:
    """Note as not reached whoever's last message was refused, in surveys not published yet; how many were new."""
    keys = SurveyRound.objects.filter(state__in=_RUNNING).values_list("pk", flat=True)
    return sum(_take_over(key, now) for key in keys)


def find_invitation(*, target: SurveyTarget, written: str) -> SurveyInvitation | None:
    """An invitation by its code, or, as long as it is not answered, by the e-mail address or number it went to.

    Of an answered one nothing is said: whoever knows a number does not learn here whether its owner answered.
    """
    by_code = target.invitations.filter(token_hash=hash_of(written)).first()
    if by_code is not None:
        return by_code
    wanted = {normal_email(written), normal_phone(written)} - {None}
    named = target.invitations.filter(frame_row__isnull=False).exclude(state=InvitationState.ANSWERED)
    # Contacts are encrypted: they can only be read one after the other.
    for row in named.select_related("frame_row") if wanted else []:
        contact = contact_of(row)
        if wanted & {normal_email(contact.email), normal_phone(contact.phone)}:
            return row
    return None


@transaction.atomic
def _take_over(round_id: int, now: datetime) -> int:
    current = lock_round(round_id)
    if current.state not in _RUNNING:
        return 0
    rows = SurveyInvitation.objects.select_for_update().filter(
        target__round=current, state=InvitationState.SENT, token_hash__in=_refused(current)
    )
    number = rows.update(state=InvitationState.UNREACHABLE)
    if number:
        note(current, "messages_refused", None, now, number=number)
    return number


def _refused(current: SurveyRound) -> list[str]:
    """Hashes of the codes whose latest message was refused."""
    latest: dict[str, Message] = {}
    for message in list_messages(subject_type="survey_round", subject_id=current.uuid).exclude(url=""):
        latest[message.url] = message
    return [
        hash_of(url.rstrip("/").rpartition("/")[2])
        for url, message in latest.items()
        if message.state == MessageState.FAILED and message.error in _NOBODY_THERE
    ]
