"""How connections to the database begin and how a kept one proves that it still stands."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Plans of prepared statements are made once, and looking after a connection costs no round trip."""

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
