"""The documents as they are really typeset, numbered, signed and sealed."""

import io
import subprocess

import pikepdf
import pytest

from motcua.platform.files.api import read
from motcua.platform.signing.api import Status, verify_pdf
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.services import conclusions
from motcua.reform.inspections.tests import steps

pytestmark = pytest.mark.usefixtures("real_signing")


def text_of(pdf):
    output = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(output.stdout.decode().split())


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


def test_what_is_printed_has_the_numbers_of_the_pages_and_both_names():
    inspection = steps.minuted()
    words = text_of(read(inspection.minutes.file))
    signer = steps.user("giamdoc").full_name
    assert words.count(signer) == 2 and steps.user("thanhtra.cchc").full_name in words
    head = steps.staff("thanhtra.cchc")
    first = conclusions.add_shortcoming(
        inspection=inspection, found=steps.found(description="Đã rút"), staff=head, now=steps.NOW
    )
    conclusions.withdraw_shortcoming(shortcoming=first, staff=head, now=steps.NOW)
    concluded = steps.concluded(steps.drafted(inspection))
    printed = text_of(read(concluded.conclusion.paper.file))
    assert "Nội dung số 1 của dự thảo đã được rút." in printed
    table, ending = printed.partition("Thời hạn")[2].split("khắc phục nội dung số 2")
    assert "2" in table.split() and "1" not in table.split()
    assert ending.startswith(", đúng thời hạn nêu trên")


def test_a_conclusion_says_who_remedies_what_and_nothing_where_nothing_is_to_be_remedied():
    others = {"owner_agency": steps.agency("STP"), "description": "Hai"}
    drafted = steps.drafted(shortcomings=[steps.found(description="Một"), steps.found(**others)])
    found = conclusions.list_drafts(drafted)
    ending = documents.conclusion_document(drafted, found)["ending"]
    assert ending.startswith(
        "Sở Khoa học và Công nghệ tỉnh Lam Sơn khắc phục nội dung số 1; "
        "Sở Tư pháp tỉnh Lam Sơn khắc phục nội dung số 2, đúng thời hạn"
    )
    assert documents.conclusion_document(drafted, [])["ending"] == ""


def test_a_decision_names_an_agency_that_is_visited_twice_once():
    inspection = steps.decided()
    decision = documents.decision_document(inspection.team, [inspection, inspection], on=steps.NOW.date())
    assert decision["articles"][1].count("Sở Khoa học và Công nghệ") == 1
