"""Reading messages: of a subject (officers), of a person (inbox), of the queue."""

import uuid
from datetime import datetime

from django.db.models import QuerySet

from motcua.notifications.models import Channel, ChannelPreference, Message, MessageState

_BATCH = 100


def list_messages(*, subject_type: str, subject_id: uuid.UUID) -> QuerySet[Message]:
    """Everything said about a subject on every channel, oldest first, for officers who may read it."""
    return Message.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("id")


def inbox(*, user_id: int) -> QuerySet[Message]:
    """The person's own messages in the account, newest first."""
    return Message.objects.filter(recipient_id=user_id, channel=Channel.IN_APP).order_by("-id")


def get_inbox_message(*, user_id: int, message_uuid: uuid.UUID) -> Message:
    """One message of the person's own; raises ``Message.DoesNotExist`` for everybody else."""
    return inbox(user_id=user_id).get(uuid=message_uuid)


def count_unread(*, user_id: int) -> int:
    return Message.objects.filter(recipient_id=user_id, channel=Channel.IN_APP, read_at__isnull=True).count()


def get_preference(*, user_id: int) -> ChannelPreference:
    """What the person wants; everything, until they say otherwise."""
    found = ChannelPreference.objects.filter(user_id=user_id).first()
    return found or ChannelPreference(user_id=user_id)


def list_due_message_ids(*, now: datetime) -> list[int]:
    """Queued messages whose lease ran out, the longest waiting first, one batch."""
    due = Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=now)
    return list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:_BATCH])


def list_unreported_messages(*, sent_before: datetime, sent_after: datetime) -> list[Message]:
    """Text messages accepted by the gateway in that time and not yet reported on, oldest first, one batch."""
    waiting = Message.objects.filter(
        channel=Channel.SMS, state=MessageState.SENT, sent_at__lte=sent_before, sent_at__gte=sent_after
    )
    return list(waiting.order_by("sent_at")[:_BATCH])
