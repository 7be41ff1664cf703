"""Limits on how often one address or one officer may try something, shared by all processes."""

from datetime import datetime, timedelta

from django.db import connection

from motcua.platform.attempts.models import AttemptCount
from motcua.platform.privacy.fields import lookup_hash

__all__ = ["AttemptCount", "count_attempt"]

# One statement counts and answers, so that attempts sent at the same moment cannot pass for one.
_COUNT = """
insert into platform_attempt_count (key, count, ends_at) values (%(key)s, 1, %(ends_at)s)
on conflict (key) do update set
    count = case when platform_attempt_count.ends_at <= %(now)s then 1
                 else platform_attempt_count.count + 1 end,
    ends_at = case when platform_attempt_count.ends_at <= %(now)s then excluded.ends_at
                   else platform_attempt_count.ends_at end
returning count
"""
_FORGET = """
delete from platform_attempt_count where key in (
    select key from platform_attempt_count where ends_at <= %(now)s limit 100 for update skip locked
)
"""


def count_attempt(*, what: str, whom: str, seconds: int, now: datetime) -> int:
    """One more attempt of ``whom`` at ``what``; how many there are now in the window of ``seconds``.

    The window begins with the first attempt and later ones do not lengthen it. Counters that have run out are
    removed along the way.
    """
    values: dict[str, str | datetime] = {
        "key": lookup_hash(f"{what}:{whom}"),
        "now": now,
        "ends_at": now + timedelta(seconds=seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        count = int(cursor.fetchone()[0])
        if count == 1:
            cursor.execute(_FORGET, values)
    return count
