"""Making a backup and bringing it back."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from motcua import __version__
from motcua.platform.audit import api as audit
from motcua.platform.backup import manifest as manifests
from motcua.platform.backup import postgres
from motcua.platform.backup.errors import BackupRefused
from motcua.platform.backup.folders import pack, unpack
from motcua.platform.backup.manifest import Manifest, Part
from motcua.platform.backup.sealing import decrypt, derive_key, encrypt

log = structlog.get_logger(__name__)
_CHUNK = 1024 * 1024
DATABASE = "database.dump"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was done; its text is for the operator's console."""

    title: str
    rows: int
    bytes: int
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.title, f"  rows: {self.rows:,}", f"  bytes: {self.bytes:,}"]
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])


def folders() -> dict[str, Path]:
    """What an installation keeps outside the database: documents, signing keys, secrets of its own making."""
    data = Path(settings.DATA_DIR)
    return {"files": Path(settings.MEDIA_ROOT), "signing": data / "signing", "secrets": data / "secrets"}


def create(
    *, target: Path, now: datetime, passphrase: str | None = None, without_files: bool = False
) -> Report:
    """Write a complete backup into the new or empty folder ``target``.

    The database is read in one snapshot and before the files: a file is stored before its row is committed,
    so whatever the snapshot names is there to be copied. Documents in a store that is no folder are left out
    only when the operator says so by ``without_files``. Raises :class:`BackupRefused`.
    """
    if not (without_files or _keeps_files_here()):
        raise BackupRefused(
            "the documents lie in a store that is no folder of this machine, so this backup would lack them; "
            "see to a backup of that store and say --without-files"
        )
    _claim_folder(target)
    salt = os.urandom(16) if passphrase else b""
    key = derive_key(passphrase=passphrase, salt=salt) if passphrase else None
    with transaction.atomic():
        snapshot = postgres.export_snapshot()
        rows = postgres.count_rows()
        parts = [_write(target, DATABASE, postgres.dump(snapshot=snapshot), key=key)]
    parts += [
        _write(target, f"{name}.tar", pack(folder), key=key)
        for name, folder in folders().items()
        if folder.is_dir() and not (without_files and name == "files")
    ]
    manifest = Manifest(
        format=manifests.FORMAT,
        version=__version__,
        made_at=now.isoformat(),
        salt=salt.hex(),
        migrations=_applied_migrations(),
        rows=rows,
        parts=parts,
    )
    manifests.write(manifest, folder=target)
    log.info("backup_made", parts=len(parts), encrypted=key is not None)
    notes = [
        "the backup holds keys in the clear: keep it as safe as the keys" if key is None else "encrypted"
    ]
    if without_files:
        notes.append("the documents are NOT in this backup: their store needs one of its own")
    return _report(f"backup written to {target}", manifest, notes=tuple(notes))


def restore(*, source: Path, replace: bool = False, passphrase: str | None = None) -> Report:
    """Bring the backup ``source`` back into this installation, which must be empty unless ``replace``.

    Everything is checked before anything is changed; the database changes in one transaction and the folders
    by renaming. Raises :class:`BackupRefused`.
    """
    manifest = manifests.read(folder=source)
    _refuse_unless_possible(manifest, replace=replace)
    key = _key_for(manifest, passphrase=passphrase)
    for part in manifest.parts:
        _check(source / part.name, part)
    unpacked = _unpack_beside(source, manifest, key=key)
    try:
        # Our own session must not stand in the way of the new schema.
        connection.close()
        postgres.restore(_read(source, DATABASE, key=key))
    except BackupRefused:
        for folder in unpacked.values():
            shutil.rmtree(folder, ignore_errors=True)
        raise
    for name, folder in unpacked.items():
        _swap(folder, folders()[name])
    return _report(f"restored the backup of {manifest.made_at}", manifest, notes=_afterthoughts(manifest))


def _keeps_files_here() -> bool:
    return isinstance(storages["default"], FileSystemStorage)


def _claim_folder(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(target.iterdir()):
        raise BackupRefused(f"{target} is not empty; a backup never overwrites")


def _refuse_unless_possible(manifest: Manifest, *, replace: bool) -> None:
    on_disk = MigrationLoader(connection).disk_migrations or {}
    unknown = [entry for entry in manifest.migrations if tuple(entry) not in on_disk]
    if unknown:
        raise BackupRefused(f"the backup was made by a newer version (it has {'.'.join(unknown[0])})")
    files = folders()["files"]
    has_files = files.is_dir() and any(files.iterdir())
    if not replace and (has_files or postgres.is_filled()):
        raise BackupRefused("this installation is not empty; say --replace to replace what it holds")
    if others := postgres.count_other_sessions():
        raise BackupRefused(f"{others} other connections use the database; stop web and worker first")


def _key_for(manifest: Manifest, *, passphrase: str | None) -> bytes | None:
    if not manifest.salt:
        return None
    if not passphrase:
        raise BackupRefused("the backup is encrypted; a passphrase is needed")
    return derive_key(passphrase=passphrase, salt=bytes.fromhex(manifest.salt))


def _write(target: Path, name: str, chunks: Iterable[bytes], *, key: bytes | None) -> Part:
    digest, size = hashlib.sha256(), 0
    with (target / name).open("xb") as out:
        for chunk in encrypt(chunks, key=key, part=name) if key else chunks:
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Part(name=name, size=size, sha256=digest.hexdigest())


def _read(source: Path, name: str, *, key: bytes | None) -> Iterator[bytes]:
    chunks = _chunks(source / name)
    return decrypt(chunks, key=key, part=name) if key else chunks


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _check(path: Path, part: Part) -> None:
    digest = hashlib.sha256()
    if path.is_file():
        for chunk in _chunks(path):
            digest.update(chunk)
    if digest.hexdigest() != part.sha256:
        raise BackupRefused(f"{part.name} is missing or damaged; nothing was changed")


def _unpack_beside(source: Path, manifest: Manifest, *, key: bytes | None) -> dict[str, Path]:
    """Unpack every folder next to its place, so that the change itself is only a renaming."""
    known, unpacked = folders(), {}
    for part in manifest.parts:
        name = part.name.removesuffix(".tar")
        if name in known:
            beside = known[name].with_name(f".{name}.restoring")
            shutil.rmtree(beside, ignore_errors=True)
            unpack(_read(source, part.name, key=key), folder=beside)
            unpacked[name] = beside
    return unpacked


def _swap(fresh: Path, place: Path) -> None:
    old = place.with_name(f".{place.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def _afterthoughts(manifest: Manifest) -> tuple[str, ...]:
    """What the operator should know of the restored data: counts, audit chain, migrations to run."""
    notes = []
    found = postgres.count_rows()
    differing = sorted(table for table, rows in manifest.rows.items() if found.get(table) != rows)
    if differing:
        notes.append(f"row counts differ from the backup in: {', '.join(differing)}")
    verification = audit.verify()
    state = "intact" if verification.is_intact else "BROKEN; run motcua audit verify"
    notes.append(f"audit chain {state}, {verification.checked} events checked")
    on_disk = MigrationLoader(connection).disk_migrations or {}
    if {tuple(entry) for entry in manifest.migrations} != set(on_disk):
        notes.append("the backup is older than this version: run motcua manage migrate")
    notes.append("start web and worker again; keys given by environment variables are not part of a backup")
    return tuple(notes)


def _report(title: str, manifest: Manifest, *, notes: tuple[str, ...]) -> Report:
    size = sum(part.size for part in manifest.parts)
    return Report(title=title, rows=sum(manifest.rows.values()), bytes=size, notes=notes)
