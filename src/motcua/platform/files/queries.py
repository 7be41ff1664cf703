"""Reading stored files. Who may read is decided by the room that points at the file, before it calls here."""

import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse

from motcua.platform.files import media
from motcua.platform.files.errors import FileDamaged
from motcua.platform.files.models import StoredFile
from motcua.platform.files.services import storage_key

_SHOWN_INLINE = frozenset({media.PDF, media.JPEG, media.PNG})
_SEALED = "default-src 'none'; sandbox; frame-ancestors 'self'"
# Browsers refuse to show a PDF in a sandboxed document; the viewer itself runs no script of the page.
_SEALED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def read(file: StoredFile) -> bytes:
    """The whole content; raises ``FileDamaged`` when it no longer matches its SHA-256."""
    with open_file(file) as stream:
        content = bytes(stream.read())
    if hashlib.sha256(content).hexdigest() != file.blob.sha256:
        raise FileDamaged(file.blob.sha256)
    return content


def open_file(file: StoredFile) -> "File[Any]":
    """An open binary stream of the content; the caller closes it."""
    return default_storage.open(storage_key(file.blob.sha256), "rb")


def file_response(file: StoredFile, *, inline: bool) -> FileResponse:
    """Serve a file so that it can neither run in our origin nor stay in a shared cache.

    Only PDF and pictures are ever shown inline; anything else is a download whatever ``inline`` says.
    """
    media_type = file.blob.media_type
    shown = inline and media_type in _SHOWN_INLINE
    response = FileResponse(
        open_file(file), as_attachment=not shown, filename=file.name, content_type=media_type
    )
    response["Content-Length"] = str(file.blob.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SEALED_PDF if media_type == media.PDF and shown else _SEALED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
