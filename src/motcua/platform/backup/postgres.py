"""Dumping and restoring the database with PostgreSQL's own programs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from psycopg import sql

from motcua.platform import embedded
from motcua.platform.backup.errors import BackupRefused

_CHUNK = 1024 * 1024
# Rows that Django and the queue write by themselves when the tables are made.
BOOKKEEPING = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "procrastinate_version"}
)
_LIBPQ = {
    "PGHOST": "HOST",
    "PGPORT": "PORT",
    "PGUSER": "USER",
    "PGPASSWORD": "PASSWORD",
    "PGDATABASE": "NAME",
}
# A restored database gets its schema from us, so that the same steps fit an empty and a filled one.
_FRESH_SCHEMA = b"drop schema if exists public cascade; create schema public;\n"


def list_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by tablename")
        return [row[0] for row in cursor.fetchall()]


def count_rows() -> dict[str, int]:
    """Rows of every table; exact for the snapshot of the surrounding transaction."""
    with connection.cursor() as cursor:
        counts = {}
        for table in list_tables():
            cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]
    return counts


def is_filled() -> bool:
    """Whether the database holds anything that people or rooms have written."""
    with connection.cursor() as cursor:
        for table in set(list_tables()) - BOOKKEEPING:
            cursor.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(table)))
            if cursor.fetchone()[0]:
                return True
    return False


def count_other_sessions() -> int:
    """Connections of other programs to this database: web, worker, somebody's console."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and pid <> pg_backend_pid() and backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def export_snapshot() -> str:
    """A name under which another session sees exactly what this transaction sees."""
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")
        cursor.execute("select pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def dump(*, snapshot: str) -> Iterator[bytes]:
    """The database in the custom format, as it stood in ``snapshot``."""
    # Comments on extensions belong to the superuser, and with --schema alone extensions would be left out.
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--schema=public"]
    with _running("pg_dump", [*options, "--extension=*", f"--snapshot={snapshot}"]) as process:
        assert process.stdout is not None
        while chunk := process.stdout.read(_CHUNK):
            yield chunk


def restore(chunks: Iterable[bytes]) -> None:
    """Replace the whole schema by the dump, in one transaction: after a failure everything is as before."""
    with tempfile.TemporaryDirectory(prefix="motcua-restore-") as folder:
        archive = Path(folder) / "database.dump"
        with archive.open("wb") as out:
            out.writelines(chunks)
        contents = Path(folder) / "contents"
        contents.write_bytes(_without_schema(_output("pg_restore", ["--list", str(archive)])))
        script = Path(folder) / "restore.sql"
        _output(
            "pg_restore",
            ["--no-owner", "--no-privileges", f"--use-list={contents}", f"--file={script}", str(archive)],
        )
        opening = Path(folder) / "opening.sql"
        opening.write_bytes(_FRESH_SCHEMA)
        files = ["--file", str(opening), "--file", str(script)]
        _output("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", *files])


def _without_schema(contents: bytes) -> bytes:
    return b"\n".join(line for line in contents.splitlines() if b" SCHEMA - public " not in line)


def _output(name: str, arguments: list[str]) -> bytes:
    with _running(name, arguments) as process:
        assert process.stdout is not None
        return process.stdout.read()


@contextmanager
def _running(name: str, arguments: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A client program connected as Django is; raises :class:`BackupRefused` with its words when it fails."""
    command = [str(_program(name)), *arguments]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words, env=_environment()) as process,  # noqa: S603
    ):
        yield process
        if process.wait() != 0:
            words.seek(0)
            raise BackupRefused(f"{name}: {words.read().decode(errors='replace').strip()[-2000:]}")


def _program(name: str) -> Path:
    """The program on the PATH when it is new enough for the server, else that of the embedded server."""
    found = shutil.which(name)
    if found is not None and _major(Path(found)) >= _server_major():
        return Path(found)
    return embedded.bin_path() / name


def _server_major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _major(program: Path) -> int:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    number = answer.stdout.split()[2]
    return int(number.split(".")[0])


def _environment() -> dict[str, str]:
    """The connection in the variables of libpq, so that no password shows in the list of processes."""
    settings: Mapping[str, object] = connection.settings_dict
    given = {variable: str(settings[key]) for variable, key in _LIBPQ.items() if settings.get(key)}
    options = settings.get("OPTIONS")
    if isinstance(options, dict):
        secured = {"sslmode", "sslrootcert", "sslcert", "sslkey"} & options.keys()
        given |= {f"PG{key.upper()}": str(options[key]) for key in secured}
    return {**os.environ, **given}
