"""Plausible answers to any e-form, for dossiers of the demonstration. Fictional throughout.

``data/answers.json`` says what is answered to a question of that key, or of ``table.key``; a question that it
does not know is answered by its kind.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from motcua.onestop.forms.api import Form, FormField

ANSWERS_FILE = Path(__file__).parent / "data" / "answers.json"
# Past days of questions that the file does not know.
LONG_AGO, LATELY = 150, 20
CLINICS = ("Phòng khám", "Bệnh viện")
PEOPLE_IN_TABLES = ("personnel", "members", "authors", "workers", "assessors", "testers", "drivers")


def answer_form(form: Form, *, on: date, random: Random, channel: str, holder: str = "") -> dict[str, Any]:
    """Answers to every question; the form itself drops those whose condition does not hold.

    ``holder`` is the organisation that files; a clinic answers for itself.
    """
    answers: dict[str, Any] = {}
    invent = _Invention(on, random, clinic=holder if holder.startswith(CLINICS) else "")
    for path, field in form.fields.items():
        if "*" not in path and not field.lockable and path != "applicant.kind":
            _put(answers, path, invent.answer(field))
    if "capital_total" in answers:
        answers["capital_total"] = answers["capital_fixed"] + answers["capital_working"]
    _put(answers, "result.channel", channel)
    _put(answers, "result.address", invent.word("addresses"))
    return answers


@cache
def _known() -> Mapping[str, Any]:
    known: Mapping[str, Any] = json.loads(ANSWERS_FILE.read_text(encoding="utf-8"))
    return known


def _put(answers: dict[str, Any], path: str, value: Any) -> None:
    *parents, leaf = path.split(".")
    for parent in parents:
        answers = answers.setdefault(parent, {})
    answers[leaf] = value


@dataclass
class _Invention:
    """Answers of one person on one day. ``row`` keeps the columns of a row together: a number and its name."""

    on: date
    random: Random
    table: str = ""
    row: int = 0
    clinic: str = ""

    def answer(self, field: FormField) -> Any:
        if field.columns:
            return self._rows(field)
        return _BY_WIDGET.get(field.widget, _Invention.text)(self, field)

    def _rows(self, field: FormField) -> list[dict[str, Any]]:
        self.table, rows = field.key, []
        for _ in range(max(1, int(field.schema.get("minItems", 1)))):
            self.row = self.random.randrange(12)
            rows.append({column.key: self.answer(column) for column in field.columns})
        self.table = ""
        return rows

    def word(self, group: str) -> str:
        return str(self.random.choice(_known()[group]))

    def text(self, field: FormField) -> str:
        pattern = field.schema.get("pattern", "")
        if pattern:
            return self._for_pattern(pattern)
        return self._filled(self._offered(field))[: field.schema.get("maxLength", 300)]

    def _offered(self, field: FormField) -> str:
        values, key = _known()["values"], field.key
        if key == "name" and self.table in PEOPLE_IN_TABLES:
            return "{person}"
        options: Sequence[str] = values.get(f"{self.table}.{key}") or values.get(key) or [_by_key(key)]
        place = self.row if self.table else self.random.randrange(len(options))
        return options[place % len(options)]

    def _filled(self, text: str) -> str:
        if "{" not in text:
            return text
        past = self.on - timedelta(days=self.random.randint(60, 700))
        return text.format(
            person=self.word("people"),
            address=self.word("addresses"),
            organisation=self.word("organisations"),
            clinic=self.clinic or self.word("clinics"),
            task=self.word("tasks"),
            nn=self.random.randint(11, 99),
            n=self.random.randint(1, 2),
            digits=self.random.randint(10_000_000, 99_999_999),
            date=f"{past:%d/%m/%Y}",
            year=past.year,
            later=f"{self.on + timedelta(days=self.random.randint(90, 300)):%d/%m/%Y}",
        )

    def _for_pattern(self, pattern: str) -> str:
        digits = "".join(str(self.random.randint(0, 9)) for _ in range(9))
        if "+84" in pattern:
            return "0900" + digits[:6]
        if r"\d{4}" in pattern:
            return digits[:4]
        # Identification numbers that begin with 099 are not in use.
        return ("099" + digits) if "12" in pattern else ("9" + digits)

    def number(self, field: FormField) -> int:
        low = int(field.schema.get("minimum", field.schema.get("exclusiveMinimum", 0)))
        high = int(field.schema.get("maximum", low + 5000))
        usual = _known()["numbers"].get(field.key, (1, 50))
        return min(high, max(low, self.random.randint(*usual)))

    def money(self, field: FormField) -> int:
        usual = _known()["millions"].get(field.key, (200, 6000))
        return int(self.random.randint(*usual)) * 1_000_000

    def year(self, field: FormField) -> int:
        low, high = field.schema.get("minimum", 1900), field.schema.get("maximum", 2100)
        ago = self.random.randint(28, 55) if "birth" in field.key else self.random.randint(1, 6)
        return int(min(high, max(low, self.on.year - ago)))

    def date(self, field: FormField) -> str:
        usual = _known()["days"].get(field.key)
        if "birth" in field.key:
            usual = (-55 * 365, -28 * 365)
        if usual is None or (field.past and usual[1] > 0):
            usual = (-LONG_AGO, -LATELY) if field.past else (LATELY, LONG_AGO)
        return (self.on + timedelta(days=self.random.randint(*usual))).isoformat()

    def choice(self, field: FormField) -> str:
        offered = list(field.schema.get("enum") or field.options or [""])
        usual = [option for option in offered if option != "other"]
        return str(self.random.choice(usual or offered))

    def choices(self, field: FormField) -> list[str]:
        offered = list(field.schema.get("items", {}).get("enum") or field.options or [])
        least = max(1, int(field.schema.get("minItems", 1)))
        amount = min(len(offered), self.random.randint(least, least + 1))
        chosen = set(self.random.sample(offered, amount))
        return [option for option in offered if option in chosen]

    def yes_or_no(self, field: FormField) -> bool:
        return field.key not in _known()["no"]

    def email(self, field: FormField) -> str:
        return "lienhe@lamson.example"

    def phone(self, field: FormField) -> str:
        return f"0900{self.random.randint(100_000, 999_999)}"


def _by_key(key: str) -> str:
    """What a question that the file does not know seems to ask for."""
    if key.endswith(("name", "person", "head", "officer", "recipient")):
        return "{person}"
    if "address" in key or "place" in key:
        return "{address}"
    if key.endswith(("number", "serial", "code", "certificate", "licence")):
        return "{nn}/{year}"
    return "Theo tài liệu gửi kèm hồ sơ"


_BY_WIDGET: Mapping[str, Callable[[_Invention, FormField], Any]] = {
    "integer": _Invention.number,
    "number": _Invention.number,
    "money": _Invention.money,
    "year": _Invention.year,
    "date": _Invention.date,
    "choice": _Invention.choice,
    "choices": _Invention.choices,
    "yesno": _Invention.yes_or_no,
    "email": _Invention.email,
    "phone": _Invention.phone,
}
