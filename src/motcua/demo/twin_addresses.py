"""Where the twins of a running demonstration listen, kept so that every other command in its folder asks them too."""

import json
import os
from pathlib import Path

FILE = "twins.json"
NAMES = ("MOTCUA_TWINS_URL", "MOTCUA_TWINS_SMTP_PORT", "MOTCUA_ANTIVIRUS", "MOTCUA_CLAMD")


def use_twin_scanner() -> None:
    """Scan with the twin of ClamAV, behind the port of the twins, unless the environment names a scanner."""
    host, _, port = os.environ["MOTCUA_TWINS_URL"].rpartition("//")[2].rstrip("/").rpartition(":")
    os.environ.setdefault("MOTCUA_ANTIVIRUS", "motcua.integrations.antivirus.adapter.Clamd")
    os.environ.setdefault("MOTCUA_CLAMD", f"{host}:{int(port) + 1}")


def write_twin_addresses(*, data_dir: Path) -> None:
    """Keep what this process chose; a later start writes its own."""
    chosen = {name: os.environ[name] for name in NAMES}
    (data_dir / FILE).write_text(json.dumps(chosen, indent=2))


def read_twin_addresses(*, data_dir: Path) -> None:
    """Take over what the demonstration of this folder chose; what the environment names already stays."""
    kept = data_dir / FILE
    if kept.exists():
        for name, value in json.loads(kept.read_text()).items():
            os.environ.setdefault(name, value)
