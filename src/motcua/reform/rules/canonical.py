"""One spelling of a document, so that its hash says whether two are the same."""

import hashlib
import json
import unicodedata
from typing import Any


class NotCanonical(TypeError):
    """The document holds something without one exact spelling, such as a binary float."""


def canonical_json(document: Any) -> bytes:
    """UTF-8 JSON: keys sorted, no blanks, text in NFC. Raises :class:`NotCanonical` for anything but text, whole
    numbers, true/false, null, lists and records with text keys.
    """
    plain = _plain(document)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: Any) -> str:
    """SHA-256 of :func:`canonical_json`, in hexadecimal."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in value.items()}
    raise NotCanonical(type(value).__name__)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise NotCanonical(type(key).__name__)
    return unicodedata.normalize("NFC", key)
