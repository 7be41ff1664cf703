"""The processes of the demonstration: twins, web and worker, started and ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 25
RESTARTS = 3
RESTART_SECONDS = 60


def motcua_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "motcua.cli", *arguments]


def web_command(*, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    """The measured choice of server, see docs/adr/0011-web-server.md."""
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-access-log",
        # Without it the whole server ends when one of its workers is killed, by the memory killer for instance.
        "--respawn-failed-workers",
        "motcua.config.wsgi:application",
    ]  # fmt: skip


@dataclass
class Children:
    """Named child processes; they end when we end, however we end."""

    log_dir: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, list[str]] = field(default_factory=dict)
    restarts: dict[str, list[float]] = field(default_factory=dict)

    def log_of(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"

    def start(self, name: str, command: list[str]) -> None:
        self.commands[name] = command
        with self.log_of(name).open("ab") as log:
            # A session of their own: Ctrl-C reaches only us, and we end them in the right order.
            self.running[name] = subprocess.Popen(  # noqa: S603 - our own commands
                command, stdout=log, stderr=log, start_new_session=True, preexec_fn=_die_with_parent
            )

    def first_dead(self) -> str | None:
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def restart(self, name: str) -> bool:
        """Start a dead child again; False when it has died too often within a minute to go on."""
        now = time.monotonic()
        lately = [at for at in self.restarts.get(name, []) if now - at < RESTART_SECONDS]
        if len(lately) >= RESTARTS:
            return False
        self.restarts[name] = [*lately, now]
        self.start(name, self.commands[name])
        return True

    def finish(self, name: str) -> bool:
        """Wait for a child that ends by itself; whether it did what it should."""
        return self.running.pop(name).wait() == 0

    def stop_all(self) -> None:
        """Ask each to finish in reverse order of start; kill what does not."""
        for child in reversed(self.running.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                _wait(child)
        self.running.clear()


def _wait(child: subprocess.Popen[bytes]) -> None:
    try:
        child.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _die_with_parent() -> None:
    """Linux: a killed parent takes its children along, so that no orphan keeps the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_forever(children: Children, *, report: Callable[[str], object]) -> str | None:
    """Until a signal (None) or until a child keeps dying by itself (its name); ``report`` hears of restarts."""
    stopped = False

    def on_signal(number: int, frame: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    while not stopped:
        dead = children.first_dead()
        if dead and not children.restart(dead):
            return dead
        if dead:
            report(f"{dead} has stopped by itself and was started again; its log is {children.log_of(dead)}")
        time.sleep(0.3)
    return None
