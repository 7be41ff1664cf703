"""Sending invitations and reminders, and what became of them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Max, QuerySet
from django.utils import timezone

from motcua.identity.api import StaffContext
from motcua.notifications.api import Channel, notify
from motcua.platform.outbox.api import defer
from motcua.platform.ui.formats import format_date
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import (
    InvitationState,
    RoundState,
    SurveyInvitation,
    SurveyRound,
    SurveyTarget,
    SurveyWave,
    Via,
)
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.rounds import note
from motcua.reform.surveys.services.sampling import Contact, read_contact
from motcua.reform.surveys.tokens import code_of, path_of

SEND: Final = "surveys.send_wave"
_SENDABLE = {Via.EMAIL: Channel.EMAIL, Via.SMS: Channel.SMS}
_ADDRESSED = (InvitationState.WAITING, InvitationState.SENT)
_AT_ONCE = 100


def ask_wave(*, target_id: int, staff: StaffContext, now: datetime) -> SurveyWave:
    """Have the first invitation of everybody who waits sent, or a reminder to all who have not answered.

    Asked again while it is under way, that sending goes on. E-mail and text messages leave by themselves; letters and
    cards are counted and printed by :func:`list_printed`. Raises ``PermissionDenied`` and :class:`RoundRefused`
    (``state``, ``too_soon``, ``nobody_left``).
    """
    with transaction.atomic():
        wave = _begin(_lock(target_id, staff, now), staff, now)
        defer(SEND, wave=wave.pk)
    return wave


def send_wave(*, target_id: int, staff: StaffContext | None, now: datetime) -> SurveyWave:
    """The whole wave at once, outside of any page. Raises like :func:`ask_wave`."""
    with transaction.atomic():
        wave = _begin(_lock(target_id, staff, now), staff, now)
    return go_on_sending(wave_id=wave.pk, now=now)


def go_on_sending(*, wave_id: int, now: datetime) -> SurveyWave:
    """Send what is left of a wave, some hundred in each transaction, so that the page can tell how far it is.

    Runs at the same time wait for each other and share the work; a wave that has ended stays as it is. The end of the
    round ends it, too.
    """
    while True:
        wave = _send_some(wave_id, now)
        if wave.ended_at is not None:
            return wave


def _begin(target: SurveyTarget, staff: StaffContext | None, now: datetime) -> SurveyWave:
    under_way = target.sendings.filter(ended_at=None).first()
    if under_way is not None:
        return under_way
    last = target.sendings.aggregate(last=Max("number"), at=Max("at"))
    if last["at"] and timezone.localdate(last["at"]) == timezone.localdate(now):
        raise RoundRefused("too_soon")
    found = target.invitations.filter(state__in=_ADDRESSED).aggregate(number=Count("pk"), until=Max("pk"))
    if not found["number"]:
        raise RoundRefused("nobody_left")
    wave = SurveyWave.objects.create(
        target=target,
        number=(last["last"] or 0) + 1,
        at=now,
        addressed=found["number"],
        until=found["until"],
    )
    note(target.round, "wave_asked", staff, now, target.agency.code, wave=wave.number, number=wave.addressed)
    return wave


@transaction.atomic
def _send_some(wave_id: int, now: datetime) -> SurveyWave:
    waves = SurveyWave.objects.select_for_update(of=("self",)).select_related(
        "target__round", "target__agency"
    )
    wave = waves.get(pk=wave_id)
    if wave.ended_at is not None:
        return wave
    rows = _next_rows(wave, now)
    for row in rows:
        _send(wave.target, row, "survey_invitation" if row.waves == 0 else "survey_reminder", now)
    keys = [row.pk for row in rows]
    SurveyInvitation.objects.filter(pk__in=keys).update(state=InvitationState.SENT, waves=F("waves") + 1)
    wave.sent += len(rows)
    wave.last = keys[-1] if keys else wave.last
    if len(rows) < _AT_ONCE:
        wave.ended_at = now
        detail = {"wave": wave.number, "number": wave.sent}
        note(wave.target.round, "wave_sent", None, now, wave.target.agency.code, **detail)
    wave.save(update_fields=["sent", "last", "ended_at"])
    return wave


def _next_rows(wave: SurveyWave, now: datetime) -> list[SurveyInvitation]:
    """Locked, so that an answer that comes in meanwhile is not overwritten; none once answering is over."""
    if not _takes_answers(wave.target.round, now):
        return []
    rows = wave.target.invitations.select_for_update(of=("self",)).select_related("frame_row")
    rows = rows.filter(state__in=_ADDRESSED, pk__gt=wave.last, pk__lte=wave.until)
    return list(rows.order_by("pk")[:_AT_ONCE])


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
    return _on_paper(target).filter(state__in=_ADDRESSED).select_related("frame_row")


def count_on_paper(*, target: SurveyTarget) -> int:
    """How many letters and cards were ever made, answered or not."""
    return _on_paper(target).count()


def list_printed_part(*, target: SurveyTarget, part: int, size: int) -> list[SurveyInvitation]:
    """Those of :func:`list_printed` among the ``part``-th ``size`` (from 1) of all letters and cards ever made.

    An answer that comes in leaves a gap and moves nobody from one file to another, so none falls between two files.
    """
    keys = list(_on_paper(target).values_list("pk", flat=True)[(part - 1) * size : part * size])
    return list(list_printed(target=target).filter(pk__in=keys))


def _on_paper(target: SurveyTarget) -> QuerySet[SurveyInvitation]:
    return target.invitations.filter(via__in=(Via.POST, Via.CARD)).order_by("pk")


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
    if not _takes_answers(target.round, now):
        raise RoundRefused("state")
    return target


def _takes_answers(current: SurveyRound, now: datetime) -> bool:
    return current.state == RoundState.OPEN and timezone.localdate(now) <= current.closes_on


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
