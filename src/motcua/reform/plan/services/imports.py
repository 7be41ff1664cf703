"""Reading a plan from a spreadsheet: every row is judged before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.identity.api import Unit, User
from motcua.platform.workbooks import WorkbookRefused, read_workbook
from motcua.reform.plan.models import ReformPlan
from motcua.reform.plan.parameters import Area, list_areas
from motcua.reform.plan.services.plans import TaskValues, not_in_plan

COLUMNS = 6
MAX_ROWS = 500
MAX_TEXT, MAX_PRODUCT = 2000, 500
_NAMES = ("area", "text", "product", "unit", "person", "due")
_SHOWN = 80
"""Of a cell that is quoted in an error: what stands there may be a whole book."""


class NotReadable(Exception):
    """The file is no workbook, holds nothing, or is too large."""


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One line of the sheet as text: what stands in its six columns, and its number there.

    ``is_repeated``: it fits, and stands in the plan or in a line above already.
    """

    line: int
    cells: tuple[str, ...]
    errors: tuple[str, ...] = ()
    values: TaskValues | None = None
    is_repeated: bool = False


@dataclass(frozen=True)
class Names:
    """How areas, units and people may be written in the sheet, in lower case."""

    areas: dict[str, str] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, list[User]] = field(default_factory=dict)


def headings() -> list[str]:
    """The six columns of the sheet, in the language of the page."""
    return [
        _("Area"),
        _("Task"),
        _("Product"),
        pgettext("task", "Unit"),
        _("Person in charge"),
        _("Due date"),
    ]


def read_sheet(content: bytes) -> list[SheetRow]:
    """Rows below the headings of the first sheet, empty ones left out. Raises :class:`NotReadable`."""
    try:
        sheet = read_workbook(content, most_rows=MAX_ROWS + 1, most_columns=COLUMNS)[0]
    except WorkbookRefused as error:
        raise NotReadable from error
    rows = [
        SheetRow(line=number, cells=tuple(_text(cell) for cell in _six(row)))
        for number, row in enumerate(sheet.rows[1:], start=2)
    ]
    found = [row for row in rows if any(row.cells)]
    if not found:
        raise NotReadable
    return found


def names_of(*, units: Sequence[Unit], people: Sequence[User]) -> Names:
    """What a sheet may call the things of one agency: codes, Vietnamese and English names, account names."""
    names = Names()
    for area in list_areas():
        names.areas.update(dict.fromkeys(_spellings(area), area.code))
    for unit in units:
        written = (unit.code, unit.name_vi, unit.name_en)
        names.units.update({word.casefold(): unit.pk for word in written if word})
    for person in people:
        for word in (person.username, person.full_name):
            names.people.setdefault(word.casefold(), []).append(person)
    return names


def judge(rows: Sequence[SheetRow], *, names: Names, year: int) -> list[SheetRow]:
    """The rows with what is wrong in each, or with the task they mean."""
    return [_judge(row, names, year) for row in rows]


def mark_repeated(rows: Sequence[SheetRow], *, plan: ReformPlan) -> list[SheetRow]:
    """Judged rows, with those marked that a take-over would pass over."""
    new = not_in_plan(plan=plan, tasks=[row.values for row in rows if row.values])
    # Equal values are new once: the first line that bears them.
    first = {id(values) for values in new}
    return [replace(row, is_repeated=row.values is not None and id(row.values) not in first) for row in rows]


def _judge(row: SheetRow, names: Names, year: int) -> SheetRow:
    area, text, product, unit, person, due = row.cells
    due_on = read_day(due)
    quoted = {name: Truncator(cell).chars(_SHOWN) for name, cell in zip(_NAMES, row.cells, strict=True)}
    known_area, unit_id = names.areas.get(area.casefold()), names.units.get(unit.casefold())
    people = names.people.get(person.casefold(), [])
    errors = [
        (not known_area, _("The area “%(word)s” is not known.") % {"word": quoted["area"]}),
        (not text, _("The task is missing.")),
        (len(text) > MAX_TEXT, _("The task is longer than %(n)d characters.") % {"n": MAX_TEXT}),
        (len(product) > MAX_PRODUCT, _("The product is longer than 500 characters.")),
        (bool(unit) and unit_id is None, _("The agency has no unit “%(word)s”.") % {"word": quoted["unit"]}),
        (bool(person) and not people, _("Nobody called “%(word)s” works here.") % {"word": quoted["person"]}),
        (
            len(people) > 1,
            _("Several people are called “%(word)s”; write the account.") % {"word": quoted["person"]},
        ),
        (due_on is None, _("“%(word)s” is no date; write day/month/year.") % {"word": quoted["due"]}),
        (due_on is not None and due_on.year != year, _("The due date is not in the year of the plan.")),
    ]
    wrong = tuple(words for is_wrong, words in errors if is_wrong)
    if wrong or due_on is None or known_area is None:
        return SheetRow(line=row.line, cells=row.cells, errors=wrong)
    values = TaskValues(
        area=known_area,
        text=text,
        product=product,
        unit_id=unit_id,
        person_id=people[0].pk if people else None,
        due_on=due_on,
    )
    return SheetRow(line=row.line, cells=row.cells, values=values)


def read_day(text: str) -> date | None:
    """``31/03/2026`` or ``2026-03-31`` as a date; None for anything else."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date of law has no time zone
        except ValueError:
            continue
    return None


def _spellings(area: Area) -> list[str]:
    return [word.casefold() for word in (area.code, str(area.order), area.name_vi, area.name_en)]


def _six(row: Sequence[Any]) -> tuple[Any, ...]:
    return (*row, *[None] * COLUMNS)[:COLUMNS]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Some tablets write marks apart from their letters, and the same words would not be found.
    text = normalize("NFC", str("" if value is None else value))
    # Our own exports defuse what looks like a formula by an apostrophe.
    return " ".join(text.split()).removeprefix("'")
