"""From the compact definition of a form to its JSON Schema 2020-12 and ui-schema.

People write the compact form (``forms/data/*.json``; see docs/explanation/e-forms.md); the two
schemas are what is stored, validated against and edited later.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from motcua.onestop.forms.rules.conditions import sources, to_schema

Json = dict[str, Any]

MAX_POSTED_FIELDS = 900
"""A page must stay under Django's limit of 1,000 posted fields, hidden ones included."""

_TYPES: Mapping[str, Json] = {
    "text": {"type": "string", "minLength": 1, "maxLength": 300},
    "longtext": {"type": "string", "minLength": 1, "maxLength": 5000},
    "integer": {"type": "integer", "minimum": 0, "maximum": 1_000_000_000},
    "number": {"type": "number", "minimum": 0, "maximum": 1_000_000_000_000},
    "money": {"type": "integer", "minimum": 0, "maximum": 1_000_000_000_000_000},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2100},
    "date": {"type": "string", "format": "date"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "phone": {"type": "string", "pattern": r"^(\+84|0)\d{9,10}$"},
    "yesno": {"type": "boolean"},
    "choice": {"type": "string"},
    "choices": {"type": "array", "minItems": 1, "uniqueItems": True},
    "hidden": {"type": "string"},
}
_LIMITS = {
    "max": {"text": "maxLength", "longtext": "maxLength"},
    "min": {"text": "minLength", "longtext": "minLength"},
}
_COPIED = ("only_if", "lockable", "past", "autocomplete")


class DefinitionError(ValueError):
    """The definition cannot become a form; the message says where."""


def compile_form(definition: Mapping[str, Any], shared: Mapping[str, Any]) -> tuple[Json, Json]:
    """The JSON Schema and the ui-schema of one definition. ``shared`` holds pages that ``use`` names."""
    schema: Json = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:motcua:form:{definition['key']}",
        "type": "object",
        "properties": {},
        "required": [],
        "additionalProperties": False,
    }
    ui: Json = {
        "title": pair(definition["title"]),
        "pages": [],
        "fields": {},
        "components": {key: _component(value) for key, value in definition.get("components", {}).items()},
        "declaration": pair(definition.get("declaration", shared["declaration"])),
    }
    for page in _pages(definition, shared):
        ui["pages"].append(_add_page(schema, ui, page))
    return schema, ui


def pair(value: Any) -> dict[str, str]:
    """``["vi", "en"]`` → ``{"vi": …, "en": …}``."""
    if not (
        isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) and one for one in value)
    ):
        raise DefinitionError(f"a text needs Vietnamese and English: {value!r}")
    return {"vi": value[0], "en": value[1]}


