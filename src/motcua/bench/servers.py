"""Real web servers on free ports of this machine, one for us and one for the bare ceiling."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from motcua.demo.children import web_command

READY_SECONDS = 60
BARE = "motcua.bench.bare_settings"
BARE_APPLICATION = "motcua.bench.bare_wsgi:application"


class NotServing(RuntimeError):
    """A server did not come up; its log says why."""


@contextmanager
def serving(
    *, settings: str, database_url: str, log: Path, command: list[str] | None = None, port: int = 0
) -> Iterator[int]:
    """The port of a server with these settings, ended with the block. Raises :class:`NotServing`.

    ``command`` replaces the product's own web server; it must listen on ``port``.
    """
    port = port or free_port()
    words = command or web_command(port=port)
    if settings == BARE:
        words[-1] = BARE_APPLICATION
    named = {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": database_url, "MOTCUA_LOG_LEVEL": "info"}
    environment = {**os.environ, **named}
    with log.open("ab") as output:
        server = subprocess.Popen(  # noqa: S603 - our own command
            words, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        _wait(port, server, log)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_twins() -> dict[str, str]:
    """The environment of twins on ports that nobody uses."""
    return {
        "MOTCUA_TWINS_URL": f"http://127.0.0.1:{free_port()}",
        "MOTCUA_TWINS_SMTP_PORT": str(free_port()),
    }


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Any answer will do: the bare one knows no front page."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise NotServing(f"{log} (Python {sys.version.split()[0]})")
