"""Sessions in the database, read by a statement that is planned once: every signed-in request begins with it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from motcua.platform.planning import Planned
from motcua.platform.prepared import Param


class SessionStore(DatabaseStore):
    """Django's own, with the same table, the same rules and the same cookies."""

    def _get_session_from_db(self) -> Session | None:
        # Sessions end by the real time, not by the clock of the office.
        for session in _find.all(key=self.session_key, now=timezone.now()):
            return session
        self._session_key: Any = None
        return None


def _unexpired() -> QuerySet[Session]:
    key, now = Param("key", CharField()), Param("now", DateTimeField())
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_find = Planned(_unexpired)
