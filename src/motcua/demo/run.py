"""``motcua demo``: from an empty folder to a served office, and back again on Ctrl-C."""

import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from motcua.demo.children import Children, motcua_command, wait_forever, web_command
from motcua.demo.twin_addresses import use_twin_scanner, write_twin_addresses

READY_SECONDS = 60


class AlreadyRunning(RuntimeError):
    """Another demonstration uses this data folder."""


class PortTaken(RuntimeError):
    """Something else listens where we want to."""


class NotReady(RuntimeError):
    """A process of the demonstration did not come up."""


class KeepsDying(RuntimeError):
    """A process of the demonstration ends as often as it is started."""


def run_demo(*, data_dir: Path, prepare: Callable[[], None]) -> None:
    """Set up what is missing, serve, and stop cleanly: web, worker and twins first, the database last.

    Raises :class:`AlreadyRunning` and :class:`PortTaken` before anything is touched, :class:`NotReady` when a
    process does not come up and :class:`KeepsDying` when one does not stay.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    port = int(os.environ.get("MOTCUA_PORT", "8000"))
    lock = _claim(data_dir)
    _require_free(port)
    _choose_twin_ports()
    write_twin_addresses(data_dir=data_dir)
    children = Children(log_dir=data_dir)
    try:
        with _calm_console():
            prepare()
        # Known only once Django is loaded.
        from motcua.demo.crowd import load_crowd, load_neighbours  # noqa: PLC0415
        from motcua.demo.history import run_history  # noqa: PLC0415
        from motcua.demo.load import load_demo, make_authority, print_accounts  # noqa: PLC0415
        from motcua.demo.ratings import load_ratings  # noqa: PLC0415
        from motcua.platform import clock  # noqa: PLC0415

        # The twins start while the database is prepared: their timestamps need the authority, nothing else.
        make_authority()
        children.start("twins", motcua_command("twins"))
        province = load_demo(report=click.echo)
        _wait_for(f"{os.environ['MOTCUA_TWINS_URL']}/", children, "twins")
        # Before the worker starts: the jobs of the past must run with the clock of the past.
        # The browser tests need the people and procedures, not the past.
        if os.environ.get("MOTCUA_DEMO_HISTORY", "1") != "0":
            load_neighbours(now=clock.now())
            click.echo("Loading the reform of past years beside the dossiers…")
            children.start("reform", [sys.executable, "-m", "motcua.demo.reform"])
            run_history(report=click.echo)
            load_crowd(now=clock.now(), report=click.echo)
            load_ratings(now=clock.now(), report=click.echo)
            _require(children.finish("reform"), children, "reform")
        children.start("worker", motcua_command("worker"))
        children.start("web", web_command(port=port))
        _wait_for(f"http://127.0.0.1:{port}/readyz", children, "web")
        print_accounts(province=province, port=port, report=click.echo)
        dead = wait_forever(children, report=partial(click.echo, err=True))
        if dead:
            raise KeepsDying(
                f"The process “{dead}” keeps stopping by itself; its log is {children.log_of(dead)}."
            )
    finally:
        click.echo("Stopping…")
        children.stop_all()
        lock.close()


def _require(done: bool, children: Children, name: str) -> None:
    if not done:
        raise NotReady(f"The past could not be loaded; the log is {children.log_of(name)}.")


@contextmanager
def _calm_console() -> Iterator[None]:
    """This process talks to a person: errors only. The children log every event, to their files."""
    named = os.environ.get("MOTCUA_LOG_LEVEL")
    os.environ["MOTCUA_LOG_LEVEL"] = named or "error"
    try:
        yield
    finally:
        if named is None:
            del os.environ["MOTCUA_LOG_LEVEL"]


def _claim(data_dir: Path) -> TextIO:
    """Hold the folder's lock for as long as we live."""
    lock = (data_dir / "demo.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise AlreadyRunning(
            f"A demonstration already runs on {data_dir} (process {lock.read().strip() or 'unknown'}). "
            "Stop it with Ctrl-C there, or choose another folder with MOTCUA_DATA."
        ) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _require_free(port: int) -> None:
    if not _is_free(port):
        raise PortTaken(f"Port {port} is in use. Choose another with MOTCUA_PORT.")


def _choose_twin_ports() -> None:
    """Free ports for the twins, unless the environment names them; the virus scanner's stands behind the web's."""
    if "MOTCUA_TWINS_URL" not in os.environ:
        os.environ["MOTCUA_TWINS_URL"] = f"http://127.0.0.1:{_free_ports(8009, amount=2)}"
    if "MOTCUA_TWINS_SMTP_PORT" not in os.environ:
        os.environ["MOTCUA_TWINS_SMTP_PORT"] = str(_free_ports(8025, amount=1))
    use_twin_scanner()


def _free_ports(wanted: int, *, amount: int) -> int:
    """The first of so many neighbouring free ports, from the wanted one upwards."""
    for port in range(wanted, wanted + 2000, 7):
        if all(_is_free(port + number) for number in range(amount)):
            return port
    raise PortTaken("No free port for the twins of outside systems.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _wait_for(url: str, children: Children, name: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and children.first_dead() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                # Somebody else's answer on the same port is not our process's.
                if answer.status == 200 and children.first_dead() is None:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    culprit = children.first_dead() or name
    raise NotReady(f"The process “{culprit}” did not start; its log is {children.log_of(culprit)}.")
