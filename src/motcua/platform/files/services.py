"""Keeping files: streamed in, inspected, scanned, stored once under their SHA-256."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage

from motcua.platform.adapters import get_adapter
from motcua.platform.audit.api import Actor, record
from motcua.platform.files.errors import FileRefused
from motcua.platform.files.inspection import inspect
from motcua.platform.files.models import Blob, ScanState, StoredFile
from motcua.platform.files.names import clean_name
from motcua.platform.files.ports import Scanner, ScanOutcome

log = structlog.get_logger()

_CHUNK = 64 * 1024
_SPOOL_IN_MEMORY = 1024 * 1024
_STATES = {
    ScanOutcome.CLEAN: ScanState.CLEAN,
    ScanOutcome.NOT_SCANNED: ScanState.NOT_SCANNED,
}
_REFUSALS = {ScanOutcome.INFECTED: "infected", ScanOutcome.UNAVAILABLE: "scanner_down"}


def store(
    *,
    content: BinaryIO | bytes,
    name: str,
    allowed: frozenset[str],
    max_bytes: int,
    uploaded_by_id: int | None,
    now: datetime,
) -> StoredFile:
    """Keep ``content`` and return its record; raises ``FileRefused`` and keeps nothing when it may not.

    The bytes are on the disk before the row is written, so a row in a committed transaction never points at
    nothing. Call it outside long transactions: the virus scanner is another machine.
    """
    safe_name = clean_name(name)
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY) as spool:
        stream = cast(BinaryIO, spool)
        try:
            sha256, size = _take_in(content, stream, name=safe_name, max_bytes=max_bytes)
            media_type = inspect(stream=stream, name=safe_name, allowed=allowed)
            state = _scan(stream, name=safe_name)
        except FileRefused as refusal:
            log.warning("file_refused", code=refusal.code)
            raise
        _put(stream, sha256)
    blob = _blob(sha256, size=size, media_type=media_type, state=state, now=now)
    return StoredFile.objects.create(blob=blob, name=safe_name, uploaded_by_id=uploaded_by_id, created_at=now)


def record_refusal(
    refused: FileRefused, *, object_type: str, object_id: object, actor: Actor, now: datetime
) -> None:
    """Note in the event log that a file for this object was refused, and why; never its name or content."""
    record(
        action="file.refused",
        now=now,
        actor=actor,
        object_type=object_type,
        object_id=object_id,
        detail={"code": refused.code},
    )


def store_own(*, content: bytes, name: str, media_type: str, now: datetime) -> StoredFile:
    """Keep a file that the system itself made (a form, an export); it is neither sniffed nor scanned."""
    sha256 = hashlib.sha256(content).hexdigest()
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL_IN_MEMORY) as spool:
        spool.write(content)
        _put(cast(BinaryIO, spool), sha256)
    blob = _blob(sha256, size=len(content), media_type=media_type, state=ScanState.NOT_SCANNED, now=now)
    return StoredFile.objects.create(blob=blob, name=clean_name(name), uploaded_by_id=None, created_at=now)


def storage_key(sha256: str) -> str:
    """Where a blob lives in the storage: two levels of folders keep each folder small."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _take_in(source: BinaryIO | bytes, spool: BinaryIO, *, name: str, max_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        size += len(chunk)
        if size > max_bytes:
            raise FileRefused("too_big", {"name": name, "limit_mb": max_bytes // (1024 * 1024) or 1})
        digest.update(chunk)
        spool.write(chunk)
    if size == 0:
        raise FileRefused("empty", {"name": name})
    spool.seek(0)
    return digest.hexdigest(), size


def _chunks(source: BinaryIO | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    while chunk := source.read(_CHUNK):
        yield chunk


def _scan(stream: BinaryIO, *, name: str) -> ScanState:
    scanner: Scanner = get_adapter("antivirus")
    result = scanner.scan(stream=stream)
    stream.seek(0)
    if result.outcome in _REFUSALS:
        raise FileRefused(_REFUSALS[result.outcome], {"name": name, "virus": result.signature})
    return _STATES[result.outcome]


def _put(stream: BinaryIO, sha256: str) -> None:
    key = storage_key(sha256)
    if default_storage.exists(key):
        return
    stream.seek(0)
    default_storage.save(key, File(stream))


def _blob(sha256: str, *, size: int, media_type: str, state: ScanState, now: datetime) -> Blob:
    blob, created = Blob.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "media_type": media_type,
            "stored_at": now,
            "scan_state": state,
            "scanned_at": now if state == ScanState.CLEAN else None,
        },
    )
    if not created and state == ScanState.CLEAN and blob.scan_state != ScanState.CLEAN:
        Blob.objects.filter(pk=blob.pk).update(scan_state=state, scanned_at=now)
        blob.scan_state = state
    return blob
