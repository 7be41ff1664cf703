"""Personal data: encryption at rest, notes on every field, export to the person, change of keys."""

from motcua.platform.privacy.exports import erase_for, export_for, register_eraser, register_export
from motcua.platform.privacy.fields import EncryptedTextField, UnknownDataKey, lookup_hash
from motcua.platform.privacy.registry import (
    FieldNote,
    Sensitivity,
    find_stale,
    find_unannotated,
    none,
    notes_of,
    personal,
    sensitive,
)
from motcua.platform.privacy.rotation import reencrypt_all

__all__ = [
    "EncryptedTextField",
    "FieldNote",
    "Sensitivity",
    "UnknownDataKey",
    "erase_for",
    "export_for",
    "find_stale",
    "find_unannotated",
    "lookup_hash",
    "none",
    "notes_of",
    "personal",
    "reencrypt_all",
    "register_eraser",
    "register_export",
    "sensitive",
]
