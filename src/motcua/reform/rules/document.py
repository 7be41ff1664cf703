"""What may stand in the document of an edition, apart from what it means: kinds of values, lengths, characters.

Whoever imports a file may have written it by hand or by a program; what passes here can be kept, shown and exported.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

Record = Mapping[str, Any]

DEEPEST: Final = 12
MOST_VALUES: Final = 200_000
LONGEST: Final = 20_000
LARGEST: Final = 10**15
LENGTHS: Final = {"title_vi": 300, "title_en": 300, "decision": 200, "name_vi": 500, "name_en": 500}
CODE: Final = re.compile(r"[\w.\-]{1,40}")
_UNKEPT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LISTS: Final = frozenset(
    {"areas", "criteria", "components", "bonuses", "penalties", "disqualifiers", "bands"}
)
_RECORD_LISTS: Final = _LISTS | {"examples", "legal_basis", "items", "options", "vetoes"}
_TEXT_LISTS: Final = frozenset({"blocks", "evidence", "tie_breakers"})
_RECORDS: Final = frozenset({"inputs", "basis", "bridge", "rule", "settings"})
_TEXTS: Final = frozenset(
    {
        "code",
        "decision",
        "appraiser",
        "note_vi",
        "note_en",
        "mode",
        "source",
        "as_of",
        "text_vi",
        "text_en",
        *LENGTHS,
    }
)
Flaw = tuple[str, str]


def flaws(document: Record) -> Iterator[Flaw]:
    """Codes of refusals with their place, the first ones first; a document without any has the shape of an edition."""
    budget = [MOST_VALUES]
    yield from _record(document, "", 0, budget)
    if isinstance(document.get("bridge", {}), Mapping) and not _is_texts(document.get("bridge", {}).values()):
        yield "wrong_value", "bridge"


def _record(record: Record, where: str, depth: int, budget: list[int]) -> Iterator[Flaw]:
    for name, value in record.items():
        place = f"{where}.{name}" if where else str(name)
        if not isinstance(name, str) or _UNKEPT.search(name):
            yield "bad_characters", where or "document"
            return
        yield from _named(name, value, place)
        yield from _value(value, place, depth + 1, budget)


def _value(value: Any, where: str, depth: int, budget: list[int]) -> Iterator[Flaw]:
    budget[0] -= 1
    if depth > DEEPEST or budget[0] < 0:
        yield "too_long", where
    elif isinstance(value, str):
        yield from _text(value, where)
    elif isinstance(value, Mapping):
        yield from _record(value, where, depth, budget)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _value(item, f"{where}.{at}", depth + 1, budget)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= LARGEST):
        yield "not_a_number", where


def _text(value: str, where: str) -> Iterator[Flaw]:
    if len(value) > LONGEST:
        yield "too_long", where
    if _UNKEPT.search(value):
        yield "bad_characters", where


def _named(name: str, value: Any, where: str) -> Iterator[Flaw]:
    """What the names of fields promise."""
    if (name in _RECORD_LISTS and not _is_records(value)) or (
        name in _TEXT_LISTS and not (isinstance(value, list) and _is_texts(value))
    ):
        yield "not_a_list", where
    elif name in _RECORDS and not _is_record(name, value):
        yield "not_a_record", where
    elif name in _TEXTS and not isinstance(value, str):
        yield "text_missing", where
    elif isinstance(value, str):
        yield from _sized(name, value, where)


def _sized(name: str, value: str, where: str) -> Iterator[Flaw]:
    if len(value) > LENGTHS.get(name, LONGEST):
        yield "too_long", where
    if name == "code" and not CODE.fullmatch(value):
        yield "bad_code", where
    if name == "as_of" and value and not _is_day(value):
        yield "not_a_date", where


def _is_record(name: str, value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    # Inputs of a criterion are keys of indicators, those of an example are figures; the latter are read as such.
    return name != "basis" or _is_texts(value.values())


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _is_texts(values: Any) -> bool:
    return all(isinstance(item, str) for item in values)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-01-31")
