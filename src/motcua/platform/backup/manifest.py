"""The table of contents of a backup: what it holds, how to check it, which version of the house made it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from motcua.platform.backup.errors import BackupRefused

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of the backup as it lies on the disk; ``sha256`` in hex, ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """``rows`` counts every table at the moment of the dump; ``salt`` (hex) is empty when not encrypted."""

    format: int
    version: str
    made_at: str
    salt: str
    migrations: list[list[str]]
    rows: dict[str, int]
    parts: list[Part] = field(default_factory=list)


def write(manifest: Manifest, *, folder: Path) -> None:
    """Written last: a folder without a manifest is a backup that was interrupted."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(*, folder: Path) -> Manifest:
    """Raises :class:`BackupRefused` when there is none or it is of another form."""
    try:
        fields = json.loads((folder / NAME).read_text(encoding="utf-8"))
        parts = [Part(**part) for part in fields.pop("parts")]
        manifest = Manifest(**fields, parts=parts)
    except FileNotFoundError as error:
        raise BackupRefused(f"{folder} holds no complete backup: there is no {NAME}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupRefused(f"{folder / NAME} is damaged") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"this backup has form {manifest.format}; this version reads form {FORMAT}")
    return manifest
