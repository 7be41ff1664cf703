"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil
from django.db import connection

PACKAGES = ("django", "granian", "psycopg", "SpiffWorkflow", "pyhanko")


def describe_machine() -> dict[str, str]:
    """Processor, memory, load and versions; no name and no address of the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = str(cursor.fetchone()[0])
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "Load before": f"{os.getloadavg()[0]:.1f} (of other programs; above the number of cores it disturbs)",
        "System": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{database}, durable (fsync on), default settings",
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def database_url(*, name: str = "") -> str:
    """The address of the database that Django is connected to, or of its neighbour ``name``."""
    base, _, own = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{name or own}"
