"""Secrets of a demonstration, made on its first start and kept in its data folder, never in the code."""

import secrets
from pathlib import Path


def local_secret(*, folder: Path, name: str) -> str:
    """The secret ``name`` of this installation, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
