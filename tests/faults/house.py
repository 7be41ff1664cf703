"""An installation in a folder: database, web and worker as processes that can be killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

INSIDE = Path(__file__).with_name("inside.py")
HOLD_DATABASE = """
import sys, time
from pathlib import Path
from motcua.platform import embedded
print(embedded.start(data_dir=Path(sys.argv[1])).url, flush=True)
time.sleep(3600)
"""


class House:
    """Starts what is asked for; ``kill`` is ``kill -9`` of the process with everything under it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "MOTCUA_TEST_DATA"},
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings.dev",
            "MOTCUA_DATA": str(folder),
            "MOTCUA_PORT": str(self.port),
        }

    def start_database(self) -> None:
        command = [sys.executable, "-c", HOLD_DATABASE, str(self.folder)]
        holder = self._spawn("database", command, stdout=subprocess.PIPE)
        assert holder.stdout is not None
        url = holder.stdout.readline().decode().strip()
        assert url.startswith("postgres://"), (self.folder / "database.log").read_text()[-2000:]
        self.environment["DATABASE_URL"] = url

    def start_worker(self) -> None:
        self._spawn("worker", [sys.executable, "-m", "motcua.cli", "worker"])

    def start_web(self) -> None:
        granian = str(Path(sys.executable).with_name("granian"))
        where = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        size = ["--workers", "1", "--blocking-threads", "4", "--no-access-log"]
        self._spawn("web", [granian, *where, *size, "motcua.config.wsgi:application"])
        deadline = time.monotonic() + 90
        while True:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.address}/readyz", timeout=2).close()
                return
            assert time.monotonic() < deadline, (self.folder / "web.log").read_text()[-2000:]
            time.sleep(0.1)

    def _spawn(self, name: str, command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            options = {"stdout": log, "stderr": log, **more}
            self.running[name] = subprocess.Popen(command, env=self.environment, **options)
        return self.running[name]

    def kill(self, name: str) -> None:
        """Without a chance to tidy up. For the database: the server with all its children, and its keeper."""
        process = self.running.pop(name)
        victims = _family(process.pid)
        if name == "database":
            victims = [*_family(self._postmaster()), *victims]
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.send_signal(signal.SIGKILL)
        psutil.wait_procs(victims, timeout=10)
        process.wait(timeout=10)

    def _postmaster(self) -> int:
        return int((self.folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    def ask(self, *command: str) -> Any:
        """Run one command of ``inside.py``; its last line is the answer."""
        call = [sys.executable, str(INSIDE), *command]
        done = subprocess.run(call, env=self.environment, capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return json.loads(done.stdout.decode().strip().splitlines()[-1])

    def kill_all(self) -> None:
        for name in ("web", "worker", "database"):
            if name in self.running:
                self.kill(name)


def _family(pid: int) -> list[psutil.Process]:
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
