"""The documents as they are really typeset, numbered, signed and sealed."""

import io

import pikepdf
import pytest

from motcua.platform.files.api import read
from motcua.platform.signing.api import Status, verify_pdf
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.tests import steps

pytestmark = pytest.mark.usefixtures("real_signing")


def test_minutes_are_signed_by_both_sides_and_the_notice_is_numbered_and_sealed():
    (shortcoming,) = steps.opened()
    minutes = shortcoming.inspection.minutes
    verdict = verify_pdf(read(minutes.file))
    assert verdict.status == Status.VALID
    assert [each.field for each in verdict.signatures] == ["team", "inspected"]
    assert shortcoming.inspection.stage == Stage.CONCLUDED
    paper = shortcoming.notice.paper
    assert paper.symbol.startswith("1/SNV") or "/SNV" in paper.symbol
    content = read(paper.file)
    assert [each.field for each in verify_pdf(content).signatures] == ["leader", "seal"]
    assert len(pikepdf.open(io.BytesIO(content)).pages) == 1
