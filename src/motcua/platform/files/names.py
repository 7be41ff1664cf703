"""File names from outside, made harmless but still recognisable to the person who sent them."""

import unicodedata
from pathlib import PurePosixPath

_MAX_LENGTH = 200
_FORBIDDEN = frozenset('<>:"|?*')


def clean_name(raw: str) -> str:
    """The last path part of ``raw`` in NFC, without control, direction or shell characters, 1 to 200 long.

    Right-to-left overrides go because they let ``fdp.exe`` read as ``exe.pdf``.
    """
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in unicodedata.normalize("NFC", last) if _is_plain(char))
    name = " ".join(kept.split()).lstrip(". ")
    return _shorten(name) if name else "tep-tin"


def _is_plain(char: str) -> bool:
    if char in _FORBIDDEN:
        return False
    return char == " " or not unicodedata.category(char).startswith(("C", "Z"))


def _shorten(name: str) -> str:
    if len(name) <= _MAX_LENGTH:
        return name
    suffix = PurePosixPath(name).suffix[:20]
    return name[: _MAX_LENGTH - len(suffix)] + suffix
