"""A whole edition, fresh for each test, and people of the standing body and elsewhere."""

import json
from typing import Any

import pytest

from motcua.reform.editions.loading import DATA


@pytest.fixture
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "ls-so-2022.json").read_text(encoding="utf-8"))
    return loaded
