"""From a document's values to its PDF. No database, no clock."""

from datetime import datetime
from typing import Any

from motcua.onestop.results.documents import FORMS, TEMPLATES, Document, as_json
from motcua.platform.rendering.api import qr_svg, render_pdf


def render_form(form_no: str, data: Document, *, created_at: datetime | None = None) -> bytes:
    """One of the seven statutory forms ("01" to "07") as PDF/A; ``data`` must be that form's class."""
    if not isinstance(data, FORMS[form_no]):
        raise TypeError(f"form {form_no} needs {FORMS[form_no].__name__}, not {type(data).__name__}")
    return render_document(data, created_at=created_at)


def render_document(document: Document, *, created_at: datetime | None = None) -> bytes:
    """Any form or result document as PDF/A, with empty fields for what comes later."""
    data: dict[str, Any] = as_json(document)
    if document.verify_link:
        data["qr_svg"] = qr_svg(document.verify_link)
    return render_pdf(template=TEMPLATES / document.template, data=data, created_at=created_at)
