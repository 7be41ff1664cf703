"""The only door to the file store."""

from motcua.platform.files.errors import FileDamaged, FileRefused
from motcua.platform.files.media import DOCX, EXTENSIONS, JPEG, PDF, PNG, XLSX, accepted_extensions
from motcua.platform.files.models import ScanState, StoredFile
from motcua.platform.files.queries import file_response, open_file, read
from motcua.platform.files.services import record_refusal, store, store_own

__all__ = [
    "DOCX",
    "EXTENSIONS",
    "JPEG",
    "PDF",
    "PNG",
    "XLSX",
    "FileDamaged",
    "FileRefused",
    "ScanState",
    "StoredFile",
    "accepted_extensions",
    "file_response",
    "open_file",
    "read",
    "record_refusal",
    "store",
    "store_own",
]
