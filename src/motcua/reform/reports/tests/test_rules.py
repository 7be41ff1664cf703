"""Terms of a year, lateness, and figures named in a text."""

from datetime import date

import pytest

from motcua.platform.calendar.api import calendar_for, load_calendar
from motcua.reform.plan.tests.conftest import NOW
from motcua.reform.reports.terms import list_terms, regime_of
from motcua.reform.rules.reports import (
    Form,
    Timing,
    Token,
    has_blank,
    last_day_due,
    split_text,
    timing,
    tokens_in,
)

DUE = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("sent_on", "as_of", "found"),
    [
        (None, DUE, Timing.NOT_DUE),
        (None, date(2026, 3, 21), Timing.MISSING),
        (DUE, date(2026, 12, 31), Timing.ON_TIME),
        (date(2026, 3, 21), date(2026, 12, 31), Timing.LATE),
        (date(2026, 3, 25), date(2026, 3, 22), Timing.MISSING),
    ],
)
def test_a_report_is_in_time_until_the_end_of_its_due_date(sent_on, as_of, found):
    assert timing(due_on=DUE, sent_on=sent_on, as_of=as_of) == found


@pytest.mark.django_db
def test_a_year_has_four_reports_and_a_free_day_moves_the_due_date():
    load_calendar(now=NOW)
    terms = {term.kind: term for term in list_terms(year=2022)}
    assert list(terms) == ["q1", "h1", "m9", "year"]
    assert (terms["year"].start, terms["year"].end) == (date(2021, 12, 15), date(2022, 12, 14))
    # 20/03/2022 was a Sunday.
    assert terms["q1"].due_on == date(2022, 3, 21)
    assert calendar_for("VN").is_working_day(terms["h1"].due_on)


def test_before_the_first_regime_nothing_is_owed_and_its_source_is_told():
    assert list_terms(year=2019) == ()
    regime = regime_of(2022)
    assert not regime.verified
    assert "choice of this project" in regime.source_en


def test_what_is_due_today_is_judged_tomorrow():
    assert last_day_due(end=date(2026, 12, 31), today=DUE) == date(2026, 3, 19)
    assert last_day_due(end=date(2025, 12, 31), today=DUE) == date(2025, 12, 31)


def test_figures_are_found_between_the_words():
    text = "Đã hoàn thành [[plan.tasks_done]] ([[ plan.tasks_done | change ]]).\n[[x|dance]] [[7]]"
    pieces = list(split_text(text))
    assert pieces[1] == Token("plan.tasks_done", Form.VALUE)
    assert pieces[3] == Token("plan.tasks_done", Form.CHANGE)
    assert "".join(piece if isinstance(piece, str) else "·" for piece in pieces).endswith("[[x|dance]] [[7]]")
    assert len(tokens_in(text)) == 2


@pytest.mark.parametrize(
    "text", ["…", "Đạt ... %", "Số ____", "Tên: [ ]", "xxx nhiệm vụ", "??? sửa sau", "todo"]
)
def test_a_place_left_to_be_filled_in_is_seen(text):
    assert has_blank(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đất đai, xây dựng, v.v.",
        "[[plan.tasks_done]]",
        "Nghị định 61/2018.",
        "1.5",
        "Đại hội lần thứ XXX",
        "Phụ lục XXXI",
    ],
)
def test_finished_words_are_no_blank(text):
    assert not has_blank(text)
