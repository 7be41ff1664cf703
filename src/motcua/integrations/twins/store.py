"""Records of a twin: one JSON file each, so that a restart forgets nothing and tests can look."""

import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SAFE = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Records:
    """A folder of records by key. Keys come from outside, so only plain ones are taken."""

    folder: Path

    def get(self, key: str) -> dict[str, Any] | None:
        path = self._path(key)
        if path is None or not path.is_file():
            return None
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Write in one step, so that nobody reads half a record; raises ``ValueError`` for a bad key."""
        path = self._path(key)
        if path is None:
            raise ValueError(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{uuid.uuid4().hex}.part")
        part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        part.replace(path)

    def keys(self) -> list[str]:
        """All keys, the newest record first."""
        files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [path.stem for path in files]

    def _path(self, key: str) -> Path | None:
        return self.folder / f"{key}.json" if _SAFE.fullmatch(key) else None


def mode_of(folder: Path) -> str:
    """How the twin behaves at the moment: ``normal`` unless somebody chose trouble."""
    file = folder / "mode"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else "normal"


def set_mode(folder: Path, mode: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mode").write_text(mode, encoding="utf-8")
