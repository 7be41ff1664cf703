"""The checklist as its page shows it: areas, items, what was typed before what is on file."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections.areas import areas_shown
from motcua.reform.inspections.choices import Result
from motcua.reform.inspections.models import Inspection, InspectionEvidence
from motcua.reform.inspections.services.visits import NOTHING, Noted, mark_of

MOST = 4000


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What came in for one item."""

    result: str
    note: str
    shown: str = ""
    files: list[UploadedFile] = field(default_factory=list)


def read_typed(request: HttpRequest, codes: list[str]) -> dict[str, Typed]:
    """Items that the page sent, by code, as they were sent; :func:`wrong_in` says what cannot be kept."""
    found = {}
    for code in codes:
        if f"note-{code}" not in request.POST:
            continue
        found[code] = Typed(
            result=request.POST.get(f"result-{code}", ""),
            note=request.POST.get(f"note-{code}", "").strip(),
            shown=request.POST.get(f"shown-{code}", ""),
            files=[each for each in request.FILES.getlist(f"files-{code}") if each],
        )
    return found


def wrong_in(typed: dict[str, Typed]) -> list[tuple[str, str]]:
    """(field, reason) of each finding that is none and each remark that is too long; nothing is cut in silence."""
    found = []
    for code, each in typed.items():
        if each.result not in ("", *Result.values):
            found.append((f"result-{code}-0", _("%(code)s: choose one of the findings.") % {"code": code}))
        if len(each.note) > MOST:
            words = _("%(code)s: the remark has %(count)s characters; at most %(most)s are kept.")
            found.append((f"note-{code}", words % {"code": code, "count": len(each.note), "most": MOST}))
    return found


def overtaken_words(code: str, kept: Noted) -> str:
    """That a colleague noted something else on an item while the page was open, and what."""
    found = Result(kept.result).label if kept.result else _("no finding")
    words = _(
        "%(code)s: a colleague has changed this item since the page was opened; now on file: %(finding)s. "
        "What was typed here is not saved; look at both and save again."
    )
    return words % {"code": code, "finding": f"{found} ({kept.note})" if kept.note else found}


def checklist_rows(inspection: Inspection, typed: dict[str, Typed]) -> list[dict[str, Any]]:
    """Areas with their items and how many have a finding; three statements."""
    assert inspection.checklist is not None
    kept = {each.item: Noted(result=each.result, note=each.note) for each in inspection.findings.all()}
    files: dict[str, list[dict[str, Any]]] = {}
    for evidence in inspection.evidence.select_related("file__blob").order_by("pk"):
        files.setdefault(evidence.item, []).append(file_row(evidence))
    areas, named = [], areas_shown(inspection.plan.year)
    for number, (area, items) in enumerate(
        groupby(inspection.checklist.items, key=lambda item: item["area"]), 1
    ):
        rows = [_row(item, typed.get(item["code"]), kept.get(item["code"], NOTHING), files) for item in items]
        done = sum(bool(row["result"]) for row in rows)
        areas.append({"number": number, "name": named(area), "rows": rows, "done": done, "total": len(rows)})
    return areas


def file_row(evidence: InspectionEvidence) -> dict[str, Any]:
    """One file as the file list shows it."""
    url = reverse("inspections:evidence", args=[evidence.uuid])
    media_type = evidence.file.blob.media_type
    kind = "image" if media_type.startswith("image/") else "pdf" if media_type.endswith("/pdf") else "other"
    return {
        "name": evidence.file.name,
        "url": f"{url}?tai-ve",
        "preview_url": url if kind != "other" else "",
        "kind": kind,
        "size": evidence.file.blob.size,
        "at": evidence.added_at,
    }


def _row(
    item: dict[str, str], typed: Typed | None, kept: Noted, files: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    noted = typed or kept
    return {
        "code": item["code"],
        "criterion": item["criterion"],
        "text": bilingual(item, "text"),
        "look_at": bilingual(item, "look_at"),
        "result": noted.result,
        "note": noted.note,
        "shown": typed.shown if typed else mark_of(kept),
        "choices": [
            {"value": value, "label": label, "chosen": value == noted.result}
            for value, label in Result.choices
        ],
        "files": files.get(item["code"], []),
    }
