"""The real product as ``motcua demo`` serves it: database, twins, worker and web server as processes of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_SECONDS = 240
STOP_SECONDS = 60
OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MOTCUA_TEST_DATA")
"""What the test run sets for itself and the product must not inherit."""


@dataclass(frozen=True)
class Product:
    address: str
    twins: str
    data_dir: Path
    password: str


def running_product() -> Product | None:
    """The demonstration named by ``MOTCUA_E2E_ADDRESS``, so that a test can be repeated without a new start."""
    address = os.environ.get("MOTCUA_E2E_ADDRESS")
    if not address:
        return None
    twins, data_dir = os.environ["MOTCUA_E2E_TWINS"], Path(os.environ["MOTCUA_E2E_DATA"])
    return Product(address, twins, data_dir, _password(address))


@contextmanager
def started_product(data_dir: Path) -> Iterator[Product]:
    """Start the product in an empty folder, without the past of the demonstration; stop it as Ctrl-C does."""
    port, twins_port, smtp_port = _free_ports()
    twins = f"http://127.0.0.1:{twins_port}"
    environment = {name: value for name, value in os.environ.items() if name not in OURS} | {
        "MOTCUA_DATA": str(data_dir),
        "MOTCUA_PORT": str(port),
        "MOTCUA_TWINS_URL": twins,
        "MOTCUA_TWINS_SMTP_PORT": str(smtp_port),
        "MOTCUA_DEMO_HISTORY": "0",
    }
    log = data_dir / "demo.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "motcua.cli", "demo"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_served(process, address, log)
        yield Product(address, twins, data_dir, _password(address))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=STOP_SECONDS)


def _wait_until_served(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while "Ctrl-C" not in log.read_text(errors="replace"):
        assert process.poll() is None and time.monotonic() < deadline, log.read_text(errors="replace")[-3000:]
        time.sleep(0.3)
    with urllib.request.urlopen(f"{address}/readyz") as answer:
        assert answer.status == 200


def _password(address: str) -> str:
    """As a visitor finds it: the log-in page of the demonstration says it."""
    with urllib.request.urlopen(f"{address}/tai-khoan/login/") as answer:
        found = re.search(r'<code class="text-code">([^<]+)</code>', answer.read().decode())
    assert found, "the log-in page names no password"
    return found.group(1)


def _free_ports() -> tuple[int, int, int]:
    """For web, twins and SMTP. The port above the twins' is their virus scanner's."""
    while True:
        with (
            socket.socket() as web,
            socket.socket() as twins,
            socket.socket() as scan,
            socket.socket() as smtp,
        ):
            for free in (web, twins, smtp):
                free.bind(("127.0.0.1", 0))
            try:
                scan.bind(("127.0.0.1", twins.getsockname()[1] + 1))
            except OSError:
                continue
            return web.getsockname()[1], twins.getsockname()[1], smtp.getsockname()[1]