def _pages(definition: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for page in definition["pages"]:
        if "use" in page:
            yield from shared["pages"][page["use"]]
        else:
            yield page


def _component(value: Mapping[str, Any]) -> Json:
    found: Json = {key: value[key] for key in ("only_if", "required") if key in value}
    if "hint" in value:
        found["hint"] = pair(value["hint"])
    return found


def _add_page(schema: Json, ui: Json, page: Mapping[str, Any]) -> Json:
    shown: Json = {"key": page["key"], "kind": page.get("kind", "questions"), "title": pair(page["title"])}
    if "intro" in page:
        shown["intro"] = pair(page["intro"])
    if "only_if" in page:
        shown["only_if"] = page["only_if"]
    shown["fields"] = []
    for question in page.get("questions", ()):
        path = f"{page['group']}.{question['key']}" if "group" in page else question["key"]
        if path in ui["fields"]:
            raise DefinitionError(f"{path} is asked twice")
        condition = {**page.get("only_if", {}), **question.get("only_if", {})}
        # Answers are read in order: a condition can only look back.
        later = sources(condition) - set(ui["fields"])
        if later:
            raise DefinitionError(
                f"{path} depends on {', '.join(sorted(later))}, which is not asked before it"
            )
        _add_question(schema, ui, path, {**question, "only_if": condition})
        shown["fields"].append(path)
    return shown


def _add_question(root: Json, ui: Json, path: str, question: Mapping[str, Any]) -> None:
    target = _parent(root, path)
    key = path.rsplit(".", 1)[-1]
    is_table = question["type"] == "table"
    target["properties"][key] = _table(ui, path, question) if is_table else _leaf(question)
    ui["fields"][path] = _shown(question)
    if is_table:
        ui["fields"][path]["columns"] = [column["key"] for column in question["questions"]]
    _require(root, target, path, question)


def _parent(root: Json, path: str) -> Json:
    parts = path.split(".")
    if len(parts) == 1:
        return root
    group: Json = root["properties"].setdefault(
        parts[0], {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    )
    return group


def _require(root: Json, target: Json, path: str, question: Mapping[str, Any]) -> None:
    """A conditional question is required by an ``if``; without condition by its parent."""
    if question.get("optional"):
        return
    key = path.rsplit(".", 1)[-1]
    if not question.get("only_if"):
        target["required"].append(key)
        if target is not root and path.split(".")[0] not in root["required"]:
            root["required"].append(path.split(".")[0])
        return
    demand: Json = {"required": [key]}
    for part in reversed(path.split(".")[:-1]):
        demand = {"required": [part], "properties": {part: demand}}
    root.setdefault("allOf", []).append({"if": to_schema(question["only_if"]), "then": demand})


def _leaf(question: Mapping[str, Any]) -> Json:
    kind = question["type"]
    if kind not in _TYPES:
        raise DefinitionError(f"{question['key']}: unknown type {kind!r}")
    node = dict(_TYPES[kind])
    for limit, names in _LIMITS.items():
        if limit in question:
            node[names.get(kind, "maximum" if limit == "max" else "minimum")] = question[limit]
    if "pattern" in question:
        node["pattern"] = question["pattern"]
    if "options" in question:
        codes = [option[0] for option in question["options"]]
        if kind == "choices":
            node["items"] = {"enum": codes}
        else:
            node["enum"] = codes
    elif kind in {"choice", "choices"}:
        raise DefinitionError(f"{question['key']}: a choice needs options")
    return node


def _table(ui: Json, path: str, question: Mapping[str, Any]) -> Json:
    columns, most = question["questions"], question.get("max_items", 20)
    if (
        most * sum(len(column.get("options", [1])) for column in columns if column["type"] == "choices")
        + (most * len(columns))
        > MAX_POSTED_FIELDS
    ):
        raise DefinitionError(f"{path}: {most} rows of {len(columns)} columns are too many for one page")
    items: Json = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    for column in columns:
        items["properties"][column["key"]] = _leaf(column)
        ui["fields"][f"{path}.*.{column['key']}"] = _shown(column)
        if not column.get("optional"):
            _require_in_row(items, column)
    return {"type": "array", "minItems": question.get("min_items", 1), "maxItems": most, "items": items}


def _require_in_row(items: Json, column: Mapping[str, Any]) -> None:
    if not column.get("only_if"):
        items["required"].append(column["key"])
        return
    if not all(key.startswith(".") for key in column["only_if"]):
        raise DefinitionError(f"{column['key']}: a condition of a column looks into its own row (.key)")
    rule = {"if": to_schema(column["only_if"]), "then": {"required": [column["key"]]}}
    items.setdefault("allOf", []).append(rule)


def _shown(question: Mapping[str, Any]) -> Json:
    shown: Json = {"widget": question["type"], "label": pair(question["label"])}
    shown |= {key: question[key] for key in _COPIED if question.get(key)}
    for key in ("hint", "unit", "message", "item"):
        if key in question:
            shown[key] = pair(question[key])
    if "options" in question:
        # A list, because the database does not keep the order of an object's keys.
        shown["options"] = [{"code": code, "vi": vi, "en": en} for code, vi, en in question["options"]]
    if not question.get("optional"):
        shown["required"] = True
    return shown
