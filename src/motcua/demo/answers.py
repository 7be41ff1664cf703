"""Plausible answers to any e-form, for dossiers of the demonstration. Fictional throughout."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from motcua.onestop.forms.api import Form, FormField

WORDS = (
    "Theo hồ sơ kèm theo",
    "Đáp ứng yêu cầu của quy chuẩn kỹ thuật quốc gia",
    "Thực hiện tại trụ sở chính",
    "Nội dung đã được kiểm tra và xác nhận",
)
NAMES = ("Phạm Minh Đức", "Lê Thu Hà", "Vũ Quốc Anh", "Đặng Thị Hạnh", "Bùi Văn Sơn", "Hoàng Thị Yến")
PLACES = (
    "số 12 đường Hoa Sen, phường Lam Thành",
    "số 40 đường Lê Lợi, phường An Hòa",
    "khu công nghiệp Lam Thành",
)


def answer_form(form: Form, *, on: date, random: Random, channel: str) -> dict[str, Any]:
    """Answers to every question; the form itself drops those whose condition does not hold."""
    answers: dict[str, Any] = {}
    for path, field in form.fields.items():
        if "*" not in path and not field.lockable and path != "applicant.kind":
            _put(answers, path, _answer(field, on, random))
    _put(answers, "result.channel", channel)
    _put(answers, "result.address", f"{random.choice(PLACES)}, tỉnh Lam Sơn")
    return answers


def _put(answers: dict[str, Any], path: str, value: Any) -> None:
    *parents, leaf = path.split(".")
    for parent in parents:
        answers = answers.setdefault(parent, {})
    answers[leaf] = value


def _answer(field: FormField, on: date, random: Random) -> Any:
    if field.columns:
        rows = max(1, int(field.schema.get("minItems", 1)))
        return [{column.key: _answer(column, on, random) for column in field.columns} for _ in range(rows)]
    return _BY_WIDGET.get(field.widget, _text)(field, on, random)


def _text(field: FormField, on: date, random: Random) -> str:
    pattern = field.schema.get("pattern", "")
    if pattern:
        return _for_pattern(field, pattern, random)
    key = field.key
    if key.endswith(("name", "person", "head", "officer")):
        text = random.choice(NAMES)
    elif "address" in key or "place" in key:
        text = f"{random.choice(PLACES)}, tỉnh Lam Sơn"
    elif key.endswith(("number", "serial", "code", "certificate", "licence")):
        text = f"{random.randint(10, 999)}/{on.year}"
    else:
        text = random.choice(WORDS)
    return text[: field.schema.get("maxLength", 300)]


def _for_pattern(field: FormField, pattern: str, random: Random) -> str:
    digits = "".join(str(random.randint(0, 9)) for _ in range(9))
    if "+84" in pattern:
        return "09" + digits[:8]
    if r"\d{4}" in pattern:
        return digits[:4]
    return ("099" + digits) if "12" in pattern else ("9" + digits)


def _number(field: FormField, on: date, random: Random) -> int:
    low = int(field.schema.get("minimum", field.schema.get("exclusiveMinimum", 0)))
    high = int(field.schema.get("maximum", low + 100))
    return min(high, max(low + 1, random.randint(1, 50)))


def _money(field: FormField, on: date, random: Random) -> int:
    return int(random.randint(2, 60) * 100_000_000)


def _year(field: FormField, on: date, random: Random) -> int:
    low, high = field.schema.get("minimum", 1900), field.schema.get("maximum", 2100)
    return int(min(high, max(low, on.year - random.randint(1, 6))))


def _date(field: FormField, on: date, random: Random) -> str:
    days = random.randint(20, 150)
    return (on - timedelta(days=days) if field.past else on + timedelta(days=days)).isoformat()


def _choice(field: FormField, on: date, random: Random) -> str:
    return str(random.choice(list(field.schema.get("enum") or field.options or [""])))


def _choices(field: FormField, on: date, random: Random) -> list[str]:
    offered = list(field.schema.get("items", {}).get("enum") or field.options or [])
    return offered[: max(1, int(field.schema.get("minItems", 1)))]


_BY_WIDGET: Mapping[str, Callable[[FormField, date, Random], Any]] = {
    "integer": _number,
    "number": _number,
    "money": _money,
    "year": _year,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "yesno": lambda field, on, random: True,
    "email": lambda field, on, random: "lienhe@lamson.example",
    "phone": lambda field, on, random: f"09{random.randint(10_000_000, 99_999_999)}",
}
