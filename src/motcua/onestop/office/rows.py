"""The rows of a worklist, drawn in Python: people look at twenty of them all day long."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from motcua.platform.ui.formats import format_date
from motcua.platform.ui.parts import due, local, status_tag

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
    labels = _labels()
    return SafeString("".join([format_html(ROW, **labels, **_cells(entry, choosing)) for entry in entries]))


def _labels() -> dict[str, str]:
    return {
        "code_label": pgettext("dossier", "Code"),
        "procedure_label": _("Procedure"),
        "applicant_label": _("Applicant"),
        "step_label": _("Step"),
        "since_label": _("Since"),
        "due_label": _("Due"),
    }


def _cells(entry: Mapping[str, Any], choosing: bool) -> dict[str, Any]:
    row, opened = entry["row"], local(entry["row"].opened_at)
    who = entry["who"] or (_("Nobody yet") if row.item_uuid else "")
    return {
        "chosen": _box(entry) if choosing else "",
        "url": entry["url"],
        "code": entry["code"],
        "procedure": entry["procedure"],
        "applicant": row.applicant,
        "step": entry["step"],
        "who": format_html(WHO, who) if who else "",
        "behind": _behind() if entry["behind"] else "",
        "opened": opened.isoformat(),
        "opened_on": format_date(opened),
        "due": due(**entry["due"]),
    }


def _box(entry: Mapping[str, Any]) -> SafeString:
    item = entry["row"].item_uuid
    label = _("Choose %(code)s") % {"code": entry["code"]}
    return format_html(BOX, item, label) if item else SafeString("<td></td>")


def _behind() -> SafeString:
    return SafeString(" ") + status_tag(_("past its step target"), "waiting")
