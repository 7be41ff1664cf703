"""Which day of a remedy counts, and until when the rest is to be done."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from motcua.platform import clock
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.inspections.figures import years_of
from motcua.reform.inspections.models import InspectionEvidence
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import remedies
from motcua.reform.inspections.services.escalation import remind_overdue
from motcua.reform.inspections.services.remedies import Done
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
LATE = NOW + timedelta(days=39)


def counted(key="insp.remedied_in_time"):
    """The figure of the year, seen when the year is over."""
    with clock.at(LATE):
        return get_indicator(key).values(YEAR).get("SKHCN", Fraction(0))


def reported_late():
    """Due on 31/12, reported on 01/01 as remedied on 31/12."""
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming, on=date(2026, 12, 31), now=LATE)
    return shortcoming


def with_evidence(shortcoming):
    some = InspectionEvidence(
        remedy=shortcoming.remedies.get(),
        file=shortcoming.inspection.minutes.file,
        added_by=steps.user("cv.vp"),
        added_at=LATE,
    )
    some.save()


def test_the_day_of_the_report_counts_and_not_the_day_it_names():
    shortcoming = reported_late()
    steps.judged(shortcoming, now=LATE)
    assert counted() == 0


def test_an_earlier_day_is_never_confirmed_without_evidence():
    shortcoming = reported_late()
    day = date(2026, 12, 31)
    with pytest.raises(InspectionRefused, match="day_needs_evidence"):
        steps.judged(shortcoming, now=LATE, remedied_on=day)
    with_evidence(shortcoming)
    steps.judged(shortcoming, now=LATE, remedied_on=day)
    assert counted() == 1


def test_who_verifies_may_confirm_a_later_day_and_none_to_come():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    with pytest.raises(InspectionRefused, match="remedy_later"):
        steps.judged(shortcoming, remedied_on=date(2026, 11, 24))
    steps.judged(shortcoming, now=LATE, remedied_on=LATE.date())
    assert counted() == 0


def test_a_report_needs_evidence_or_an_explanation():
    (shortcoming,) = steps.opened()
    with pytest.raises(InspectionRefused, match="evidence_missing"):
        remedies.report_remedy(
            shortcoming=shortcoming,
            done=Done(action="Đã làm", remedied_on=NOW.date()),
            files=[],
            staff=staff("cv.vp"),
            now=NOW,
        )


@pytest.mark.parametrize("outcome", ["partly", "reopened"])
def test_what_remains_has_a_deadline_of_its_own_and_the_first_stays(outcome):
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    if outcome == "reopened":
        steps.judged(shortcoming)
    with pytest.raises(InspectionRefused, match="next_deadline_missing"):
        steps.judged(shortcoming, outcome, now=LATE, next_deadline=None)
    with pytest.raises(InspectionRefused, match="next_deadline_past"):
        steps.judged(shortcoming, outcome, now=LATE, next_deadline=date(2026, 12, 31))
    steps.judged(shortcoming, outcome, now=LATE, next_deadline=date(2027, 1, 31))
    shortcoming.refresh_from_db()
    assert (shortcoming.deadline, shortcoming.due_on) == (date(2026, 12, 31), date(2027, 1, 31))
    assert remind_overdue(now=LATE + timedelta(days=2)) == 0
    assert counted("insp.shortcomings_due") == 1
    assert years_of(staff=staff("quanly.cchc")) == [2026]


def test_more_time_can_be_asked_for_under_the_next_deadline():
    shortcoming = reported_late()
    steps.judged(shortcoming, "partly", now=LATE, next_deadline=date(2027, 1, 31))
    asked = remedies.ask_extension(
        shortcoming=shortcoming, until=date(2027, 2, 26), reason="Chờ", staff=staff("cv.vp"), now=LATE
    )
    remedies.decide_extension(extension=asked, granted=True, answer="", staff=staff("quanly.cchc"), now=LATE)
    shortcoming.refresh_from_db()
    assert shortcoming.due_on == date(2027, 2, 26)
    steps.reported(shortcoming, now=LATE, action="Phần còn lại")
    steps.judged(shortcoming, now=LATE)
    assert counted() == 0


def test_years_of_drafts_and_of_what_was_taken_back_are_not_offered():
    steps.concluded()
    assert years_of(staff=staff("quanly.cchc")) == []
