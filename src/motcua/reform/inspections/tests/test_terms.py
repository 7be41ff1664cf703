"""Numbers that agree, deadlines that can be met, days within the year, letters of the day they are signed."""

from datetime import date, timedelta

import pytest

from motcua.platform.audit.models import AuditEvent
from motcua.reform.inspections import parameters
from motcua.reform.inspections.choices import Stage
from motcua.reform.inspections.models import RemedyLetter
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions, plans, written_notices
from motcua.reform.inspections.services.plans import Visit
from motcua.reform.inspections.services.written_reminders import remind_in_writing
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.papers.api import (
    PaperRefused,
    PaperState,
    cancel_paper,
    get_paper,
    seal_paper,
    sign_paper,
)

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

HEAD = "thanhtra.cchc"
# Five working days from Monday 23/11/2026, of which the 24th is a public holiday.
FIRST_ALLOWED = date(2026, 12, 1)
OVERDUE = NOW + timedelta(days=39)


def conclude(inspection, now=NOW):
    conclusions.answer_draft(inspection=inspection, answer="", staff=staff("cv.vp"), now=now)
    return conclusions.submit_conclusion(
        inspection=inspection, response="", staff=staff("quanly.cchc"), now=now
    )


def numbers(paper):
    tables = [part["table"] for part in paper.data["sections"] if "table" in part]
    return tables[-1]["numbers"]


def test_a_number_taken_back_is_missing_everywhere_and_the_conclusion_says_so():
    inspection = steps.minuted()
    rows = [
        conclusions.add_shortcoming(
            inspection=inspection, found=steps.found(description=words), staff=staff(HEAD), now=NOW
        )
        for words in ("Một", "Hai", "Ba")
    ]
    conclusions.withdraw_shortcoming(shortcoming=rows[1], staff=staff(HEAD), now=NOW)
    inspection = steps.drafted(inspection, shortcomings=[])
    paper = conclude(inspection)
    assert numbers(paper) == ["1", "3"]
    assert paper.data["sections"][-1]["paragraphs"] == ["Nội dung số 2 của dự thảo đã được rút."]
    steps.issue(paper)
    notice = inspection.notices.get()
    assert numbers(notice.paper) == ["1", "3"]
    steps.issue(notice.paper)
    remind_in_writing(now=OVERDUE)
    letter = RemedyLetter.objects.get().paper
    codes = [row[0] for row in letter.data["sections"][0]["table"]["rows"]]
    assert numbers(letter) == [code.rpartition("/")[2] for code in codes] == ["1", "3"]


def test_a_conclusion_without_a_shortcoming_left_says_both():
    inspection = steps.minuted()
    row = conclusions.add_shortcoming(inspection=inspection, found=steps.found(), staff=staff(HEAD), now=NOW)
    conclusions.withdraw_shortcoming(shortcoming=row, staff=staff(HEAD), now=NOW)
    words = conclude(steps.drafted(inspection, shortcomings=[])).data["sections"][-1]["paragraphs"]
    assert words == ["Nội dung số 1 của dự thảo đã được rút.", "Không có tồn tại, hạn chế phải khắc phục."]


def test_the_shortest_term_is_a_dated_row_nobody_has_verified():
    row = parameters.get_parameter(name="shortest_remedy_working_days", on=NOW.date())
    assert (row.value, row.verified) == (5, False)


@pytest.mark.parametrize("deadline", [NOW.date(), FIRST_ALLOWED - timedelta(days=1)])
def test_a_draft_with_a_deadline_that_leaves_too_little_time_is_not_sent(deadline):
    inspection = steps.minuted()
    with pytest.raises(InspectionRefused) as refused:
        steps.drafted(inspection, shortcomings=[steps.found(deadline=deadline)])
    assert refused.value.code == "deadline_short"
    assert f"{FIRST_ALLOWED:%d/%m/%Y}" in refused.value.message
    assert fresh(inspection).stage == Stage.MINUTES_SIGNED


def test_a_deadline_that_came_too_near_while_the_draft_was_answered_is_refused():
    inspection = steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    with pytest.raises(InspectionRefused, match="deadline_short"):
        conclude(inspection, NOW + timedelta(days=2))


def test_a_deadline_that_leaves_the_shortest_term_is_taken():
    assert conclude(steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)]))


def test_a_conclusion_that_waited_too_long_is_not_issued():
    paper = conclude(steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)]))
    later = NOW + timedelta(days=2)
    with pytest.raises(InspectionRefused, match="deadline_short_conclusion"):
        sign_paper(paper=paper, staff=staff("gd.snv"), now=later)
    left = get_paper(uuid=paper.uuid)
    assert (left.state, left.symbol) == (PaperState.DRAFT, "")
    signed = sign_paper(paper=left, staff=staff("gd.snv"), now=NOW)
    with pytest.raises(InspectionRefused, match="deadline_short_conclusion"):
        seal_paper(paper=signed, staff=staff("vt.snv"), now=later)


