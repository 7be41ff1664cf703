"""Sending one written message: claim the row, call the carrier with no transaction open, note the outcome."""

import time
from datetime import datetime, timedelta

import structlog

from motcua.notifications.mailing import send_email
from motcua.notifications.models import Channel, ChannelPreference, FailureReason, Message, MessageState
from motcua.notifications.ports import AddressRefused, Permanent, SmsGateway, Temporary
from motcua.notifications.queries import list_due_message_ids, list_unreported_messages
from motcua.notifications.rules.retrying import FIRST_LEASE, MAX_ATTEMPTS, delay_after
from motcua.notifications.services import record_delivery_report
from motcua.platform.adapters import get_adapter

log = structlog.get_logger(__name__)

# A gateway normally calls back within seconds; what it has not told by then, we ask for.
_ASK_AFTER = timedelta(minutes=2)
_STOP_ASKING_AFTER = timedelta(days=2)


def sms_gateway() -> SmsGateway:
    """The adapter that the installation is wired to."""
    gateway: SmsGateway = get_adapter("sms")
    return gateway


def send_first(*, message_id: int, now: datetime) -> None:
    """First attempt, by the job; does nothing when the row says that somebody has tried already."""
    message = Message.objects.get(pk=message_id)
    if message.state == MessageState.QUEUED and message.attempts == 0:
        _attempt(message, now=now)


def send_due(*, now: datetime) -> int:
    """Further attempts, by the sweep: everything queued whose lease ran out. Returns how many it tried."""
    due = list_due_message_ids(now=now)
    for message_id in due:
        _attempt(Message.objects.get(pk=message_id), now=now)
    return len(due)


def ask_for_reports(*, now: datetime) -> int:
    """Ask the gateway about text messages it accepted but never reported on; returns how many had news."""
    waiting = list_unreported_messages(sent_before=now - _ASK_AFTER, sent_after=now - _STOP_ASKING_AFTER)
    news = 0
    for message in waiting:
        try:
            report = sms_gateway().status(reference=str(message.uuid))
        except Temporary as trouble:
            log.warning("sms_status_unavailable", detail=trouble.detail)
            break
        except Permanent as trouble:
            log.warning("sms_status_refused", message=str(message.uuid), detail=trouble.detail)
            continue
        news += record_delivery_report(report=report)
    return news


def _attempt(message: Message, *, now: datetime) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        _fail(message, reason=FailureReason.TECHNICAL, detail=message.error_detail)
    elif not _claim(message, now=now):
        log.info("message_claimed_elsewhere", message=str(message.uuid))
    elif not _wanted(message):
        _finish(message, state=MessageState.UNWANTED)
    else:
        _call_carrier(message, now=now)


def _claim(message: Message, *, now: datetime) -> bool:
    """Take the attempt: of two workers that saw the same count only one changes the row."""
    seen, message.attempts = message.attempts, message.attempts + 1
    lease = delay_after(message.attempts) or FIRST_LEASE
    claimed = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, attempts=seen).update(
        attempts=message.attempts, next_attempt_at=now + lease
    )
    return claimed == 1


def _wanted(message: Message) -> bool:
    if message.recipient_id is None:
        return True
    preference = ChannelPreference.objects.filter(user_id=message.recipient_id).first()
    return preference is None or bool(getattr(preference, message.channel))


def _call_carrier(message: Message, *, now: datetime) -> None:
    started = time.monotonic()
    try:
        reference = _hand_over(message)
    except Temporary as trouble:
        outcome = "temporary_failure"
        _note_temporary(message, detail=trouble.detail)
    except Permanent as trouble:
        outcome = "permanent_failure"
        refused = isinstance(trouble, AddressRefused)
        reason = FailureReason.ADDRESS_REFUSED if refused else FailureReason.REJECTED
        _fail(message, reason=reason, detail=trouble.detail)
    else:
        outcome = "accepted"
        _finish(message, state=MessageState.SENT, sent_at=now, provider_reference=reference)
    log.info(
        "message_handed_over",
        message=str(message.uuid),
        channel=message.channel,
        outcome=outcome,
        attempt=message.attempts,
        seconds=round(time.monotonic() - started, 3),
    )


def _hand_over(message: Message) -> str:
    if message.channel == Channel.EMAIL:
        return send_email(message)
    return sms_gateway().send(reference=str(message.uuid), phone=message.address, text=message.body)


def _note_temporary(message: Message, *, detail: str) -> None:
    if delay_after(message.attempts) is None:
        _fail(message, reason=FailureReason.TECHNICAL, detail=detail)
        return
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
        error=FailureReason.UNREACHABLE, error_detail=detail[:300]
    )


def _fail(message: Message, *, reason: FailureReason, detail: str) -> None:
    _finish(message, state=MessageState.FAILED, error=reason, error_detail=detail[:300])


def _finish(message: Message, *, state: MessageState, **fields: object) -> None:
    """Leave the queue; a report that overtook us (sent → delivered) is not overwritten."""
    values = {"error": "", "error_detail": "", "next_attempt_at": None} | fields
    Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(state=state, **values)
