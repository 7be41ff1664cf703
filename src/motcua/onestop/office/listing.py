"""The worklist as a page: tabs with counts, filters kept in the address, rows in words, and files of the same
rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.onestop.office.due import due_of_row
from motcua.onestop.office.forms import WorkFilterForm
from motcua.onestop.office.queries import list_procedure_choices
from motcua.onestop.office.words import TAB_TONES, TABS
from motcua.onestop.processes import queries
from motcua.onestop.processes.queries import LAST_PAGE, SORTS, WorkFilter, WorkRow

EXPORT_LIMIT = 5000
NOBODY = UUID(int=0)


def in_english() -> bool:
    return get_language() == "en"


def page_number(asked: str) -> int:
    """A page from 1 to the last one that is shown; anything unreadable is the first."""
    return min(max(int(asked), 1), LAST_PAGE) if asked.isdigit() else 1


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
    procedures: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]

    @property
    def form(self) -> WorkFilterForm:
        return WorkFilterForm(dict(self.values), procedures=self.procedures, fields=self.fields)

    def narrow(self, *, sort: str) -> WorkFilter:
        """What the rows are narrowed to; without a value there is nothing to read."""
        if any(value for _name, value in self.values):
            return self.form.narrow(sort=sort)
        return WorkFilter(sort=sort if sort in SORTS else "due")


def read_filters(params: QueryDict, staff: StaffContext) -> Filters:
    rows = list_procedure_choices(staff=staff)
    name = "name_en" if in_english() else "name_vi"
    fields = {row["procedure__field__code"]: row[f"procedure__field__{name}"] for row in rows}
    return Filters(
        values=tuple((field, params.get(field, "")) for field in WorkFilterForm.base_fields),
        procedures=tuple((row["procedure__key"], row[name]) for row in rows),
        fields=tuple(fields.items()),
    )


def tab_links(*, staff: StaffContext, current: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Entries for ``ui/tabs.html``; a tab starts without filters."""
    return [
        {
            "label": TABS[tab],
            "url": f"{reverse('office:worklist')}?{urlencode({'tab': tab})}",
            "count": counts.get(tab, 0),
            "current": tab == current,
            "tone": TAB_TONES.get(tab, ""),
        }
        for tab in queries.tabs_for(staff)
    ]


def row_entries(rows: Iterable[WorkRow], *, staff: StaffContext, now: datetime) -> list[dict[str, Any]]:
    """The lines in the language of the page."""
    english, me = in_english(), _("Me")
    # Looking up an address costs more than all the rest of a line.
    address = reverse("office:dossier", args=[NOBODY])
    return [
        {
            "row": row,
            "url": address.replace(str(NOBODY), str(row.dossier_uuid)),
            "code": row.code or row.temporary_code,
            "procedure": row.procedure_en if english else row.procedure_vi,
            "step": (row.step_en if english else row.step_vi) or _("To be received"),
            "due": due_of_row(row, now=now),
            "who": me if row.assignee_id == staff.user_id else row.assignee,
            "behind": row.target_at is not None and now > row.target_at and not row.is_paused,
        }
        for row in rows
    ]


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


def export_rows(entries: Sequence[dict[str, Any]]) -> Iterator[list[object]]:
    for entry in entries:
        row = entry["row"]
        yield [
            entry["code"],
            entry["procedure"],
            row.applicant,
            entry["step"],
            entry["who"],
            row.opened_at,
            entry["due"]["at"],
            entry["due"]["text"],
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
