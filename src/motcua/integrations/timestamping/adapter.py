"""An RFC 3161 timestamping authority over HTTP."""

import time
from datetime import datetime, timedelta
from functools import cache

import httpx
import structlog
from asn1crypto import tsp
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from motcua.integrations.timestamping.twin import CLOCK_HEADER
from motcua.platform.adapters import Problem
from motcua.platform.signing.types import SigningUnavailable

log = structlog.get_logger()

_TIMEOUT_SECONDS = 10
_TRIES = 2
_CLOCK_DIFFERS_FROM = timedelta(minutes=5)


class Rfc3161:
    """Asks the authority at ``settings.TIMESTAMPING_URL``."""

    def timestamper(self, *, at: datetime) -> "_HttpTimeStamper":
        return _HttpTimeStamper(settings.TIMESTAMPING_URL, _headers(at))

    def check(self) -> list[Problem]:
        if not settings.TIMESTAMPING_URL:
            what = "No timestamping authority is named: nothing can be signed."
            return [Problem(what=what, mend="Set MOTCUA_TIMESTAMPING_URL.")]
        try:
            self.timestamper(at=timezone.now()).timestamp(b"\0" * 32, "sha256")
        except (SigningUnavailable, TimestampRequestError) as error:
            return [
                Problem(
                    what=f"The timestamping authority does not deliver: {error}.",
                    mend=f"See whether {settings.TIMESTAMPING_URL} answers; set MOTCUA_TIMESTAMPING_URL.",
                )
            ]
        return []


class _HttpTimeStamper(TimeStamper):
    def __init__(self, url: str, headers: dict[str, str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko leaves this class untyped
        self._url, self._headers = url, headers

    def timestamp(self, message_digest: bytes, md_algorithm: str) -> object:
        """The synchronous way in, for the check."""
        _, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        return _answer(_post_with_retry(self._url, self._headers, request.dump()))

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        # The signing service runs one signature at a time in its own thread, so a blocking call is right
        # here.
        return _answer(_post_with_retry(self._url, self._headers, req.dump()))


def _headers(at: datetime) -> dict[str, str]:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    # The demonstration relives past days; its own authority, and no other, may be told the day.
    if settings.DEMO and abs(timezone.now() - at) > _CLOCK_DIFFERS_FROM:
        headers[CLOCK_HEADER] = at.isoformat()
    return headers


def _post_with_retry(url: str, headers: dict[str, str], content: bytes) -> httpx.Response:
    for attempt in range(1, _TRIES + 1):
        try:
            return _post(url, headers, content)
        except SigningUnavailable as error:
            if not error.temporary or attempt == _TRIES:
                raise
    raise AssertionError("the loop above returns or raises")


def _post(url: str, headers: dict[str, str], content: bytes) -> httpx.Response:
    started = time.monotonic()
    try:
        response = _client().post(url, headers=headers, content=content)
    except httpx.HTTPError as error:
        log.warning("timestamp_failed", error=type(error).__name__)
        raise SigningUnavailable(f"timestamping: {type(error).__name__}", temporary=True) from error
    log.info("timestamp_answered", status=response.status_code, seconds=round(time.monotonic() - started, 3))
    if response.status_code != httpx.codes.OK:
        busy = response.status_code in (429, 408) or response.is_server_error
        raise SigningUnavailable(f"timestamping answers {response.status_code}", temporary=busy)
    return response


@cache
def _client() -> httpx.Client:
    # One client for the process: it keeps the connection and does not reread the system's certificates.
    return httpx.Client(timeout=_TIMEOUT_SECONDS)


def _answer(response: httpx.Response) -> tsp.TimeStampResp:
    try:
        reply: tsp.TimeStampResp = tsp.TimeStampResp.load(response.content)
        status = reply["status"]["status"].native
    except ValueError as error:
        raise SigningUnavailable("timestamping answers something else", temporary=False) from error
    if status not in ("granted", "granted_with_mods"):
        raise SigningUnavailable(f"timestamping refuses: {status}", temporary=False)
    return reply
