"""Looking inside a file before it is kept: is it whole, open, harmless, and what its name says?"""

import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, UnidentifiedImageError

from motcua.platform.files import media
from motcua.platform.files.errors import FileRefused

_EOF_WINDOW = 2048
_MAX_PIXELS = 120_000_000
_MAX_ZIP_ENTRIES = 5_000
_MAX_UNPACKED_BYTES = 300 * 1024 * 1024
# Deflate cannot pack real documents this tightly; zip bombs start around a thousand to one.
_MAX_ZIP_RATIO = 200
_RATIO_MATTERS_FROM = 1024 * 1024

# Far more than scans hold; repairing a file stuffed with these keeps a core busy for many seconds.
_MOST_MARKS = {b" obj": 100_000, b"startxref": 5_000}
_CHUNK = 1024 * 1024

# Names as the library writes them, so that spellings such as /J#61vaScript are seen through.
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|ImportData|EmbeddedFiles?|RichMedia)(?![\w#])")
# What a string says is text: the address of a link may well hold one of these words.
_STRING = re.compile(rb"\((?:\\.|[^\\)])*\)", re.DOTALL)


def inspect(*, stream: BinaryIO, name: str, allowed: frozenset[str]) -> str:
    """The media type of a file that may be kept; raises ``FileRefused`` for any other."""
    expected = media.expected_type(name)
    if expected is None or expected not in allowed:
        raise FileRefused("wrong_type", {"name": name, "accepted": media.accepted_extensions(allowed)})
    found = media.sniff(stream)
    if found == "encrypted-office":
        raise FileRefused("encrypted", {"name": name})
    if found != expected:
        raise FileRefused("disguised", _disguise(name, expected, found))
    problem = _LOOK_INSIDE[found](stream)
    stream.seek(0)
    if problem:
        raise FileRefused(problem, {"name": name})
    return found


def _disguise(name: str, expected: str, found: str) -> dict[str, Any]:
    return {"name": name, "expected": media.kind_name(expected), "found": media.kind_name(found)}


def _pdf_problem(stream: BinaryIO) -> str:
    if _is_overstuffed(stream):
        return "unsafe"
    try:
        with pikepdf.open(stream) as pdf:
            if pdf.is_encrypted:
                return "encrypted"
            pages = len(pdf.pages)
            if pages and _is_active(pdf):
                return "active"
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, ValueError):
        return "damaged"
    return "" if pages and _ends_like_pdf(stream) else "damaged"


def _is_overstuffed(stream: BinaryIO) -> bool:
    counts = dict.fromkeys(_MOST_MARKS, 0)
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        for mark in counts:
            counts[mark] += chunk.count(mark)
    stream.seek(0)
    return any(counts[mark] > most for mark, most in _MOST_MARKS.items())


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Does the file run scripts, start programs, or carry other files? A paper has no need of any."""
    return any(_ACTIVE.search(_STRING.sub(b"()", _outline(thing))) for thing in pdf.objects)


def _outline(thing: object) -> bytes:
    """An object as text without the objects it points at, which are looked at on their own."""
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict.unparse(resolved=True)
    if isinstance(thing, pikepdf.Object):
        return thing.unparse(resolved=True)
    return b""


def _ends_like_pdf(stream: BinaryIO) -> bool:
    # The library repairs what it can; a file cut off in transit would silently lose pages.
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _EOF_WINDOW))
    return b"%%EOF" in stream.read()


def _image_problem(stream: BinaryIO) -> str:
    try:
        with Image.open(stream) as picture:
            width, height = picture.size
            if width * height > _MAX_PIXELS:
                return "unsafe"
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error):
        return "damaged"
    except Image.DecompressionBombError:
        return "unsafe"
    return ""


def _office_problem(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            return _archive_problem(archive.infolist())
    except (zipfile.BadZipFile, EOFError, OSError):
        return "damaged"


def _archive_problem(entries: list[zipfile.ZipInfo]) -> str:
    if any(entry.flag_bits & 0x1 for entry in entries):
        return "encrypted"
    unpacked = sum(entry.file_size for entry in entries)
    too_much = len(entries) > _MAX_ZIP_ENTRIES or unpacked > _MAX_UNPACKED_BYTES
    harmful = any(_is_bomb(entry) or _is_macro(entry) for entry in entries)
    return "unsafe" if too_much or harmful else ""


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return entry.file_size > _RATIO_MATTERS_FROM and entry.file_size / packed > _MAX_ZIP_RATIO


def _is_macro(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs"))


_LOOK_INSIDE: dict[str, Callable[[BinaryIO], str]] = {
    media.PDF: _pdf_problem,
    media.JPEG: _image_problem,
    media.PNG: _image_problem,
    media.DOCX: _office_problem,
    media.XLSX: _office_problem,
}
