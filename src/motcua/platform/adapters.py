"""From the name of a port to the adapter that the installation wired to it.

``settings.MOTCUA_ADAPTERS`` is the only table that names adapters. Each offers ``check()``, which tells
an operator in plain words what is wrong and how to mend it; ``motcua check`` asks them all.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One finding of a check: what is wrong, how to mend it."""

    what: str
    mend: str


def get_adapter(port: str) -> Any:
    """The adapter wired to ``port``; raises ``KeyError`` for a port that the settings do not name."""
    return _load(settings.MOTCUA_ADAPTERS[port])


@cache
def _load(dotted_path: str) -> Any:
    return import_string(dotted_path)()
