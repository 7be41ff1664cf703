"""The visible difference between two versions of a procedure: part by part, line by line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.onestop.procedures.rules.parts import OF_PROCEDURE, PARTS

Snapshot = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One changed value. ``item`` names the component, step or law; ``field`` the model field (may be empty).

    ``kind`` is ``added``, ``removed`` or ``changed``.
    """

    part: str
    kind: str
    field: str
    item: str
    before: Any
    after: Any


def diff(*, before: Snapshot, after: Snapshot) -> list[Change]:
    """What changed between two snapshots of ``services.versions.snapshot_of``, in the record's order."""
    changes: list[Change] = []
    seen: set[str] = set()
    for part, fields in PARTS.items():
        for name in fields if part not in OF_PROCEDURE else ():
            if name not in seen:
                seen.add(name)
                changes.extend(_diff_field(part, name, before.get(name), after.get(name)))
    return changes


def _diff_field(part: str, name: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if name in ("components", "legal_bases"):
        yield from _diff_keyed(
            part, before or [], after or [], key="key" if name == "components" else "number"
        )
    elif name == "steps":
        yield from _diff_rows(part, before or [], after or [])
    elif name == "fee" and before.get("kind") == after.get("kind") == "cases":
        yield from _diff_keyed(part, before["cases"], after["cases"], key="key")
        yield from _diff_field(part, "fee_rule", _without_cases(before), _without_cases(after))
    else:
        yield Change(part, "changed", name, "", before, after)


def _without_cases(rule: Snapshot) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != "cases"}


def _diff_keyed(
    part: str, before: Sequence[Snapshot], after: Sequence[Snapshot], *, key: str
) -> Iterator[Change]:
    old = {row[key]: row for row in before}
    new = {row[key]: row for row in after}
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _diff_item(part, name, old.get(name), new.get(name))


def _diff_rows(part: str, before: Sequence[Snapshot], after: Sequence[Snapshot]) -> Iterator[Change]:
    for place in range(max(len(before), len(after))):
        old = before[place] if place < len(before) else None
        new = after[place] if place < len(after) else None
        yield from _diff_item(part, str(place + 1), old, new)


def _diff_item(part: str, item: str, old: Snapshot | None, new: Snapshot | None) -> Iterator[Change]:
    if old is None:
        yield Change(part, "added", "", item, None, new)
    elif new is None:
        yield Change(part, "removed", "", item, old, None)
    else:
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                yield Change(part, "changed", name, item, old.get(name), new.get(name))
