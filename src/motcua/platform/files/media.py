"""Media types that people may send, and how to tell them from their first bytes."""

import io
import zipfile
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS: dict[str, str] = {
    ".pdf": PDF,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": PNG,
    ".docx": DOCX,
    ".xlsx": XLSX,
}
KINDS: dict[str, Promise] = {
    PDF: _("a PDF document"),
    JPEG: _("a JPEG picture"),
    PNG: _("a PNG picture"),
    DOCX: _("a Word document"),
    XLSX: _("an Excel workbook"),
    "executable": _("a program"),
    "encrypted-office": _("a password-protected Office document"),
    "archive": _("an archive"),
    "unknown": _("content of an unknown kind"),
}

_HEAD_BYTES = 8192
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"#!", "executable"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT_TYPES_LIMIT = 1024 * 1024
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
)


def expected_type(name: str) -> str | None:
    """The media type that the extension of ``name`` promises, or None for an extension we do not know."""
    return EXTENSIONS.get(PurePath(name).suffix.lower())


def accepted_extensions(allowed: frozenset[str]) -> str:
    """The extensions of the allowed media types, for a sentence: ``.jpeg, .jpg, .pdf``."""
    return ", ".join(sorted(ext for ext, media_type in EXTENSIONS.items() if media_type in allowed))


def kind_name(kind: str) -> str:
    """A kind in words; a media type that we have no word for is shown as it is."""
    return str(KINDS.get(kind, kind))


def sniff(stream: BinaryIO) -> str:
    """The kind of content in ``stream`` (left at its start): a media type of ours, or a key of ``KINDS``.

    Our own signatures come first because they must not be fooled; puremagic only helps to name other content.
    """
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(stream)
    if head.startswith(_OLE):
        return _sniff_ole(stream)
    return _guess(head)


def _sniff_zip(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("[Content_Types].xml") as part:
            declared = part.read(_CONTENT_TYPES_LIMIT)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError):
        return "archive"
    finally:
        stream.seek(0)
    return next((kind for marker, kind in _MAIN_PARTS if marker in declared), "archive")


def _sniff_ole(stream: BinaryIO) -> str:
    # A password-protected docx is an OLE container; its directory names the stream in UTF-16.
    content = stream.read()
    stream.seek(0)
    return "encrypted-office" if "EncryptedPackage".encode("utf-16-le") in content else "unknown"


def _guess(head: bytes) -> str:
    try:
        return str(puremagic.from_stream(io.BytesIO(head), mime=True)) or "unknown"
    except (puremagic.PureError, ValueError):
        return "unknown"
