import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from psycopg import sql

from motcua.platform import backup
from motcua.platform.audit import api as audit
from motcua.platform.audit.models import AuditEvent
from motcua.platform.backup.manifest import NAME
from motcua.platform.numbering.models import NumberBook
from motcua.platform.outbox.models import OutboxEvent

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def alone(db):
    """No connections that threads of earlier tests left behind: nothing is restored beside others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )


@pytest.fixture
def installation(settings, tmp_path):
    """A data folder with a document and a key, three audit events in a chain, and an event."""
    settings.DATA_DIR = tmp_path / "here"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    for name in ("files/ab/document", "signing/authority.p12", "secrets/data-key"):
        path = settings.DATA_DIR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for number in range(3):
        audit.record(action="test.done", now=NOW, object_type="test", object_id=number)
    audit.seal()
    OutboxEvent.objects.create(name="x", payload={}, occurred_at=NOW)
    yield settings.DATA_DIR
    _clear()


def _clear():
    # The log refuses deletion by a trigger, so the tables are emptied as no application may.
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("truncate platform_audit_event, platform_audit_root cascade")
        cursor.execute("set session_replication_role = default")


@pytest.fixture
def elsewhere(db):
    """Address of an empty database on the same server."""
    name = "motcua_restored"
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    with connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    known = connection.settings_dict
    port = f":{known['PORT']}" if known["PORT"] else ""
    yield f"postgres://{known['USER']}@{quote(known['HOST'], safe='')}{port}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(drop)


_SCRIPT = """
import json, sys, django
django.setup()
from pathlib import Path
from motcua.platform import backup
from motcua.platform.audit import api as audit
from motcua.platform.outbox.models import OutboxEvent
report = backup.restore(source=Path(sys.argv[1]), passphrase=sys.argv[2] or None)
result = audit.verify()
print(json.dumps([str(report), result.is_intact, result.checked, OutboxEvent.objects.count()]))
"""


def restore_elsewhere(source: Path, *, url: str, data: Path, passphrase: str = ""):
    """In a process of its own, as an operator does it on another machine."""
    given = {
        "DATABASE_URL": url,
        "MOTCUA_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(source), passphrase],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("passphrase", ["", "một cụm từ dài"])
def test_a_backup_comes_back_in_another_place(installation, elsewhere, tmp_path, passphrase):
    target = tmp_path / "backup"
    made = backup.create(target=target, now=NOW, passphrase=passphrase or None)
    text, intact, checked, events = restore_elsewhere(
        target, url=elsewhere, data=tmp_path / "there", passphrase=passphrase
    )
    assert (intact, checked, events) == (True, 3, 1)
    assert "differ" not in text
    assert f"rows: {made.rows:,}" in text
    assert (tmp_path / "there" / "files" / "ab" / "document").read_text() == "files/ab/document"
    assert (tmp_path / "there" / "signing" / "authority.p12").exists()
    assert (tmp_path / "there" / "secrets" / "data-key").read_text() == "secrets/data-key"


def test_what_the_database_guards_is_guarded_after_a_restore(installation, elsewhere, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    restore_elsewhere(tmp_path / "backup", url=elsewhere, data=tmp_path / "there")
    import psycopg

    uri = f"host={connection.settings_dict['HOST']} user={connection.settings_dict['USER']}"
    if connection.settings_dict["PORT"]:
        uri += f" port={connection.settings_dict['PORT']}"
    with psycopg.connect(f"{uri} dbname=motcua_restored") as there, pytest.raises(psycopg.Error):
        there.execute("update platform_audit_event set action = 'forged'")


def test_an_encrypted_backup_shows_nothing(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW, passphrase="p")
    for path in (tmp_path / "backup").iterdir():
        assert b"secrets/data-key" not in path.read_bytes()
    assert b"secrets/data-key" not in (tmp_path / "backup" / "database.dump").read_bytes()


def test_a_filled_installation_is_not_overwritten(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    with pytest.raises(backup.BackupRefused, match="not empty"):
        backup.restore(source=tmp_path / "backup")
    assert AuditEvent.objects.count() == 3


def test_with_replace_everything_is_as_it_was(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    OutboxEvent.objects.all().delete()
    NumberBook.objects.all().delete()
    (installation / "files" / "ab" / "document").unlink()
    (installation / "files" / "later").write_text("later")
    report = backup.restore(source=tmp_path / "backup", replace=True)
    assert OutboxEvent.objects.count() == 1
    assert (installation / "files" / "ab" / "document").exists()
    assert not (installation / "files" / "later").exists()
    assert any("intact" in note for note in report.notes)
    assert [path.name for path in installation.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("part", ["database.dump", "files.tar"])
def test_a_damaged_backup_changes_nothing(installation, tmp_path, part):
    backup.create(target=tmp_path / "backup", now=NOW)
    path = tmp_path / "backup" / part
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(backup.BackupRefused, match=part):
        backup.restore(source=tmp_path / "backup", replace=True)
    assert AuditEvent.objects.count() == 3
    assert (installation / "files" / "ab" / "document").exists()


def test_a_dump_that_postgresql_refuses_changes_nothing(installation, tmp_path):
    import hashlib

    backup.create(target=tmp_path / "backup", now=NOW)
    bad = b"PGDMP not really"
    (tmp_path / "backup" / "database.dump").write_bytes(bad)
    manifest = json.loads((tmp_path / "backup" / NAME).read_text())
    manifest["parts"][0]["sha256"] = hashlib.sha256(bad).hexdigest()
    (tmp_path / "backup" / NAME).write_text(json.dumps(manifest))
    with pytest.raises(backup.BackupRefused, match="pg_restore"):
        backup.restore(source=tmp_path / "backup", replace=True)
    assert AuditEvent.objects.count() == 3
    assert [path.name for path in installation.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("passphrase", [None, "guess"])
def test_without_the_passphrase_nothing_happens(installation, tmp_path, passphrase):
    backup.create(target=tmp_path / "backup", now=NOW, passphrase="right")
    with pytest.raises(backup.BackupRefused, match="passphrase"):
        backup.restore(source=tmp_path / "backup", replace=True, passphrase=passphrase)
    assert AuditEvent.objects.count() == 3


def test_an_interrupted_backup_is_not_taken_for_one(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    (tmp_path / "backup" / NAME).unlink()
    with pytest.raises(backup.BackupRefused, match="no complete backup"):
        backup.restore(source=tmp_path / "backup", replace=True)


def test_a_backup_never_overwrites_one(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    with pytest.raises(backup.BackupRefused, match="not empty"):
        backup.create(target=tmp_path / "backup", now=NOW)


def test_a_backup_of_a_newer_version_is_refused(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    path = tmp_path / "backup" / NAME
    manifest = json.loads(path.read_text())
    manifest["migrations"].append(["platform", "9999_future"])
    path.write_text(json.dumps(manifest))
    with pytest.raises(backup.BackupRefused, match="newer version"):
        backup.restore(source=tmp_path / "backup", replace=True)


def test_a_restore_under_running_programs_is_refused(installation, tmp_path):
    backup.create(target=tmp_path / "backup", now=NOW)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select 1")
        with pytest.raises(backup.BackupRefused, match="stop web and worker"):
            backup.restore(source=tmp_path / "backup", replace=True)
    other.close()


def test_the_manifest_can_be_checked_with_common_tools(installation, tmp_path):
    import hashlib

    backup.create(target=tmp_path / "backup", now=NOW)
    manifest = json.loads((tmp_path / "backup" / NAME).read_text())
    for part in manifest["parts"]:
        content = (tmp_path / "backup" / part["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == part["sha256"]
    assert {part["name"] for part in manifest["parts"]} == {
        "database.dump",
        "files.tar",
        "signing.tar",
        "secrets.tar",
    }


def test_documents_in_a_store_that_is_no_folder_are_not_silently_left_out(installation, tmp_path, settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    with pytest.raises(backup.BackupRefused, match="--without-files"):
        backup.create(target=tmp_path / "backup", now=NOW)
    assert not (tmp_path / "backup").exists()
    report = backup.create(target=tmp_path / "backup", now=NOW, without_files=True)
    assert "documents are NOT in this backup" in str(report)
    assert not (tmp_path / "backup" / "files.tar").exists()
