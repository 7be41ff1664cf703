"""The rows of a worklist, drawn in Python and kept: people look at the same twenty all day long.

Every text is escaped here. A row is kept under everything that it shows, so nobody sees an old one or another's.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from motcua.onestop.office.listing import Line
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.parts import due, escaped, local, status_tag

# The first pages of a hundred people, some five kilobytes a row.
KEPT: Final = 2000
ROW = """<tr>
  {chosen}
  <td data-label="{code_label}"><a class="text-code text-nowrap" href="{url}">{code}</a></td>
  <td data-label="{procedure_label}">{procedure}</td>
  <td data-label="{applicant_label}">{applicant}</td>
  <td data-label="{step_label}">{step}{who}{behind}</td>
  <td data-label="{since_label}"><time datetime="{opened}">{opened_on}</time></td>
  <td data-label="{due_label}">{due}</td>
</tr>
"""
BOX = '<td><input class="form-check-input" type="checkbox" name="item" value="{}" aria-label="{}"></td>'
WHO = '<br><span class="text-muted text-small">{}</span>'


def draw_rows(lines: Iterable[Line], *, choosing: bool) -> SafeString:
    """Table rows in the language of the page; with boxes to choose them when ``choosing``."""
    language = get_language()
    return SafeString("".join([_draw(line, choosing, language) for line in lines]))


@lru_cache(maxsize=KEPT)
def _draw(line: Line, choosing: bool, language: str | None) -> str:
    """One row, drawn anew when anything that it shows is another."""
    words = _words()
    return ROW.format(**words, **_cells(line, words, choosing))


def _words() -> dict[str, str]:
    """What every row says in the language of the page."""
    words = {
        "code_label": pgettext("dossier", "Code"),
        "procedure_label": _("Procedure"),
        "applicant_label": _("Applicant"),
        "step_label": _("Step"),
        "since_label": _("Since"),
        "due_label": _("Due"),
        "nobody": _("Nobody yet"),
        "choose": _("Choose %(code)s"),
    }
    return {name: escaped(word) for name, word in words.items()}


def _cells(line: Line, words: Mapping[str, str], choosing: bool) -> dict[str, str]:
    row, opened, code = line.row, local(line.row.opened_at), escaped(line.code)
    who = escaped(line.who) or (words["nobody"] if row.item_uuid else "")
    return {
        "chosen": _box(row.item_uuid, words["choose"] % {"code": code}) if choosing else "",
        "url": escaped(line.url),
        "code": code,
        "procedure": escaped(line.procedure),
        "applicant": escaped(row.applicant),
        "step": escaped(line.step),
        "who": WHO.format(who) if who else "",
        "behind": _behind() if line.is_behind else "",
        "opened": opened.isoformat(),
        "opened_on": format_date(opened),
        "due": due(*line.due),
    }


def _box(item: UUID | None, label: str) -> str:
    return BOX.format(item, label) if item else "<td></td>"


def _behind() -> str:
    return " " + status_tag(_("past its step target"), "waiting")