def test_a_notice_that_waited_for_its_signature_gives_time_to_remedy_from_that_day():
    later = NOW + timedelta(days=14)
    inspection = steps.concluded(
        shortcomings=[steps.found(deadline=FIRST_ALLOWED), steps.found(description="Xa hạn")]
    )
    paper = inspection.notices.get().paper
    title = paper.title
    steps.issue(paper, later)
    issued = get_paper(uuid=paper.uuid)
    rows = issued.data["sections"][0]["table"]["rows"]
    assert [row[-1] for row in rows] == ["14/12/2026", "31/12/2026"] and issued.title == title
    assert numbers(issued) == ["1", "2"]
    near, far = inspection.shortcomings.order_by("ordinal")
    assert (near.deadline, near.due_on) == (date(2026, 12, 14), date(2026, 12, 14))
    assert far.deadline == date(2026, 12, 31)
    assert AuditEvent.objects.get(action="inspection.terms_lengthened").detail == {"count": 1}


def test_a_notice_in_time_is_signed_as_it_was_drafted():
    paper = steps.concluded(shortcomings=[steps.found(deadline=FIRST_ALLOWED)]).notices.get().paper
    sign_paper(paper=paper, staff=staff("gd.snv"), now=NOW)
    assert get_paper(uuid=paper.uuid).revision == paper.revision


def test_a_notice_that_waited_too_long_for_its_seal_is_drafted_anew_with_time_to_remedy():
    later = NOW + timedelta(days=14)
    inspection = steps.concluded(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    notice = inspection.notices.get()
    signed = sign_paper(paper=notice.paper, staff=staff("gd.snv"), now=NOW)
    with pytest.raises(InspectionRefused, match="deadline_short_notice"):
        seal_paper(paper=signed, staff=staff("vt.snv"), now=later)
    cancel_paper(paper=get_paper(uuid=notice.paper.uuid), reason="Quá hạn", staff=staff("gd.snv"), now=later)
    notice.refresh_from_db()
    paper = written_notices.redraft_notice(notice=notice, staff=staff("quanly.cchc"), now=later)
    assert "14/12/2026" in str(paper.data["sections"])
    steps.issue(paper, later)
    row = inspection.shortcomings.get()
    assert (row.deadline, row.due_on) == (date(2026, 12, 14), date(2026, 12, 14))


@pytest.mark.parametrize(
    ("begin", "end"),
    [("2026-12-28", "2027-01-05"), ("2025-12-30", "2026-01-05"), ("2030-01-01", "2030-01-02")],
)
def test_days_outside_the_year_of_the_plan_are_refused(begin, end, as_user):
    plan = steps.plan_of()
    visit = Visit(
        agency=steps.agency("SKHCN"),
        unit=None,
        kind="planned",
        planned_from=date.fromisoformat(begin),
        planned_to=date.fromisoformat(end),
    )
    with pytest.raises(InspectionRefused, match="outside_year"):
        plans.add_inspection(plan=plan, visit=visit, staff=staff("quanly.cchc"), now=NOW)
    subject = plan.subjects.get(agency=visit.agency)
    values = {"subject": str(subject.pk), "kind": "planned"}
    for name, day in (("planned_from", visit.planned_from), ("planned_to", visit.planned_to)):
        values |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    answer = as_user("quanly.cchc").post(at("add", plan), values)
    assert answer.status_code == 422 and "Đây là kế hoạch năm 2026" in text(answer)
    assert not plan.inspections.exists()


def days_in(paper):
    return [row[-1] for row in paper.data["sections"][0]["table"]["rows"]], paper.data["sections"][0][
        "paragraphs"
    ][0]


def test_a_waiting_letter_counts_the_days_until_today():
    steps.opened()
    remind_in_writing(now=OVERDUE)
    remind_in_writing(now=OVERDUE + timedelta(days=3))
    days, words = days_in(RemedyLetter.objects.get().paper)
    assert days == ["4"] and "04/01/2027" in words


def test_a_letter_is_worked_out_on_the_day_it_is_signed():
    first, second = steps.opened(shortcomings=[steps.found(), steps.found(description="Báo cáo chậm")])
    remind_in_writing(now=OVERDUE)
    steps.reported(first, now=OVERDUE)
    signed = sign_paper(
        paper=RemedyLetter.objects.get().paper, staff=staff("gd.snv"), now=OVERDUE + timedelta(days=5)
    )
    days, words = days_in(get_paper(uuid=signed.uuid))
    assert days == ["6"] and "06/01/2027" in words
    assert list(RemedyLetter.objects.get().shortcomings.all()) == [second]


def test_a_letter_about_nothing_is_dropped_instead_of_signed():
    (shortcoming,) = steps.opened()
    remind_in_writing(now=OVERDUE)
    steps.reported(shortcoming, now=OVERDUE)
    paper = RemedyLetter.objects.get().paper
    with pytest.raises(PaperRefused):
        sign_paper(paper=paper, staff=staff("gd.snv"), now=OVERDUE)
    assert get_paper(uuid=paper.uuid).state == PaperState.CANCELLED


def test_the_next_deadline_lies_after_today():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    with pytest.raises(InspectionRefused, match="next_deadline_past"):
        steps.judged(shortcoming, "partly", next_deadline=NOW.date())


def add(inspection, **other):
    return conclusions.add_shortcoming(
        inspection=inspection, found=steps.found(**other), staff=staff(HEAD), now=NOW
    )


def test_the_same_shortcoming_again_is_one_and_with_another_deadline_refused_in_words():
    inspection = steps.minuted()
    first = add(inspection, description="Một")
    assert add(inspection, description="Một") == first
    with pytest.raises(InspectionRefused) as refused:
        add(inspection, description="Một", deadline=first.deadline + timedelta(days=1))
    assert refused.value.code == "shortcoming_known"
    assert "1" in refused.value.message
    assert inspection.shortcomings.count() == 1
