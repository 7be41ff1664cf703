"""Signing PDFs: PAdES B-T, one signature after another, each visible where the document left room for it."""

import io
import time
from datetime import datetime
from typing import Any

import structlog
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from motcua.platform.adapters import get_adapter
from motcua.platform.signing.ports import KeyStore, TimestampAuthority
from motcua.platform.signing.stamps import stamp_style
from motcua.platform.signing.types import Appearance, SigningKey, SigningUnavailable

log = structlog.get_logger()

# Room for the signature, its certificates and a timestamp with its own; fixed, so that the authority is
# asked once.
_CMS_BYTES = 24 * 1024
_CORNER_SIZE = (170, 42)
_CORNER_MARGIN = 28

# Left, bottom, right, top in points.
_Box = tuple[float, float, float, float]


def sign_pdf(*, pdf: bytes, key: SigningKey, reason: str, at: datetime, appearance: Appearance) -> bytes:
    """``pdf`` with one more signature (PAdES B-T), appended so that earlier ones stay valid.

    The first signature on a document certifies it: afterwards forms may be filled and signatures added,
    nothing else. Call it outside a transaction, since the timestamp comes from another machine. Raises
    ``SigningUnavailable``; permanent for a missing key, a field signed before, or a file that cannot be
    signed.
    """
    started = time.monotonic()
    keys: KeyStore = get_adapter("signing")
    authority: TimestampAuthority = get_adapter("timestamping")
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signer = _signer(
            writer, keys.load_signer(key=key), authority.timestamper(at=at), reason, at, appearance
        )
        signed = signer.sign_pdf(writer, bytes_reserved=_CMS_BYTES)
    except (SigningError, PdfReadError) as error:
        raise SigningUnavailable(str(error), temporary=False) from error
    log.info("pdf_signed", key_kind=key.kind, seconds=round(time.monotonic() - started, 3))
    return bytes(signed.getbuffer())


def list_open_fields(pdf: bytes) -> list[str]:
    """Names of the signature fields that wait for their signature."""
    fields = enumerate_sig_fields(IncrementalPdfFileWriter(io.BytesIO(pdf)).prev)
    return [name for name, value, _ in fields if value is None]


class _DatedSigner(PdfSigner):
    """Writes the caller's moment as the time of signing instead of the machine's."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _signer(
    writer: IncrementalPdfFileWriter,
    signer: Any,
    timestamper: Any,
    reason: str,
    at: datetime,
    appearance: Appearance,
) -> _DatedSigner:
    box, spec = _place(writer, appearance.field)
    left, bottom, right, top = box
    # pyHanko's own list of signatures reads each of them whole, letter by letter.
    is_first = next(enumerate_sig_fields(writer.prev, filled_status=True), None) is None
    dated = _DatedSigner(
        PdfSignatureMetadata(
            field_name=appearance.field,
            reason=reason,
            name=appearance.name,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=is_first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        signer,
        timestamper=timestamper,
        stamp_style=stamp_style(appearance=appearance, width=right - left, height=top - bottom, at=at),
        new_field_spec=spec,
    )
    dated.at = at
    return dated


def _place(writer: IncrementalPdfFileWriter, name: str) -> tuple[_Box, SigFieldSpec | None]:
    box = _existing_box(writer, name)
    if box is not None:
        return box, None
    corner = _corner(writer)
    return corner, SigFieldSpec(sig_field_name=name, on_page=0, box=corner)


def _existing_box(writer: IncrementalPdfFileWriter, name: str) -> _Box | None:
    for field_name, value, reference in enumerate_sig_fields(writer.prev):
        if field_name == name:
            if value is not None:
                raise SigningUnavailable(f"field {name} is already signed", temporary=False)
            left, bottom, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
            return left, bottom, right, top
    return None


def _corner(writer: IncrementalPdfFileWriter) -> tuple[int, int, int, int]:
    # Decree 30/2020, Annex I: on papers without a place for it, the upper right corner of the first page.
    page = writer.find_page_for_modification(0)[0].get_object()
    box = page.get("/MediaBox") or writer.root["/Pages"]["/MediaBox"]
    right, top = float(box[2]) - _CORNER_MARGIN, float(box[3]) - _CORNER_MARGIN / 2
    return round(right - _CORNER_SIZE[0]), round(top - _CORNER_SIZE[1]), round(right), round(top)
