"""A small load generator in a process of its own: plain sockets, kept open, one request at a time each.

It must cost little beside the server on the same machine, so it knows only the HTTP that our server speaks.
``python -m motcua.bench.client`` reads a plan from standard input and writes what it saw to standard output.
"""

import json
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import cycle


@dataclass(frozen=True)
class Plan:
    """What to send: raw requests for each connection, and for how long (seconds).

    ``repeat`` starts a connection's requests again from the first; otherwise it ends after the last.
    """

    port: int
    connections: list[list[str]]
    seconds: float
    repeat: bool
    expect: int


@dataclass
class Seen:
    """What came back: seconds of each request, how many had another status, and the time from first to last."""

    times: list[float] = field(default_factory=list)
    refused: int = 0
    elapsed: float = 0.0


class Broken(ConnectionError):
    """The server closed the connection in the middle of an answer."""


def drive(plan: Plan) -> Seen:
    """Send everything the plan holds over its connections at once. Raises what a connection raised."""
    started = time.perf_counter()
    with ThreadPoolExecutor(len(plan.connections)) as pool:
        parts = list(pool.map(partial(_one_connection, plan), plan.connections))
    times = [seconds for part in parts for seconds in part.times]
    return Seen(times, sum(part.refused for part in parts), time.perf_counter() - started)


def _one_connection(plan: Plan, requests: list[str]) -> Seen:
    own = Seen()
    with socket.create_connection(("127.0.0.1", plan.port), timeout=60) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        until = time.perf_counter() + plan.seconds
        for raw in _source(requests, plan.repeat):
            started = time.perf_counter()
            status = exchange(line, raw)
            own.times.append(time.perf_counter() - started)
            own.refused += status != plan.expect
            if time.perf_counter() > until:
                break
    return own


def _source(requests: list[str], repeat: bool) -> Iterator[bytes]:
    encoded = [raw.encode() for raw in requests]
    return cycle(encoded) if repeat else iter(encoded)


def exchange(line: socket.socket, raw: bytes) -> int:
    """Send one request and read its whole answer; the status. Raises :class:`Broken`."""
    line.sendall(raw)
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _receive(line)
    head = got[:end].lower()
    if b"transfer-encoding: chunked" in head:
        while not got.endswith(b"0\r\n\r\n"):
            got += _receive(line)
        return int(head[9:12])
    missing = _length(head) - (len(got) - end - 4)
    while missing > 0:
        missing -= len(_receive(line))
    return int(head[9:12])


def _receive(line: socket.socket) -> bytes:
    chunk = line.recv(262_144)
    if not chunk:
        raise Broken
    return chunk


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


if __name__ == "__main__":
    json.dump(asdict(drive(Plan(**json.load(sys.stdin)))), sys.stdout)
