"""Rules, inputs and examples as lines of text: one spelling for forms and spreadsheets, read back exactly.

A rule: ``floor = 0.95`` for a number or word, ``bands: 0.95 = 1.5`` and ``items: late = 0.25 | chậm | late`` for the
rows of a list. An example: ``num = 960; den = 1000 -> 4.8``; ``na`` stands for not applicable, ``none`` for nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from motcua.reform.rules.numbers import NotANumber, whole

Record = Mapping[str, Any]

# What stands left and right of the sign in the rows of a list.
LISTS: Final[dict[str, tuple[str, str]]] = {
    "bands": ("from", "points"),
    "items": ("key", "points"),
    "options": ("key", "weight"),
    "vetoes": ("key", ""),
}
WHOLE: Final = frozenset({"grace_days", "minimum"})
NOTHING: Final = "none"
NOT_APPLICABLE: Final = "na"
WORDS: Final = {True: "yes", False: "no", None: NOTHING}


class NotationRefused(ValueError):
    """A line cannot be read; ``line`` is its number from 1, ``text`` what stands there."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(f"{line}: {text}")
        self.line, self.text = line, text


def write_rule(record: Record) -> str:
    """The lines of a rule's record; its kind stands apart."""
    return "\n".join(_lines(record))


def _lines(record: Record) -> Iterator[str]:
    for name, value in record.items():
        if name in LISTS:
            yield from (_row(name, row) for row in value)
        elif name != "kind":
            yield f"{name} = {_word(value)}"


def _row(name: str, row: Record) -> str:
    left, right = LISTS[name]
    sides = f"{row[left]} = {row[right]}" if right else str(row[left])
    words = [row[key] for key in ("name_vi", "name_en") if key in row]
    return " | ".join([f"{name}: {sides}", *words])


def read_rule_text(kind: str, text: str) -> dict[str, Any]:
    """The record behind the lines of :func:`write_rule`. Raises :class:`NotationRefused`."""
    record: dict[str, Any] = {"kind": kind}
    for number, line in _numbered(text):
        name, sign, rest = line.partition(":")
        if sign and name.strip() in LISTS:
            record.setdefault(name.strip(), []).append(_read_row(name.strip(), rest, number))
            continue
        name, sign, value = line.partition("=")
        if not sign or not name.strip().isidentifier() or name.strip() in record:
            raise NotationRefused(number, line)
        record[name.strip()] = _read_scalar(name.strip(), value.strip(), number)
    return record


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _read_row(name: str, text: str, number: int) -> dict[str, str]:
    left, right = LISTS[name]
    sides, *words = (part.strip() for part in text.split("|"))
    if len(words) > 2:
        raise NotationRefused(number, text)
    head, sign, tail = (part.strip() for part in sides.partition("="))
    if bool(sign) != bool(right) or not head or (right and not tail):
        raise NotationRefused(number, text.strip())
    row = {left: head, **({right: tail} if right else {})}
    return row | dict(zip(("name_vi", "name_en"), words, strict=False))


def _read_scalar(name: str, value: str, number: int) -> Any:
    if name not in WHOLE:
        return value
    if value == NOTHING:
        return None
    try:
        return whole(value)
    except NotANumber as error:
        raise NotationRefused(number, f"{name} = {value}") from error


def write_examples(examples: list[Record]) -> str:
    """One line for each example."""
    return "\n".join(
        "; ".join(f"{name} = {_word(value)}" for name, value in example["inputs"].items())
        + f" -> {NOT_APPLICABLE if example['points'] is None else example['points']}"
        for example in examples
    )


def read_examples(text: str) -> list[dict[str, Any]]:
    """The examples behind the lines of :func:`write_examples`. Raises :class:`NotationRefused`."""
    return [_read_example(line, number) for number, line in _numbered(text)]


def _read_example(line: str, number: int) -> dict[str, Any]:
    inputs, sign, points = (part.strip() for part in line.rpartition("->"))
    if sign != "->" or not points:
        raise NotationRefused(number, line)
    read = {}
    for part in inputs.split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not name.isidentifier() or not value:
            raise NotationRefused(number, line)
        read[name] = _figure(value)
    return {"inputs": read, "points": None if points == NOT_APPLICABLE else points}


def write_inputs(inputs: Record) -> str:
    """One line for each input that an indicator feeds."""
    return "\n".join(f"{name} = {key}" for name, key in inputs.items())


def read_inputs(text: str) -> dict[str, str]:
    """Raises :class:`NotationRefused`."""
    read = {}
    for number, line in _numbered(text):
        name, sign, key = (part.strip() for part in line.partition("="))
        if not sign or not name.isidentifier() or not key:
            raise NotationRefused(number, line)
        read[name] = key
    return read


def _word(value: Any) -> str:
    return WORDS[value] if value is None or isinstance(value, bool) else str(value)


def _figure(text: str) -> Any:
    return {word: value for value, word in WORDS.items()}.get(text, text)
