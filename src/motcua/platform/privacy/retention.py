"""How long data without a legal archive period is kept: dated rows with their source, in a data file."""

import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone

DATA = Path(__file__).parent / "data" / "retention.json"


@cache
def keep_days(*, name: str, on: date) -> int:
    """Days for which ``name`` is kept by the rule of that day; LookupError when there is none."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["periods"]
    known = [row for row in rows if row["name"] == name and date.fromisoformat(row["valid_from"]) <= on]
    if not known:
        raise LookupError(f"no retention period for {name} on {on}")
    return int(max(known, key=lambda row: row["valid_from"])["days"])


def kept_since(*, name: str, now: datetime) -> datetime:
    """The moment before which ``name`` is to be erased."""
    return now - timedelta(days=keep_days(name=name, on=timezone.localdate(now)))
