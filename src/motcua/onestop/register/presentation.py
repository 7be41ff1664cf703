"""One dossier as a line of the register: on the page, in files, in the printed book."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from motcua.onestop.dossiers.models import Channel, Dossier, State
from motcua.onestop.results.documents import RegisterRow
from motcua.platform.ui.formats import format_date

# Printed books are in Vietnamese whatever language the officer reads the office in.
_CHANNELS = {Channel.ONLINE: "Trực tuyến", Channel.COUNTER: "Trực tiếp", Channel.POST: "Bưu chính"}
_ENDINGS = {State.WITHDRAWN: "Rút hồ sơ", State.STOPPED: "Dừng giải quyết"}
COLUMNS = 12


def line(dossier: Dossier) -> dict[str, Any]:
    """A row of the page, in its language."""
    return {
        "dossier": dossier,
        "procedure": dossier.version.name_en if get_language() == "en" else dossier.version.name_vi,
        "contact": contact_of(dossier),
        "sent_at": sent_at(dossier),
        "collector": collector_of(dossier),
        "note": _note(dossier),
    }


def headings() -> list[str]:
    """Columns of form 07, Annex I of Circular 03/2025/TT-VPCP, without the running number."""
    return [
        _("Dossier code"),
        _("Procedure"),
        _("Sets"),
        _("Applicant"),
        _("Address, phone"),
        _("Channel"),
        _("Received"),
        _("Promised for"),
        _("Passed on"),
        _("Returned on"),
        _("Signed for by"),
        _("Note"),
    ]


def cells(dossier: Dossier) -> list[object]:
    """A row of a file, in the order of :func:`headings`."""
    row = line(dossier)
    return [
        str(dossier),
        row["procedure"],
        dossier.version.sets,
        dossier.applicant_name,
        row["contact"],
        str(dossier.get_channel_display()),
        dossier.received_at,
        dossier.due_at,
        row["sent_at"],
        dossier.returned_at,
        row["collector"],
        row["note"],
    ]


def printed(dossier: Dossier) -> RegisterRow:
    """A row of the printed book."""
    assert dossier.received_at is not None
    return RegisterRow(
        code=str(dossier),
        procedure=dossier.version.name_vi,
        sets=dossier.version.sets,
        applicant=dossier.applicant_name,
        contact=contact_of(dossier),
        channel=_CHANNELS[Channel(dossier.channel)],
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        sent_at=sent_at(dossier),
        returned_at=dossier.returned_at,
        collector=collector_of(dossier),
        note=_printed_note(dossier),
    )


def contact_of(dossier: Dossier) -> str:
    return "; ".join(part for part in (dossier.contact_address, dossier.contact_phone) if part)


def sent_at(dossier: Dossier) -> Any:
    return getattr(dossier, "sent_at", None)


def collector_of(dossier: Dossier) -> str:
    return str(getattr(dossier, "collected_by", None) or "")


def _note(dossier: Dossier) -> str:
    if dossier.state in _ENDINGS:
        return str(dossier.get_state_display())
    if hasattr(dossier, "extension"):
        return _("New date %(day)s") % {"day": format_date(dossier.extension.new_due_at)}
    return ""


def _printed_note(dossier: Dossier) -> str:
    if dossier.state in _ENDINGS:
        return _ENDINGS[State(dossier.state)]
    if hasattr(dossier, "extension"):
        return f"Hẹn lại {format_date(dossier.extension.new_due_at)}"
    return ""
