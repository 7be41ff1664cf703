"""How connections to the database begin, how a kept one proves that it still stands, and how moments are read."""

from datetime import UTC, datetime
from functools import lru_cache
from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader  # type: ignore[import-untyped]
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap


class UtcLoader(BaseTzLoader):  # type: ignore[misc]
    """A moment of the database, read in C: Django's own way takes ten times as long."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not UTC:
            # Without an end, before our era, of a session elsewhere: whatever Django makes of it.
            return super().load(data)  # type: ignore[no-any-return]
        return moment


class DatabaseWrapper(base.DatabaseWrapper):
    """Plans of prepared statements are made once, and looking after a connection costs no round trip."""

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if self.timezone is UTC:
            params["context"] = _quick(params["context"])
        return params

    def init_connection_state(self) -> None:
        super().init_connection_state()
        # Only prepared statements obey, and whoever prepares one says that its plan hangs on no value.
        with self.connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_generic_plan")

    def is_usable(self) -> bool:
        """Whether the server has ended the connection: its last word, or the end, would wait in the socket.

        A server that vanished without a word is found by the time limits of the network, as by any question.
        """
        raw = self.connection
        if raw is None or raw.closed:
            return False
        socket = poll()
        socket.register(raw.fileno(), POLLIN)
        # Something waits: the end, or only a notice. Asking tells.
        return bool(super().is_usable()) if socket.poll(0) else True


@lru_cache
def _quick(adapters: AdaptersMap) -> AdaptersMap:
    """Django's reading of columns, with the quicker one of moments."""
    quick = AdaptersMap(adapters)
    quick.register_loader("timestamptz", UtcLoader)
    return quick
