"""Which answers of an e-form go on the result: chosen for each procedure, never all of them.

A result goes from hand to hand and may be shown to anybody, so it names what it grants and to whom, and nothing
that only the office needs: no date of birth, identification number, telephone or e-mail, unless the law names
them for this kind of result (``named_by`` in ``data/selections.json``).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SELECTIONS = Path(__file__).parent / "data" / "selections.json"
# What stands in ``answer`` for values that are no answers of the procedure's own questions.
APPLICANT, ADDRESS = "@applicant", "@address"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One labelled value: an answer by its path, or a text that stands on every such result."""

    label: str
    answer: str = ""
    text: str = ""
    named_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The table of the result: the answer that holds its rows, and ``(path of the column, label)``."""

    answer: str
    title: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What results of one procedure say.

    ``act`` is what the office does, beginning with a verb ("cấp Giấy phép … cho {applicant}"); ``refusal`` what it
    refuses. Words in braces are answers; ``{count:devices}`` is a number of rows.
    """

    facts: tuple[Line, ...]
    subject: str = ""
    act: str = ""
    refusal: str = ""
    title: str = ""
    scope: str = ""
    duties: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ("{applicant}",)
    table: Columns | None = None


# A procedure that nobody chose answers for names its holder; the specialist adds the rest.
HOLDER = Selection(
    facts=(Line(label="Tên tổ chức, cá nhân", answer=APPLICANT), Line(label="Địa chỉ", answer=ADDRESS))
)


def selection_for(procedure_key: str) -> Selection:
    """What a result of this procedure names; the holder alone when nothing was chosen."""
    return _selections().get(procedure_key, HOLDER)


@cache
def _selections() -> dict[str, Selection]:
    rows = json.loads(SELECTIONS.read_text(encoding="utf-8"))["procedures"]
    return {key: _read(row) for key, row in rows.items()}


def _read(row: Mapping[str, Any]) -> Selection:
    values = {**row, "facts": tuple(Line(**fact) for fact in row["facts"])}
    for name in ("duties", "recipients"):
        if name in row:
            values[name] = tuple(row[name])
    if "table" in row:
        columns = tuple((column["answer"], column["label"]) for column in row["table"]["columns"])
        values["table"] = Columns(**{**row["table"], "columns": columns})
    return Selection(**values)
