"""The signed document and its signature as files that fit together on a disk."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from motcua.reform.results.models import Snapshot

REPORT_NAME: Final = "bao-cao.pdf"
JSON_NAME: Final = "ban-chup.json"
SIGNATURE_NAME: Final = "ban-chup.p7s"


def snapshot_response(snapshot: Snapshot, *, is_signature: bool) -> HttpResponse:
    """``chi-so-2022-1.json``, or the signature ``chi-so-2022-1.p7s`` that belongs beside it."""
    ending, kind = ("p7s", "application/pkcs7-signature") if is_signature else ("json", "application/json")
    content = bytes(snapshot.signature if is_signature else snapshot.content)
    response = HttpResponse(content, content_type=kind)
    name = f"chi-so-{snapshot.year}-{snapshot.number}.{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
