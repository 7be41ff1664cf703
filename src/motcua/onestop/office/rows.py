"""The rows of a worklist, drawn in Python: people look at twenty of them all day long. Every text is escaped here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.platform.ui.formats import format_date
from motcua.platform.ui.parts import due, escaped, local, status_tag

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


def draw_rows(entries: Sequence[Mapping[str, Any]], *, choosing: bool) -> SafeString:
    """``entries`` of ``listing.row_entries`` as table rows; with boxes to choose them when ``choosing``."""
    words = _words()
    return SafeString("".join([ROW.format(**words, **_cells(entry, words, choosing)) for entry in entries]))


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


def _cells(entry: Mapping[str, Any], words: Mapping[str, str], choosing: bool) -> dict[str, str]:
    row, opened, code = entry["row"], local(entry["row"].opened_at), escaped(entry["code"])
    who = escaped(entry["who"]) or (words["nobody"] if row.item_uuid else "")
    return {
        "chosen": _box(row.item_uuid, words["choose"] % {"code": code}) if choosing else "",
        "url": escaped(entry["url"]),
        "code": code,
        "procedure": escaped(entry["procedure"]),
        "applicant": escaped(row.applicant),
        "step": escaped(entry["step"]),
        "who": WHO.format(who) if who else "",
        "behind": _behind() if entry["behind"] else "",
        "opened": opened.isoformat(),
        "opened_on": format_date(opened),
        "due": due(**entry["due"]),
    }


def _box(item: UUID | None, label: str) -> str:
    return BOX.format(item, label) if item else "<td></td>"


def _behind() -> str:
    return " " + status_tag(_("past its step target"), "waiting")
