"""Words of this part for the event log."""

from typing import Any

ACTIONS: dict[str, Any] = {}
THINGS: dict[str, Any] = {}
DETAILS: dict[str, Any] = {}
VALUES: dict[str, dict[Any, Any]] = {}
