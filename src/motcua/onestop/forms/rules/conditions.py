"""When a question is asked.

A condition maps paths to the wanted answer: ``{"method": "third_party"}``; a list means any of them;
``true`` for a question with yes or no. All entries must hold. ``{"any": [c, c]}`` and ``{"not": c}`` combine.
A path that starts with a dot looks into the same table row: ``{".kind": "ct"}``.
"""

from collections.abc import Mapping
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.model import Condition, Form, Page


def holds(condition: Condition | None, data: Mapping[str, Any], row: Mapping[str, Any] | None = None) -> bool:
    """Whether the answers (and the row, inside a table) fulfil the condition. No condition always holds."""
    if not condition:
        return True
    return all(_entry_holds(key, wanted, data, row) for key, wanted in condition.items())


def _entry_holds(key: str, wanted: Any, data: Mapping[str, Any], row: Mapping[str, Any] | None) -> bool:
    if key == "any":
        return any(holds(choice, data, row) for choice in wanted)
    if key == "not":
        return not holds(wanted, data, row)
    answer = paths.get(row or {}, key[1:]) if key.startswith(".") else paths.get(data, key)
    accepted = wanted if isinstance(wanted, list) else [wanted]
    given = answer if isinstance(answer, list) else [answer]
    return any(_same(one, value) for one in given for value in accepted)


def _same(one: Any, other: Any) -> bool:
    # JSON keeps true and 1 apart, Python does not.
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def to_schema(condition: Condition) -> dict[str, Any]:
    """The same condition as a JSON Schema, for ``if``. Paths of a row lose their leading dot."""
    return {"allOf": [_entry_schema(key, wanted) for key, wanted in condition.items()]}


def _entry_schema(key: str, wanted: Any) -> dict[str, Any]:
    if key == "any":
        return {"anyOf": [to_schema(choice) for choice in wanted]}
    if key == "not":
        return {"not": to_schema(wanted)}
    accepted = wanted if isinstance(wanted, list) else [wanted]
    leaf: dict[str, Any] = {"anyOf": [{"enum": accepted}, {"type": "array", "contains": {"enum": accepted}}]}
    for part in reversed(key.lstrip(".").split(".")):
        leaf = {"type": "object", "properties": {part: leaf}, "required": [part]}
    return leaf


def sources(condition: Condition | None) -> set[str]:
    """Paths of the questions a condition looks at."""
    found: set[str] = set()
    for key, wanted in (condition or {}).items():
        if key == "any":
            found.update(*(sources(choice) for choice in wanted))
        elif key == "not":
            found |= sources(wanted)
        else:
            found.add(key)
    return found


def visible_pages(form: Form, data: Mapping[str, Any]) -> list[Page]:
    """The pages that apply to these answers, in order."""
    return [page for page in form.pages if holds(page.only_if, data)]
