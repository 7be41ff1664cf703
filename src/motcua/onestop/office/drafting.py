"""The draft of a result between its template's values and a form that people can fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

Content = dict[str, Any]

TEMPLATES = {
    "certificate": _("Certificate"),
    "licence": _("Licence"),
    "decision": _("Decision"),
    "letter": _("Official letter"),
    "rejection": _("Letter of refusal"),
}
# The parts of each template in the order in which they are printed.
PARTS: dict[str, tuple[str, ...]] = {
    "certificate": (
        "subject",
        "title",
        "authority",
        "bases",
        "proposal",
        "facts",
        "table",
        "paragraphs",
        "validity",
    ),
    "licence": (
        "subject",
        "title",
        "authority",
        "bases",
        "proposal",
        "facts",
        "scope",
        "table",
        "paragraphs",
        "validity",
    ),
    "decision": ("subject", "authority", "bases", "proposal", "articles", "facts", "table"),
    "letter": ("subject", "addressee", "paragraphs", "facts", "table"),
    "rejection": ("subject", "addressee", "opening", "reasons", "grounds", "paragraphs"),
}
ENDING = ("recipients", "archive")
LABELS: dict[str, Any] = {
    "subject": _("Subject"),
    "title": _("Title"),
    "authority": _("Who decides"),
    "bases": _("Legal bases"),
    "proposal": _("On whose proposal"),
    "facts": _("Content"),
    "scope": _("Scope"),
    "table": _("Table"),
    "paragraphs": _("Body text"),
    "articles": _("Articles"),
    "validity": _("Validity"),
    "addressee": _("Addressee"),
    "opening": _("Opening"),
    "reasons": _("Reasons"),
    "grounds": _("Legal bases of the refusal"),
    "recipients": _("Recipients"),
    "archive": _("Archive"),
}
HINTS: dict[str, Any] = {
    "bases": _("One base a line."),
    "facts": _("One line each, as “Name: value”."),
    "paragraphs": _("One paragraph a line."),
    "reasons": _("One reason a line: which condition is not met, and what shows it."),
    "grounds": _(
        "One base a line, with article and clause. Strike out those that do not bear on the refusal."
    ),
    "articles": _("One article a line; the numbers are set by the template."),
    "recipients": _("One recipient a line."),
    "table": _(
        "First line: title. Second line: column headings. Then one row a line. Columns are parted by |."
    ),
}
LINES = frozenset({"bases", "paragraphs", "articles", "recipients", "reasons", "grounds"})
SHORT = frozenset({"scope", "proposal", "validity", "opening"})
LONG = LINES | SHORT | {"facts", "table"}
REQUIRED = frozenset({"subject", "title", "articles", "opening", "reasons", "grounds"})
BAR = "|"


class DraftForm(forms.Form):
    """The fields of one template; ``template`` decides which."""

    def __init__(self, data: Any = None, *, template: str, content: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=to_texts(content or {}))
        for part in (*PARTS[template], *ENDING):
            self.fields[part] = _field(part)

    def content(self) -> Content:
        """The answers as the template's values."""
        return {part: _value(part, text) for part, text in self.cleaned_data.items()}


def template_for(*, result_kind: str, decision: str = "approve") -> str:
    """The template of a result; a refusal is a letter with reasons and legal bases."""
    if decision == "reject":
        return "rejection"
    return result_kind if result_kind in TEMPLATES else "certificate"


def to_texts(content: Mapping[str, Any]) -> dict[str, str]:
    """A template's values as the texts of the form."""
    return {part: _as_text(part, value) for part, value in content.items() if part in LABELS}


def _field(part: str) -> forms.CharField:
    widget: forms.Widget = forms.TextInput()
    if part in LONG:
        widget = forms.Textarea(attrs={"rows": 2 if part in SHORT else 5})
    return forms.CharField(
        label=LABELS[part],
        help_text=HINTS.get(part, ""),
        required=part in REQUIRED,
        max_length=20_000,
        widget=widget,
    )


def _as_text(part: str, value: Any) -> str:
    if part in LINES:
        return "\n".join(value or ())
    if part == "facts":
        return "\n".join(f"{fact['label']}: {' '.join(str(fact['value']).split())}" for fact in value or ())
    if part == "table":
        return _table_text(value)
    return str(value or "")


def _table_text(table: Mapping[str, Any] | None) -> str:
    if not table:
        return ""
    rows = [table["columns"], *table["rows"]]
    return "\n".join([table["title"], *(f" {BAR} ".join(map(str, row)) for row in rows)])


def _value(part: str, text: str) -> Any:
    if part in LINES:
        return _lines(text)
    if part == "facts":
        pairs = (line.partition(":") for line in _lines(text))
        return [{"label": label.strip(), "value": value.strip()} for label, _colon, value in pairs]
    if part == "table":
        return _table(_lines(text))
    return text.strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _table(lines: list[str]) -> dict[str, Any] | None:
    if len(lines) < 2:
        return None
    columns = _cells(lines[1])
    rows = [_cells(line) for line in lines[2:]]
    width = len(columns)
    return {"title": lines[0], "columns": columns, "rows": [(row + [""] * width)[:width] for row in rows]}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(BAR)]
