"""Sending invitations and reminders, and what became of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from motcua.identity.api import StaffContext
from motcua.notifications.api import Channel, notify
from motcua.platform.ui.formats import format_date
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import (
    InvitationState,
    RoundState,
    SurveyInvitation,
    SurveyTarget,
    SurveyWave,
    Via,
)
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.rounds import note
from motcua.reform.surveys.services.sampling import Contact, read_contact
from motcua.reform.surveys.tokens import code_of, path_of

_SENDABLE = {Via.EMAIL: Channel.EMAIL, Via.SMS: Channel.SMS}


def send_wave(*, target_id: int, staff: StaffContext | None, now: datetime) -> SurveyWave:
    """The first invitation of everybody who waits, or a reminder to all who have not answered.

    E-mail and text messages leave by themselves; letters and cards are counted here and printed by
    :func:`list_printed`. Raises ``PermissionDenied`` and :class:`RoundRefused` (``state``, ``too_soon``,
    ``nobody_left``).
    """
    with transaction.atomic():
        target = _lock(target_id, staff, now)
        last = target.sendings.aggregate(last=Max("number"), at=Max("at"))
        if last["at"] and timezone.localdate(last["at"]) == timezone.localdate(now):
            raise RoundRefused("too_soon")
        addressed = target.invitations.filter(
            state__in=(InvitationState.WAITING, InvitationState.SENT)
        ).select_related("frame_row")
        rows = list(addressed.order_by("pk"))
        if not rows:
            raise RoundRefused("nobody_left")
        number = (last["last"] or 0) + 1
        for row in rows:
            _send(target, row, "survey_invitation" if row.waves == 0 else "survey_reminder", now)
        wave = SurveyWave.objects.create(target=target, number=number, at=now, sent=len(rows))
        addressed.update(state=InvitationState.SENT, waves=F("waves") + 1)
        note(target.round, "wave_sent", staff, now, target.agency.code, wave=number, number=len(rows))
    return wave


def mark_unreachable(
    *, target_id: int, invitation: UUID, staff: StaffContext, now: datetime
) -> SurveyInvitation:
    """A letter came back, or a number does not exist. Twice changes nothing.

    Raises ``PermissionDenied``, ``SurveyInvitation.DoesNotExist`` and :class:`RoundRefused` (``answered``).
    """
    with transaction.atomic():
        target = _lock(target_id, staff, now)
        row = target.invitations.select_for_update().get(uuid=invitation)
        if row.state == InvitationState.ANSWERED:
            raise RoundRefused("answered")
        if row.state != InvitationState.UNREACHABLE:
            row.state = InvitationState.UNREACHABLE
            row.save(update_fields=["state"])
            note(target.round, "unreachable", staff, now, target.agency.code)
    return row


def list_printed(*, target: SurveyTarget) -> QuerySet[SurveyInvitation]:
    """Letters and cards that can still be answered, in the order of their making."""
    open_states = (InvitationState.WAITING, InvitationState.SENT)
    rows = target.invitations.filter(via__in=(Via.POST, Via.CARD), state__in=open_states)
    return rows.select_related("frame_row").order_by("pk")


def contact_of(invitation: SurveyInvitation) -> Contact:
    """Whom the invitation is for; nobody by name for a card."""
    return read_contact(invitation.frame_row) if invitation.frame_row else Contact(name="")


def _lock(target_id: int, staff: StaffContext | None, now: datetime) -> SurveyTarget:
    target = (
        SurveyTarget.objects.select_for_update(of=("self",))
        .select_related("round", "agency")
        .get(pk=target_id)
    )
    if staff is not None and not policies.may_handle(staff, target):
        raise PermissionDenied
    if target.round.state != RoundState.OPEN or timezone.localdate(now) > target.round.closes_on:
        raise RoundRefused("state")
    return target


def _send(target: SurveyTarget, row: SurveyInvitation, template: str, now: datetime) -> None:
    via = Via(row.via)
    if via not in _SENDABLE:
        return
    contact = contact_of(row)
    english = contact.language == "en"
    context: dict[str, Any] = {
        "agency": target.agency.name_en if english else target.agency.name_vi,
        "due": format_date(target.round.closes_on),
    }
    # About the round, not about the invitation: the message must not lead to who has answered.
    notify(
        recipient_id=None,
        template=template,
        context=context,
        now=now,
        email=contact.email,
        phone=contact.phone,
        language="en" if english else "vi",
        subject_type="survey_round",
        subject_id=target.round.uuid,
        url=path_of(code_of(row.uuid)),
        channels=[_SENDABLE[via]],
    )
