"""Dated parameters of drafts, read once from the data file."""

import json
from pathlib import Path
from typing import Final

DATA_DIR: Final = Path(__file__).parent / "data"

_PARAMETERS = json.loads((DATA_DIR / "_parameters.json").read_text(encoding="utf-8"))

DRAFT_UNDO_DAYS: Final[int] = _PARAMETERS["draft_undo_days"]["value"]
"""Days in which a deleted draft can be taken back."""
