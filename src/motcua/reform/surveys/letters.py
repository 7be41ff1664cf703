"""Letters and cards of invitation as one PDF, each with its code and QR."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from motcua.identity.api import StaffContext
from motcua.platform.rendering.api import qr_svg, render_pdf
from motcua.platform.ui.formats import format_date
from motcua.reform.surveys.models import SurveyInvitation, SurveyTarget, Via
from motcua.reform.surveys.services.invitations import contact_of, list_printed_part
from motcua.reform.surveys.services.rounds import note
from motcua.reform.surveys.tokens import code_of, grouped, path_of

_TEMPLATE = Path(__file__).parent / "typst" / "letters.typ"
MOST = 100


def print_letters(*, target: SurveyTarget, part: int, staff: StaffContext, now: datetime) -> bytes | None:
    """Letters first, a page each, then cards, eight on a page; ``part`` 1 is the first hundred ever made, less those
    that are answered. None: nothing there.

    The caller has checked the right to handle the contacts; each printing is an event of the log.
    """
    rows = list_printed_part(target=target, part=part, size=MOST)
    if not rows:
        return None
    current, agency = target.round, target.agency
    data = {
        "vi": {"agency": agency.name_vi, "round": current.name_vi},
        "en": {"agency": agency.name_en or agency.name_vi, "round": current.name_en or current.name_vi},
        "until": format_date(current.closes_on),
        "enter": f"{settings.BASE_URL}/khao-sat/",
        "letters": [_letter(row) for row in rows if row.via == Via.POST],
        "cards": [_letter(row) for row in rows if row.via == Via.CARD],
    }
    pdf = render_pdf(template=_TEMPLATE, data=data, created_at=now)
    note(target.round, "letters_printed", staff, now, target.agency.code, number=len(rows))
    return pdf


def _letter(row: SurveyInvitation) -> dict[str, Any]:
    contact, code = contact_of(row), code_of(row.uuid)
    return {
        "language": "en" if contact.language == "en" else "vi",
        "name": contact.name,
        "address": contact.address,
        "code": grouped(code),
        "qr": qr_svg(settings.BASE_URL + path_of(code)),
    }
