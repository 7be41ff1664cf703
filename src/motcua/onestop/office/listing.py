"""The worklist as a page: tabs with counts, filters kept in the address, rows in words, and files of the same
rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.onestop.office.due import due_of_row
from motcua.onestop.office.forms import WorkFilterForm
from motcua.onestop.office.queries import list_procedure_choices
from motcua.onestop.office.words import TAB_TONES, TABS
from motcua.onestop.processes import queries
from motcua.onestop.processes.queries import LAST_PAGE, WorkRow

EXPORT_LIMIT = 5000


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


def filter_form(params: QueryDict, staff: StaffContext) -> WorkFilterForm:
    rows = list_procedure_choices(staff=staff)
    name, field_name = ("name_en", "name_en") if in_english() else ("name_vi", "name_vi")
    fields = {row["procedure__field__code"]: row[f"procedure__field__{field_name}"] for row in rows}
    return WorkFilterForm(
        params,
        procedures=[(row["procedure__key"], row[name]) for row in rows],
        fields=list(fields.items()),
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


def row_entry(row: WorkRow, *, staff: StaffContext, now: datetime) -> dict[str, Any]:
    """One line in the language of the page."""
    english = in_english()
    return {
        "row": row,
        "url": reverse("office:dossier", args=[row.dossier_uuid]),
        "code": row.code or row.temporary_code,
        "procedure": row.procedure_en if english else row.procedure_vi,
        "step": (row.step_en if english else row.step_vi) or _("To be received"),
        "due": due_of_row(row, now=now),
        "who": _("Me") if row.assignee_id == staff.user_id else row.assignee,
        "behind": row.target_at is not None and now > row.target_at and not row.is_paused,
    }


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
        _("Code"),
        _("Procedure"),
        _("Applicant"),
        _("Step"),
        _("Held by"),
        _("Since"),
        _("Due"),
        _("Time left"),
    ]
