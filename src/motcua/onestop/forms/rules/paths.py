"""Dotted paths into answers: ``devices.0.type``. The same text names the HTML field."""

from collections.abc import Iterator, Mapping
from typing import Any

Answers = dict[str, Any]


def get(data: Any, path: str) -> Any:
    """The value at ``path``, or ``None`` where any step is missing."""
    for part in path.split("."):
        # Almost always a dict: asking for that first spares the slow question whether it is some mapping.
        if type(data) is dict or isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


def put(data: Answers, path: str, value: Any) -> None:
    """Set the value of an object path (no list indexes); ``None`` removes it."""
    *parents, last = path.split(".")
    for part in parents:
        child = data.get(part)
        if not isinstance(child, dict):
            child = data[part] = {}
        data = child
    if value is None:
        data.pop(last, None)
    else:
        data[last] = value


def pattern_of(path: str) -> str:
    """``devices.0.kind`` → ``devices.*.kind``."""
    return ".".join("*" if part.isdigit() else part for part in path.split("."))


def html_id(path: str) -> str:
    return "q-" + path.replace(".", "-")


def to_names(data: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with its HTML name. A list of plain values (checkboxes) is one leaf."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from to_names(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(data, list) and any(isinstance(row, Mapping) for row in data):
        for number, row in enumerate(data):
            yield from to_names(row, f"{prefix}.{number}")
    else:
        yield prefix, data
