"""What a form is, once its JSON Schema and ui-schema are read into plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Text = Mapping[str, str]
"""A text in both languages: ``{"vi": …, "en": …}``."""

Condition = Mapping[str, Any]
"""See :mod:`motcua.onestop.forms.rules.conditions`."""


@dataclass(frozen=True)
class Field:
    """One question. ``path`` is dotted; inside a table the row stands as ``*`` (``devices.*.kind``)."""

    path: str
    widget: str
    label: Text
    schema: Mapping[str, Any]
    required: bool
    hint: Text | None = None
    options: Mapping[str, Text] | None = None
    only_if: Condition | None = None
    lockable: bool = False
    past: bool = False
    autocomplete: str = ""
    unit: Text | None = None
    message: Text | None = None
    item: Text | None = None
    columns: tuple["Field", ...] = ()

    @cached_property
    def key(self) -> str:
        return self.path.rsplit(".", 1)[-1]

    @property
    def max_items(self) -> int:
        return int(self.schema.get("maxItems", 1))


@dataclass(frozen=True)
class Page:
    """One topic of the form. ``kind`` is ``questions`` or ``files``."""

    key: str
    kind: str
    title: Text
    intro: Text | None
    only_if: Condition | None
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ComponentHint:
    """What the form adds to a file component of the catalogue."""

    hint: Text | None
    only_if: Condition | None
    required: bool | None


@dataclass(frozen=True)
class Form:
    schema: Mapping[str, Any]
    title: Text
    pages: tuple[Page, ...]
    declaration: Text
    components: Mapping[str, ComponentHint]

    def page(self, key: str) -> Page | None:
        return next((page for page in self.pages if page.key == key), None)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every question by path, columns of tables included."""
        found: dict[str, Field] = {}
        for page in self.pages:
            for field in page.fields:
                found[field.path] = field
                found.update({column.path: column for column in field.columns})
        return found

    @cached_property
    def past_fields(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Questions whose day cannot be to come: their path, and in a table the keys of such columns."""
        found = []
        for page in self.pages:
            for field in page.fields:
                columns = tuple(column.key for column in field.columns if column.past)
                if field.past or columns:
                    found.append((field.path, columns))
        return tuple(found)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Names of the objects that questions stand in, tables left out."""
        return tuple({path.split(".")[0]: None for path in self.fields if "." in path and ".*." not in path})


def text(value: Text | None, language: str) -> str:
    """The text in ``language``; Vietnamese where the other is missing."""
    if not value:
        return ""
    return value.get(language) or value.get("vi") or next(iter(value.values()), "")


def read_form(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> Form:
    """Join a JSON Schema 2020-12 and its ui-schema. ``KeyError``: the ui names an unknown field."""
    return Form(
        schema=schema,
        title=ui["title"],
        pages=tuple(_read_page(schema, ui, page) for page in ui["pages"]),
        declaration=ui.get("declaration", {}),
        components={key: _read_component(value) for key, value in ui.get("components", {}).items()},
    )


def _read_page(schema: Mapping[str, Any], ui: Mapping[str, Any], page: Mapping[str, Any]) -> Page:
    return Page(
        key=page["key"],
        kind=page.get("kind", "questions"),
        title=page["title"],
        intro=page.get("intro"),
        only_if=page.get("only_if"),
        fields=tuple(_read_field(schema, ui, path) for path in page.get("fields", ())),
    )


def _read_component(value: Mapping[str, Any]) -> ComponentHint:
    return ComponentHint(value.get("hint"), value.get("only_if"), value.get("required"))


def _read_field(schema: Mapping[str, Any], ui: Mapping[str, Any], path: str) -> Field:
    node, required = subschema(schema, path)
    shown = ui["fields"][path]
    return Field(
        path=path,
        widget=shown["widget"],
        label=shown["label"],
        schema=node,
        required=required or bool(shown.get("required")),
        hint=shown.get("hint"),
        options=_read_options(shown["options"]) if "options" in shown else None,
        only_if=shown.get("only_if"),
        lockable=bool(shown.get("lockable")),
        past=bool(shown.get("past")),
        autocomplete=shown.get("autocomplete", ""),
        unit=shown.get("unit"),
        message=shown.get("message"),
        item=shown.get("item"),
        columns=tuple(_read_field(schema, ui, f"{path}.*.{column}") for column in shown.get("columns", ())),
    )


def _read_options(options: Sequence[Mapping[str, str]]) -> dict[str, Text]:
    return {str(option["code"]): {"vi": option["vi"], "en": option["en"]} for option in options}


def subschema(schema: Mapping[str, Any], path: str) -> tuple[Mapping[str, Any], bool]:
    """The schema at a dotted path and whether its parent always requires it."""
    node, required = schema, False
    for part in path.split("."):
        if part == "*":
            node, required = node["items"], False
        else:
            required = part in node.get("required", ())
            node = node["properties"][part]
    return node, required
