"""Sources of the room's own data, said in both languages; what a person typed or a file brought stays as it stands."""

from collections.abc import Iterable, Mapping
from typing import Any

from motcua.platform.ui.templatetags.ui import bilingual


def source_text(stored: str, shipped: Iterable[Mapping[str, Any]]) -> str:
    """``stored`` in the reader's language where one of the rows of the data file says it in two."""
    for row in shipped:
        if stored and stored in (row["source_vi"], row["source_en"]):
            return bilingual(row, "source")
    return stored
