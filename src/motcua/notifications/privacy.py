"""What this room hands over of a person, and what it forgets when the account closes."""

from datetime import datetime
from typing import Any

from motcua.notifications.models import ChannelPreference, Message
from motcua.platform.privacy.plain import plain_values

MESSAGE = ("channel", "address", "subject", "body", "url", "state", "created_at", "sent_at", "read_at")


def export_messages(user_id: int) -> dict[str, Any]:
    """Every message to the account and the channels it wants, as plain JSON values."""
    wishes = ChannelPreference.objects.filter(user_id=user_id).first()
    return {
        "messages": [
            plain_values(row, MESSAGE) for row in Message.objects.filter(recipient_id=user_id).order_by("id")
        ],
        "channels": plain_values(wishes, ("email", "sms")) if wishes is not None else None,
    }


def forget_preferences(user_id: int, now: datetime) -> None:
    """The wishes go with the account; messages stay with the dossiers they speak of."""
    ChannelPreference.objects.filter(user_id=user_id).delete()
