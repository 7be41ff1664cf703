"""One notice about a record of reform to one person: its text, its address, its channels; every part sends by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.identity.api import User
from motcua.notifications.api import Channel, notify


def tell_news(
    *,
    person: User,
    subject: tuple[str, UUID],
    context: dict[str, Any],
    url: str,
    now: datetime,
    email: str = "",
    channels: Sequence[Channel] = (Channel.IN_APP,),
    only_news: bool = False,
) -> int:
    """``context`` is worded in the language of the person already; ``email`` is empty unless it goes by mail too.
    ``only_news``: nothing is written when the last notice about this subject said the same. Answers how many were.
    """
    written = notify(
        recipient_id=person.pk,
        email=email,
        template="reform_news",
        context=context,
        language=person.language,
        subject_type=subject[0],
        subject_id=subject[1],
        url=url,
        channels=tuple(channels),
        only_news=only_news,
        now=now,
    )
    return len(written)
