"""Where the web processes keep their counts, so that any of them can answer for all."""

import os
import shutil
from pathlib import Path

import psutil

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share_between_processes(*, data_dir: Path) -> None:
    """One folder for all workers of this server, named by their parent process; those of dead servers go.

    Must run before ``prometheus_client`` is imported: the library decides then whether counts are shared.
    """
    root = data_dir / "metrics"
    own = root / str(os.getppid())
    own.mkdir(parents=True, exist_ok=True)
    for other in root.iterdir():
        if not (other.name.isdigit() and psutil.pid_exists(int(other.name))):
            shutil.rmtree(other, ignore_errors=True)
    os.environ[FOLDER] = str(own)
