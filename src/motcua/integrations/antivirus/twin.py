"""Twin of ClamAV's daemon: ``PING`` and ``INSTREAM`` over TCP; it knows one virus, the EICAR test string."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from motcua.integrations.twins.base import Ports, Twin

# Kept in two pieces so that real scanners leave this source file alone.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@asynccontextmanager
async def listening(port: int) -> AsyncIterator[int]:
    """Answer clamd commands on the loopback address; yields the port (``0`` asks for a free one)."""
    server = await asyncio.start_server(_converse, "127.0.0.1", port)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        writer.write(await _answer(reader))
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    # "n" commands end with a newline, "z" commands with a zero byte; answers end the same way.
    prefix = await reader.readexactly(1)
    end = b"\0" if prefix == b"z" else b"\n"
    command = (await reader.readuntil(end)).rstrip(end)
    if command == b"PING":
        return b"PONG" + end
    if command != b"INSTREAM":
        return b"UNKNOWN COMMAND" + end
    content = await _stream(reader)
    return (b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK") + end


async def _stream(reader: asyncio.StreamReader) -> bytes:
    content = bytearray()
    while size := struct.unpack("!L", await reader.readexactly(4))[0]:
        content += await reader.readexactly(size)
    return bytes(content)


@asynccontextmanager
async def _background(_data_dir: Path, ports: Ports) -> AsyncIterator[None]:
    async with listening(ports.antivirus):
        yield


def _routes(_data_dir: Path) -> list[BaseRoute]:
    async def explain(_request: Request) -> Response:
        return PlainTextResponse("clamd twin: listens beside this server and finds the EICAR test string.\n")

    return [Route("/antivirus", explain)]


TWIN = Twin(
    name="antivirus",
    path="/antivirus",
    stands_for="Máy quét mã độc (ClamAV)",
    routes=_routes,
    background=_background,
)
