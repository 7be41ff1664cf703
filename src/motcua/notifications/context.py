"""What every page knows about messages."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from motcua.notifications.queries import count_unread


def unread(request: HttpRequest) -> dict[str, object]:
    """``unread_messages``: how many, counted only by pages that show it."""

    def count() -> int:
        user = getattr(request, "user", None)
        return count_unread(user_id=user.pk) if user is not None and user.is_authenticated else 0

    return {"unread_messages": SimpleLazyObject(count)}
