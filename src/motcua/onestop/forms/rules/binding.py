"""A page ready to be drawn: each question with its HTML name, what was typed, its error and its choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.conditions import holds, sources
from motcua.onestop.forms.rules.messages import message
from motcua.onestop.forms.rules.model import Condition, Field, Form, Page, text
from motcua.onestop.forms.rules.summary import in_words, typed

MAX_RADIOS = 6
"""More choices than this become a drop-down list."""

_WIDTHS = {"integer": "10", "number": "10", "year": "4", "date": "10", "phone": "20", "money": "20"}
_INPUT_MODES = {
    "integer": "numeric",
    "year": "numeric",
    "money": "numeric",
    "number": "decimal",
    "date": "numeric",
}
_ONLY_IF = {"vi": "Chỉ trả lời nếu", "en": "Only answer if"}
_IS = {"vi": "là", "en": "is"}
_OR = {"vi": "hoặc", "en": "or"}
_AND = {"vi": "và", "en": "and"}
_YES = {"vi": "Có", "en": "Yes"}
_NO = {"vi": "Không", "en": "No"}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    checked: bool
    id: str


@dataclass(frozen=True)
class Question:
    """One question as the template draws it. ``rows`` only in a table, ``choices`` only where one chooses."""

    name: str
    id: str
    widget: str
    label: str
    hint: str
    value: str
    words: str
    error: str
    required: bool
    locked: bool
    is_asked: bool
    only_if: str
    steers: bool
    choices: tuple[Choice, ...] = ()
    rows: tuple["Row", ...] = ()
    unit: str = ""
    width: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    item: str = ""
    can_add: bool = False
    first_id: str = ""

    @property
    def described_by(self) -> str:
        parts = [
            f"{self.id}-hint" if self.hint or self.only_if else "",
            f"{self.id}-error" if self.error else "",
        ]
        return " ".join(filter(None, parts))


@dataclass(frozen=True)
class Row:
    number: int
    id: str
    label: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Binder:
    """Everything that a page needs to be drawn."""

    form: Form
    data: Mapping[str, Any]
    errors: Mapping[str, FormError]
    language: str
    locked: frozenset[str] = frozenset()

    def page(self, page: Page) -> tuple[Question, ...]:
        steering = self._steering()
        return tuple(self._question(field, steering) for field in page.fields)

    def error_list(self, errors: Sequence[FormError]) -> list[tuple[str, str]]:
        """Message and id of the control for each error, rows named by their number."""
        return [(self._message(error), self._target(error)) for error in errors]

    def _steering(self) -> set[str]:
        """Questions whose answer decides whether another one is asked."""
        return {
            f"{field.path.rsplit('.', 1)[0]}{path}" if path.startswith(".") else path
            for field in self.form.fields.values()
            for path in sources(field.only_if)
        }

    def _question(self, field: Field, steering: set[str]) -> Question:
        value = paths.get(self.data, field.path)
        if field.widget != "table":
            return self._leaf(field, field.path, value, row=None, steers=field.path in steering)
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        shown = rows or ([] if not field.required else [{}])
        base = self._leaf(field, field.path, None, row=None, steers=False)
        bound = tuple(self._row(field, number, row, steering) for number, row in enumerate(shown))
        first = bound[0].questions[0].first_id if bound else f"{base.id}-add"
        return _replace(base, rows=bound, can_add=len(shown) < field.max_items, first_id=first)

    def _row(self, field: Field, number: int, row: Mapping[str, Any], steering: set[str]) -> Row:
        questions = tuple(
            self._leaf(
                column,
                f"{field.path}.{number}.{column.key}",
                row.get(column.key),
                row=row,
                steers=column.path in steering,
            )
            for column in field.columns
        )
        label = f"{text(field.item, self.language) or text(field.label, self.language)} {number + 1}"
        return Row(number, paths.html_id(f"{field.path}.{number}"), label, questions)

    def _leaf(
        self, field: Field, name: str, value: Any, *, row: Mapping[str, Any] | None, steers: bool
    ) -> Question:
        identifier = paths.html_id(name)
        error = self.errors.get(name)
        choices = self._choices(field, identifier, value)
        widget = "select" if field.widget == "choice" and len(choices) > MAX_RADIOS else field.widget
        grouped = widget in {"choice", "choices", "yesno"}
        return Question(
            name=name,
            id=identifier,
            widget=widget,
            label=text(field.label, self.language),
            hint=text(field.hint, self.language),
            value="" if value is None or choices else typed(field, value),
            words=in_words(field, value, self.language) if not isinstance(value, dict) else "",
            error=message(error, field, self.language) if error else "",
            required=field.required,
            locked=name in self.locked,
            is_asked=holds(field.only_if, self.data, row),
            only_if=self._only_if(field.only_if, name),
            steers=steers,
            choices=choices,
            unit=text(field.unit, self.language),
            width=_WIDTHS.get(field.widget, ""),
            inputmode=_INPUT_MODES.get(field.widget, ""),
            autocomplete=field.autocomplete,
            item=text(field.item, self.language),
            first_id=choices[0].id if grouped and choices else identifier,
        )

    def _choices(self, field: Field, identifier: str, value: Any) -> tuple[Choice, ...]:
        if field.widget == "yesno":
            marks = {True: "yes", False: "no"}
            given = {marks[value]} if isinstance(value, bool) else set()
            options = {"yes": text(_YES, self.language), "no": text(_NO, self.language)}
        else:
            given = {str(one) for one in (value if isinstance(value, list) else [value])}
            options = {code: text(label, self.language) for code, label in (field.options or {}).items()}
        return tuple(
            Choice(code, label, code in given, f"{identifier}-{number}")
            for number, (code, label) in enumerate(options.items())
        )

    def _only_if(self, condition: Condition | None, name: str) -> str:
        if not condition:
            return ""
        words = self._condition_words(condition, name.rsplit(".", 1)[0])
        return f"{text(_ONLY_IF, self.language)} {words}." if words else ""

    def _condition_words(self, condition: Condition, parent: str) -> str:
        known = self.form.fields
        parts = []
        for key, wanted in condition.items():
            path = f"{paths.pattern_of(parent)}{key}" if key.startswith(".") else key
            if path not in known or known[path].widget == "hidden":
                continue
            values = wanted if isinstance(wanted, list) else [wanted]
            joined = f" {text(_OR, self.language)} ".join(
                f"“{in_words(known[path], value, self.language)}”" for value in values
            )
            parts.append(f"“{text(known[path].label, self.language)}” {text(_IS, self.language)} {joined}")
        return f" {text(_AND, self.language)} ".join(parts)

    def _field_of(self, error: FormError) -> Field:
        return self.form.fields[paths.pattern_of(error.path)]

    def _message(self, error: FormError) -> str:
        sentence = message(error, self._field_of(error), self.language)
        parts = error.path.split(".")
        number = next((index for index, part in enumerate(parts) if part.isdigit()), None)
        if number is None:
            return sentence
        table = self.form.fields[".".join(parts[:number])]
        return f"{text(table.item or table.label, self.language)} {int(parts[number]) + 1}: {sentence}"

    def _target(self, error: FormError) -> str:
        field, identifier = self._field_of(error), paths.html_id(error.path)
        if field.widget == "table":
            return f"{identifier}-add"
        many = field.widget == "choice" and len(field.options or {}) > MAX_RADIOS
        return (
            f"{identifier}-0" if field.widget in {"choice", "choices", "yesno"} and not many else identifier
        )


def _replace(question: Question, **changes: Any) -> Question:
    return Question(**{**question.__dict__, **changes})


def posted_names(questions: Sequence[Question]) -> dict[str, list[str]]:
    """What a browser sends back for these questions when nothing is changed."""
    sent: dict[str, list[str]] = {}
    for question in questions:
        if question.widget == "table":
            for row in question.rows:
                sent.update(posted_names(row.questions))
        elif question.choices:
            chosen = [choice.value for choice in question.choices if choice.checked]
            sent.update({question.name: chosen} if chosen else {})
        elif not question.locked:
            sent[question.name] = [question.value]
    return sent
