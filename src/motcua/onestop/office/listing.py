"""The worklist as a page: tabs with counts, filters kept in the address, rows in words, and files of the same
rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.onestop.office.due import Due, DueReader
from motcua.onestop.office.forms import WorkFilterForm
from motcua.onestop.office.queries import ProcedureChoices, procedure_choices
from motcua.onestop.office.words import TAB_TONES, TABS
from motcua.onestop.processes import queries
from motcua.onestop.processes.queries import LAST_PAGE, SORTS, WorkFilter, WorkRow
from motcua.platform.ui.saved import KeptView

EXPORT_LIMIT = 5000
NOBODY = UUID(int=0)


def in_english() -> bool:
    return get_language() == "en"


def page_number(asked: str) -> int:
    """A page from 1 to the last one that is shown; anything unreadable is the first."""
    return min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 10 else 1


def chosen_tab(asked: str, staff: StaffContext, counts: Mapping[str, int]) -> str:
    """The tab asked for, else the first one with something in it."""
    tabs = queries.tabs_for(staff)
    if asked in tabs:
        return asked
    return next((tab for tab in tabs if counts.get(tab)), tabs[0])


@dataclass(frozen=True)
class Filters:
    """The filters by their values and choices: equal ones look alike, so a page draws them once."""

    values: tuple[tuple[str, str], ...]
    choices: ProcedureChoices

    @property
    def form(self) -> WorkFilterForm:
        offered = self.choices
        return WorkFilterForm(dict(self.values), procedures=offered.procedures, fields=offered.fields)

    def narrow(self, *, sort: str) -> WorkFilter:
        """What the rows are narrowed to; without a value there is nothing to read."""
        if any(value for _name, value in self.values):
            return self.form.narrow(sort=sort)
        return WorkFilter(sort=sort if sort in SORTS else "due")


def read_filters(params: QueryDict, staff: StaffContext) -> Filters:
    return Filters(
        values=tuple((field, params.get(field, "")) for field in WorkFilterForm.base_fields),
        choices=procedure_choices(staff=staff, english=in_english()),
    )


def read_tabs(*, staff: StaffContext, current: str, counts: Mapping[str, int]) -> "Tabs":
    return Tabs(current, tuple((tab, counts.get(tab, 0)) for tab in queries.tabs_for(staff)))


@dataclass(frozen=True)
class Tabs:
    """The tabs of a person with their counts; a tab starts without filters."""

    current: str
    counts: tuple[tuple[str, int], ...]

    @property
    def label(self) -> str:
        return str(TABS[self.current])

    @property
    def entries(self) -> list[dict[str, Any]]:
        """For ``ui/tabs.html``."""
        return [
            {
                "label": TABS[tab],
                "url": f"{reverse('office:worklist')}?{urlencode({'tab': tab})}",
                "count": count,
                "current": tab == self.current,
                "tone": TAB_TONES.get(tab, ""),
            }
            for tab, count in self.counts
        ]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that stands around the rows: equal ones look alike, so a page draws them once.

    ``address`` is the query of the page, ``key`` names the list among the saved views.
    """

    tab: str
    filters: Filters
    narrow: WorkFilter
    address: str
    page: int
    has_rows: bool
    has_next: bool
    saved_views: tuple[KeptView, ...]
    key: str
    is_head: bool

    @property
    def tab_label(self) -> str:
        return str(TABS[self.tab])

    @property
    def is_filtered(self) -> bool:
        return self.narrow != WorkFilter(sort=self.narrow.sort)

    @property
    def query(self) -> QueryDict:
        return QueryDict(self.address)

    @property
    def sorts(self) -> dict[str, dict[str, str]]:
        return sort_links(self.query, sort=self.narrow.sort)


class Line(NamedTuple):
    """All that a line of the list shows in one language: equal lines look alike."""

    row: WorkRow
    due: Due
    is_mine: bool
    is_behind: bool

    @property
    def url(self) -> str:
        return _address().replace(str(NOBODY), str(self.row.dossier_uuid))

    @property
    def code(self) -> str:
        return self.row.code or self.row.temporary_code

    @property
    def procedure(self) -> str:
        return self.row.procedure_en if in_english() else self.row.procedure_vi

    @property
    def step(self) -> str:
        return (self.row.step_en if in_english() else self.row.step_vi) or _("To be received")

    @property
    def who(self) -> str:
        return _("Me") if self.is_mine else self.row.assignee or ""


@cache
def _address() -> str:
    """Where a dossier is: looking it up costs more than all the rest of a line."""
    return reverse("office:dossier", args=[NOBODY])


def read_lines(rows: Iterable[WorkRow], *, staff: StaffContext, now: datetime) -> list[Line]:
    """The rows as this person sees them now."""
    due, me = DueReader(now=now), staff.user_id
    return [Line(row, due.of_row(row), row.assignee_id == me, _is_behind(row, now=now)) for row in rows]


def _is_behind(row: WorkRow, *, now: datetime) -> bool:
    if row.is_paused or row.has_result:
        return False
    return row.target_at is not None and now > row.target_at


def sort_links(params: QueryDict, *, sort: str) -> dict[str, dict[str, str]]:
    """For each sortable column the address that sorts by it (again: the other way round) and how it is sorted
    now.
    """
    links = {}
    for column in ("code", "opened", "due"):
        query = params.copy()
        query.pop("page", None)
        query["sort"] = f"-{column}" if sort == column else column
        direction = {column: "ascending", f"-{column}": "descending"}.get(sort, "none")
        links[column] = {"url": f"?{query.urlencode()}", "direction": direction}
    return links


def export_rows(lines: Iterable[Line]) -> Iterator[list[object]]:
    for line in lines:
        yield [
            line.code,
            line.procedure,
            line.row.applicant,
            line.step,
            line.who,
            line.row.opened_at,
            line.due.at,
            line.due.text,
        ]


def export_columns() -> list[str]:
    return [
        pgettext("dossier", "Code"),
        _("Procedure"),
        _("Applicant"),
        _("Step"),
        _("Held by"),
        _("Since"),
        _("Due"),
        _("Time left"),
    ]
