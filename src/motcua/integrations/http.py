"""Calling an outside system over HTTP: always with a timeout, our signature, and one duration in the log."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import structlog

from motcua.integrations.callbacks import HEADER, sign

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 8.0


class Unreachable(Exception):
    """No usable answer: no connection, a timeout, or an answer that is not what the protocol says."""


def call(
    *, system: str, method: str, url: str, secret: str, body: dict[str, Any] | None = None
) -> httpx.Response:
    """Send one signed JSON request and return whatever status came back; raises :class:`Unreachable`."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        HEADER: sign(secret=secret, body=content, at=datetime.now(UTC)),
    }
    started, status = time.monotonic(), 0
    try:
        response = httpx.request(method, url, content=content, headers=headers, timeout=TIMEOUT_SECONDS)
        status = response.status_code
    except httpx.TransportError as error:
        raise Unreachable(type(error).__name__) from error
    else:
        return response
    finally:
        seconds = round(time.monotonic() - started, 3)
        log.info("outside_called", system=system, method=method, status=status, seconds=seconds)


def fields_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; raises :class:`Unreachable` for anything else (a proxy's error page)."""
    try:
        value = response.json()
    except ValueError as error:
        raise Unreachable("answer is not JSON") from error
    if not isinstance(value, dict):
        raise Unreachable("answer is not an object")
    return value
