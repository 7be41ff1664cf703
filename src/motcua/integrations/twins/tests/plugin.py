"""Pytest plugin: twins of outside systems over real sockets, for tests of any room."""

import asyncio
import socket
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def serving(routes):
    """The address of a web server on the loopback that answers ``routes``."""
    import uvicorn
    from starlette.applications import Starlette

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(scope="session")
def _timestamping_address():
    from django.conf import settings

    from motcua.integrations.timestamping.twin import routes

    with serving(routes(Path(settings.DATA_DIR))) as address:
        yield f"{address}/tsa"


@pytest.fixture
def signing_twins(settings, _timestamping_address):
    """A demonstration authority and its timestamps; called with key name, common name, kind it adds one."""
    from motcua.platform.signing.api import KeyKind, ensure_demo_authority, issue_demo_key

    ensure_demo_authority(Path(settings.DATA_DIR))
    settings.TIMESTAMPING_URL = _timestamping_address

    def issue(name, common_name, kind="person", organisation="Sở Khoa học và Công nghệ"):
        issue_demo_key(name=name, common_name=common_name, organisation=organisation, kind=KeyKind(kind))

    return issue
