"""ClamAV's daemon over TCP (``INSTREAM``), as the scanner of the file store."""

import time
from typing import BinaryIO

import clamd
import structlog
from django.conf import settings

from motcua.platform.adapters import Problem
from motcua.platform.files.ports import ScanOutcome, ScanResult

log = structlog.get_logger()

_TIMEOUT_SECONDS = 30
_UNAVAILABLE = (clamd.ConnectionError, clamd.BufferTooLongError, clamd.ResponseError, OSError)


class Clamd:
    """Scans through ``settings.CLAMD_ADDRESS`` (``host:port``). A daemon that is down means "unavailable"."""

    def scan(self, *, stream: BinaryIO) -> ScanResult:
        started = time.monotonic()
        try:
            status, signature = self._client().instream(stream)["stream"]
        except _UNAVAILABLE as error:
            log.error("antivirus_unavailable", error=type(error).__name__)
            return ScanResult(outcome=ScanOutcome.UNAVAILABLE)
        log.info("antivirus_scanned", status=status, seconds=round(time.monotonic() - started, 3))
        return _result(status, signature)

    def check(self) -> list[Problem]:
        try:
            self._client().ping()
        except _UNAVAILABLE:
            return [
                Problem(
                    what=f"The virus scanner at {settings.CLAMD_ADDRESS} is down; uploads are refused.",
                    mend="Start clamd with TCPSocket and TCPAddr set, or correct MOTCUA_CLAMD (host:port).",
                )
            ]
        return []

    def _client(self) -> "clamd.ClamdNetworkSocket":
        host, _, port = settings.CLAMD_ADDRESS.rpartition(":")
        return clamd.ClamdNetworkSocket(host=host, port=int(port), timeout=_TIMEOUT_SECONDS)


def _result(status: str, signature: str | None) -> ScanResult:
    if status == "OK":
        return ScanResult(outcome=ScanOutcome.CLEAN)
    if status == "FOUND":
        return ScanResult(outcome=ScanOutcome.INFECTED, signature=signature or "")
    # clamd answers ERROR for files beyond its own limits: not scanned, so not clean.
    return ScanResult(outcome=ScanOutcome.UNAVAILABLE)
