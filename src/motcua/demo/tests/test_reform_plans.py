"""Plans and reports of the demonstration: loaded once, quickly, and worth looking at."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from motcua.demo.reform_plans import load_plans
from motcua.identity.tests.province import stand_up_province
from motcua.platform import clock
from motcua.platform.calendar.api import load_calendar
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.plan.models import PlanTask, ReformPlan
from motcua.reform.reports.models import ReformReport
from motcua.reform.tests.proofs import closed_to_judges, proofs_of

NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def loaded(db):
    load_calendar(now=NOW)
    stand_up_province(now=NOW)
    with clock.at(NOW):
        written = load_plans(now=NOW, report=lambda _text: None)
        yield written


def share(year):
    period = Period(start=date(year, 1, 1), end=date(year, 12, 31))
    due, done = (get_indicator(key).values(period) for key in ("plan.tasks_due", "plan.tasks_done"))
    return {code: Fraction(done[code], due[code]) for code in due}


def test_ten_departments_have_three_years_and_a_second_run_adds_nothing(loaded):
    counts = PlanTask.objects.count(), ReformReport.objects.count()
    assert (loaded, ReformPlan.objects.count()) == (30, 30)
    assert load_plans(now=NOW, report=lambda _text: None) == 0
    assert (PlanTask.objects.count(), ReformReport.objects.count()) == counts


@pytest.mark.parametrize("year", [2021, 2022])
def test_science_and_technology_did_best_and_nobody_did_nothing(loaded, year):
    shares = share(year)
    assert len(shares) == 10
    assert shares["SKHCN"] == max(shares.values())
    assert min(shares.values()) > Fraction(7, 10)


def test_some_plans_came_late_and_some_reports(loaded):
    period = Period(start=date(2021, 1, 1), end=date(2021, 12, 31))
    dates = get_indicator("plan.issued_on").values(period)
    assert dates["SKHCN"] == date(2021, 1, 22)
    assert {code for code, day in dates.items() if day > date(2021, 1, 31)} == {"SXD", "SNNMT", "SCT"}
    assert get_indicator("rpt.late").values(period)["SYT"] == 2
    assert get_indicator("rpt.missing").values(period)["SCT"] == 1
    assert get_indicator("rpt.late").values(period)["SKHCN"] == 0


def test_the_year_under_way_has_work_for_today(loaded):
    running = PlanTask.objects.filter(agency__code="SKHCN", year=2026, done_on=None)
    today = date(2026, 11, 16)
    assert running.filter(due_on=today).exists()
    assert running.filter(due_on__lt=today, reported_on=None).count() >= 2
    assert ReformReport.objects.get(state="draft").kind == "year"


def test_plans_tasks_and_reports_behind_figures_open_for_those_who_judge(loaded):
    year = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))
    addresses = proofs_of("plan", "rpt", periods=[year])
    chosen = [next(one for one in sorted(addresses) if what in one) for what in ("/nhiem-vu/", "/bao-cao/")]
    assert closed_to_judges(chosen + sorted(addresses)[::60]) == []
