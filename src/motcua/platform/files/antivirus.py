"""The choice of having no scanner, made visible."""

from typing import BinaryIO

from motcua.platform.adapters import Problem
from motcua.platform.files.ports import ScanOutcome, ScanResult


class NoScanner:
    """Marks every file "not scanned", so that nobody mistakes silence for safety."""

    def scan(self, *, stream: BinaryIO) -> ScanResult:
        return ScanResult(outcome=ScanOutcome.NOT_SCANNED)

    def check(self) -> list[Problem]:
        return [
            Problem(
                what="Uploaded files are not scanned for viruses.",
                mend="Set MOTCUA_ANTIVIRUS=motcua.integrations.antivirus.adapter.Clamd and MOTCUA_CLAMD.",
            )
        ]
