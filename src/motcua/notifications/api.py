"""The only door of this room for others: say something to a person, see what became of it."""

from motcua.notifications.models import Channel, FailureReason, Message, MessageState
from motcua.notifications.ports import SmsReport, SmsStatus
from motcua.notifications.queries import count_unread, inbox, list_messages
from motcua.notifications.services import (
    NotSendable,
    forget_addresses,
    mark_read,
    notify,
    only_in_account,
    record_delivery_report,
    send_again,
)

__all__ = [
    "Channel",
    "FailureReason",
    "Message",
    "MessageState",
    "NotSendable",
    "SmsReport",
    "SmsStatus",
    "count_unread",
    "forget_addresses",
    "inbox",
    "list_messages",
    "mark_read",
    "notify",
    "only_in_account",
    "record_delivery_report",
    "send_again",
]
