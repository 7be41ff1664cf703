"""What the public may learn about a document of this room: from its code, or by comparing a copy.

Neither its title nor its text is told: whoever asks holds it already and only learns whether it is the agency's.
"""

from dataclasses import dataclass

from motcua.platform.signing.api import Verification, judge_copy, judge_stored
from motcua.reform.papers.models import Paper


@dataclass(frozen=True, kw_only=True)
class CopyVerdict:
    """A copy beside the document on file: ``is_same`` to the last byte, or ``begins_so`` and then differs."""

    verification: Verification
    is_same: bool
    begins_so: bool


def verdict_on(paper: Paper) -> Verification:
    """The signatures on the agency's own file."""
    assert paper.file is not None
    return judge_stored(paper.file)


def compare_copy(*, paper: Paper, pdf: bytes) -> CopyVerdict:
    """Judge a copy that somebody sent. Raises ``VerificationBusy`` and ``VerificationTooLong``."""
    copy = judge_copy(pdf)
    return CopyVerdict(
        verification=copy.verification,
        is_same=copy.sha256 == paper.sha256,
        begins_so=paper.sha256 in copy.beginnings,
    )
