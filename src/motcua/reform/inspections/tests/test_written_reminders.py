"""Written reminders: drafted by dates, one at a time, issued to the unit and in the end to the committee."""

from datetime import date, timedelta

import pytest

from motcua.notifications.api import Message
from motcua.reform.inspections.choices import Addressed
from motcua.reform.inspections.models import RemedyLetter
from motcua.reform.inspections.services.written_reminders import remind_in_writing
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW
from motcua.reform.papers.api import PaperState, cancel_paper, list_papers_for

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")
# The deadline of a shortcoming of these steps is 31/12/2026; reminders begin the day after.
FIRST = NOW + timedelta(days=39)


def letters(**wanted):
    found = RemedyLetter.objects.filter(**wanted).select_related("paper__agency")
    return list(found.order_by("ordinal", "-addressed", "pk"))


def test_the_day_after_the_deadline_one_letter_lists_what_is_overdue():
    steps.opened(shortcomings=[steps.found(), steps.found(description="Báo cáo chậm")])
    assert remind_in_writing(now=FIRST - timedelta(days=1)) == 0
    assert remind_in_writing(now=FIRST) == 1
    (letter,) = letters()
    paper = letter.paper
    rows = paper.data["sections"][0]["table"]["rows"]
    assert [row[1:] for row in rows] == [
        ["Hồ sơ trễ hạn chưa có phiếu xin lỗi", "31/12/2026", "1"],
        ["Báo cáo chậm", "31/12/2026", "1"],
    ]
    assert (paper.state, paper.kind, paper.data["addressee"]) == (
        PaperState.DRAFT,
        "letter",
        "Sở Khoa học và Công nghệ tỉnh Lam Sơn",
    )


def test_a_waiting_draft_is_the_only_one_however_often_the_job_runs():
    steps.opened()
    assert [remind_in_writing(now=FIRST + timedelta(days=days)) for days in (0, 0, 1, 30)] == [1, 0, 0, 0]


def test_the_leader_signs_and_only_then_the_late_agency_reads_and_is_told(as_user):
    (shortcoming,) = steps.opened()
    remind_in_writing(now=FIRST)
    (letter,) = letters()
    notice = shortcoming.notice
    assert "Công văn đôn đốc" not in text(as_user("cv.vp").get(at("notice", notice)))
    Message.objects.all().delete()
    sealed = steps.issue(letter.paper, FIRST)
    assert sealed.symbol.endswith("/SNV-CCHC")
    told = set(Message.objects.values_list("recipient__username", flat=True))
    assert {"cv.vp", "giamdoc"} <= told
    assert not told & {"cchc.sxd", "chutich"}
    for username, sees in (("cv.vp", True), ("quanly.cchc", True), ("cchc.sxd", False)):
        readable = list_papers_for(staff=steps.staff(username)).filter(pk=sealed.pk)
        assert readable.exists() == sees, username
    for page in (at("notice", notice), at("shortcoming", shortcoming)):
        assert sealed.symbol in text(as_user("cv.vp").get(page))


def test_the_second_letter_goes_with_a_report_to_the_peoples_committee():
    steps.opened()
    remind_in_writing(now=FIRST)
    steps.issue(letters()[0].paper, FIRST)
    assert remind_in_writing(now=FIRST + timedelta(days=13)) == 0
    second = FIRST + timedelta(days=14)
    assert remind_in_writing(now=second) == 2
    Message.objects.all().delete()
    (report,) = letters(addressed=Addressed.ABOVE)
    assert (report.ordinal, report.paper.kind) == (2, "report")
    assert steps.issue(report.paper, second).symbol.endswith("/BC-SNV")
    assert set(Message.objects.values_list("recipient__username", flat=True)) == {"chutich"}
    assert list_papers_for(staff=steps.staff("chutich")).filter(pk=report.paper_id).exists()


def test_a_draft_follows_what_is_overdue_and_falls_when_nothing_is():
    first, second = steps.opened(
        shortcomings=[steps.found(), steps.found(description="Báo cáo chậm", deadline=date(2026, 12, 30))]
    )
    remind_in_writing(now=FIRST - timedelta(days=1))
    (letter,) = letters()
    assert list(letter.shortcomings.all()) == [second]
    remind_in_writing(now=FIRST)
    assert set(letter.shortcomings.all()) == {first, second}
    for each in (first, second):
        steps.reported(each, now=FIRST)
    remind_in_writing(now=FIRST)
    (letter,) = letters()
    assert (letter.paper.state, letter.dropped_at) == (PaperState.CANCELLED, FIRST)


def test_a_dropped_letter_frees_its_number_and_the_next_waits_as_long_as_after_a_sent_one():
    steps.opened()
    remind_in_writing(now=FIRST)
    cancel_paper(paper=letters()[0].paper, reason="Đã làm việc", staff=steps.staff("gd.snv"), now=FIRST)
    assert remind_in_writing(now=FIRST + timedelta(days=1)) == 0
    assert remind_in_writing(now=FIRST + timedelta(days=14)) == 1
    assert [each.ordinal for each in letters(dropped_at=None)] == [1]


def test_what_is_remedied_in_time_gets_no_letter():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    assert remind_in_writing(now=FIRST) == 0
