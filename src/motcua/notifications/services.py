"""Writing messages, marking them read, sending them again."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motcua.notifications.models import Channel, ChannelPreference, FailureReason, Message, MessageState
from motcua.notifications.ports import SmsReport, SmsStatus
from motcua.notifications.rules.retrying import FIRST_LEASE
from motcua.notifications.texts import write
from motcua.platform.audit import api as audit
from motcua.platform.audit.services import Actor
from motcua.platform.outbox import api as outbox

SEND_JOB = "notifications.send"
_stays_home: ContextVar[bool] = ContextVar("motcua_notices_stay_home", default=False)


class NotSendable(Exception):
    """Only a message that failed can be sent again."""


@dataclass(frozen=True, kw_only=True)
class _Target:
    channel: Channel
    address: str


@contextmanager
def only_in_account() -> Iterator[None]:
    """Inside, notices are written to the account only: a past that is relived sends nobody mail today."""
    token = _stays_home.set(True)
    try:
        yield
    finally:
        _stays_home.reset(token)


def notify(
    *,
    recipient_id: int | None,
    template: str,
    context: Mapping[str, object],
    now: datetime,
    email: str = "",
    phone: str = "",
    language: str = "vi",
    subject_type: str = "",
    subject_id: uuid.UUID | None = None,
    url: str = "",
    channels: Sequence[str] | None = None,
    only_news: bool = False,
) -> list[Message]:
    """Write one message per channel and promise to send them, inside the caller's transaction.

    Two statements: one insert of all rows, one job (none when nothing leaves the house). ``channels`` limits
    the channels; by default every one with an address is used. The text is fixed now, in ``language``. With
    ``only_news`` a channel stays silent when its newest message to this person about this subject says the very
    same (one more statement).
    """
    targets = _targets(recipient_id=recipient_id, email=email, phone=phone, channels=channels)
    if not targets:
        return []
    common: dict[str, object] = {
        "recipient_id": recipient_id,
        "template": template,
        "language": language,
        # Kept without our host, which may change and decides nothing.
        "url": url.removeprefix(settings.BASE_URL),
        "subject_type": subject_type,
        "subject_id": subject_id,
        "created_at": now,
    }
    values = {**context, "url": url}
    messages = [_message(target, common=common, values=values, now=now) for target in targets]
    if only_news:
        said = Message.objects.filter(
            recipient_id=recipient_id, subject_type=subject_type, subject_id=subject_id
        )
        messages = _news_among(messages, said)
    with transaction.atomic(savepoint=False):
        Message.objects.bulk_create(messages)
        _promise([message for message in messages if message.state == MessageState.QUEUED])
    return messages


def mark_read(*, message_id: int, now: datetime) -> None:
    """Note that the person has opened the message; the first time counts."""
    Message.objects.filter(pk=message_id, read_at__isnull=True).update(read_at=now)


def mark_all_read(*, recipient_id: int, now: datetime) -> int:
    """Note every message of the inbox as read and return how many were not."""
    unread = Message.objects.filter(recipient_id=recipient_id, channel=Channel.IN_APP, read_at__isnull=True)
    return unread.update(read_at=now)


def set_preference(*, user_id: int, email: bool, sms: bool) -> ChannelPreference:
    """Keep which channels the person wants; the inbox of the account cannot be turned off."""
    preference, _created = ChannelPreference.objects.update_or_create(
        user_id=user_id, defaults={"email": email, "sms": sms}
    )
    return preference


def send_again(
    *, subject_type: str, subject_id: uuid.UUID, message_uuid: uuid.UUID, actor: Actor | None, now: datetime
) -> Message:
    """Queue a failed message once more. The caller has checked the right to act on the subject.

    Raises ``Message.DoesNotExist`` when the message is about something else, and :class:`NotSendable` unless
    it failed.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(
            uuid=message_uuid, subject_type=subject_type, subject_id=subject_id
        )
        if message.state != MessageState.FAILED:
            raise NotSendable(message.state)
        message.state, message.attempts = MessageState.QUEUED, 0
        message.error, message.error_detail = "", ""
        message.next_attempt_at = now + FIRST_LEASE
        message.save(update_fields=["state", "attempts", "error", "error_detail", "next_attempt_at"])
        audit.record(
            action="notification.sent_again",
            now=now,
            actor=actor,
            object_type=subject_type,
            object_id=str(subject_id),
            detail={"message": str(message_uuid), "channel": message.channel},
        )
        _promise([message])
    return message


def forget_addresses(*, subject_type: str, subject_id: uuid.UUID) -> int:
    """Wipe address, words and link of messages about something whose contacts have served; that they went out stays.

    Messages still on their way are left alone. Returns how many were wiped.
    """
    gone_out = Message.objects.filter(subject_type=subject_type, subject_id=subject_id).exclude(
        state=MessageState.QUEUED
    )
    return gone_out.exclude(address="").update(address="", body="", url="")


def record_delivery_report(*, report: SmsReport) -> bool:
    """Note what the gateway says became of a text message; a repeated or late report changes nothing.

    Returns whether it was news. Unknown references are not ours to judge and are ignored.
    """
    # A quick gateway may report before the sending job has noted its answer.
    waiting = Message.objects.filter(
        uuid=report.reference, attempts__gt=0, state__in=[MessageState.QUEUED, MessageState.SENT]
    )
    if report.status == SmsStatus.DELIVERED:
        return bool(waiting.update(state=MessageState.DELIVERED, delivered_at=report.at))
    if report.status == SmsStatus.FAILED:
        return bool(
            waiting.update(
                state=MessageState.FAILED,
                error=FailureReason.ADDRESS_REFUSED,
                error_detail=report.reason[:300],
            )
        )
    return False


def _targets(
    *, recipient_id: int | None, email: str, phone: str, channels: Sequence[str] | None
) -> list[_Target]:
    addresses = {} if _stays_home.get() else {Channel.EMAIL: email, Channel.SMS: phone}
    targets = [_Target(channel=Channel.IN_APP, address="")] if recipient_id is not None else []
    targets += [_Target(channel=channel, address=to) for channel, to in addresses.items() if to]
    return [target for target in targets if channels is None or target.channel in channels]


def _message(
    target: _Target, *, common: dict[str, object], values: Mapping[str, object], now: datetime
) -> Message:
    text = write(
        template=str(common["template"]),
        channel=target.channel,
        context=values,
        language=str(common["language"]),
    )
    message = Message(
        **common, channel=target.channel, address=target.address, subject=text.subject, body=text.body
    )
    if target.channel == Channel.IN_APP:
        # The account is ours: what is written there has arrived.
        message.state, message.sent_at, message.delivered_at = MessageState.DELIVERED, now, now
    else:
        message.next_attempt_at = now + FIRST_LEASE
    return message


def _news_among(messages: list[Message], said: QuerySet[Message]) -> list[Message]:
    newest = said.order_by("channel", "-id").distinct("channel").values_list("channel", "subject", "body")
    repeated = {channel: (subject, body) for channel, subject, body in newest}
    return [each for each in messages if repeated.get(each.channel) != (each.subject, each.body)]


def _promise(messages: Sequence[Message]) -> None:
    if messages:
        outbox.defer(SEND_JOB, message_ids=[message.pk for message in messages])
