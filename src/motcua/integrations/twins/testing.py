"""Running twins on loopback ports for tests."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from django.db import connection
from starlette.applications import Starlette


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def empty_queue() -> None:
    """Forget queued jobs: a test that commits would leave them to the next, whose rows are gone."""
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve ``app`` in a thread; gives its address."""
    port = free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
