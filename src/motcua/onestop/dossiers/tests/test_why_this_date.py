"""The explanation in words, and the dated legal numbers behind it."""

from datetime import date

import pytest
from django.utils.translation import override

from motcua.kernel.tests.offices import day
from motcua.onestop.dossiers.benchmarks import bench_deadlines
from motcua.onestop.dossiers.explanations import SENTENCES, describe, time_left
from motcua.onestop.dossiers.parameters import get_parameter, list_parameters
from motcua.onestop.dossiers.rules.tests.cases import RESTART, SUBTRACT, deadline, pause

STOP = ("2026-11-04 10:00", "2026-11-10 15:00")


def told(received, limit, *pauses, language="en", **how):
    reasons = deadline(received, limit, *pauses, **how).explanation
    return [str(each) for each in describe(reasons=reasons, on=day(received[:10]), language=language)]


def test_a_due_date_is_explained_in_plain_words():
    assert told("2026-11-23 09:00", "2 working_days") == [
        "Valid papers were received at 09:00 23/11/2026.",
        "The time limit is 2 working days.",
        "23/11/2026 does not count; counting begins on the day after. (Civil Code 2015, Art. 147.2)",
        "Not counted, day off 24/11/2026: Vietnam Culture Day.",
        "Due at 17:00 26/11/2026.",
    ]


def test_a_limit_in_calendar_days_does_not_say_that_days_off_are_left_out():
    lines = told("2026-11-09 09:00", "15 days")
    assert not any("Not counted" in line for line in lines)
    assert any(line.startswith("Every calendar day counts") for line in lines)
    assert "The term cannot end on 24/11/2026, a day off: Vietnam Culture Day." in lines


def test_holidays_are_named_in_the_language_of_the_reader():
    assert any(
        "Ngày Văn hóa Việt Nam" in line for line in told("2026-11-23 09:00", "2 working_days", language="vi")
    )


def test_an_unconfirmed_day_is_marked():
    assert any("not been confirmed" in line for line in told("2027-02-03 09:00", "1 working_days"))


@pytest.mark.parametrize(
    ("limit", "how", "words"),
    [
        ("5 working_days", {"policy": RESTART}, "the whole limit runs again"),
        ("5 working_days", {"policy": SUBTRACT}, "Not counted: 4 working days"),
        ("10 days", {"policy": SUBTRACT}, "Not counted: 6 calendar days"),
        ("20 hours", {"policy": SUBTRACT}, "Not counted: 35 h 30 min"),
        ("same_day", {}, "The time limit is the same working day"),
    ],
)
def test_a_pause_is_told_with_what_it_takes_out(limit, how, words):
    assert any(words in line for line in told("2026-11-02 09:00", limit, pause(*STOP), **how))


def test_a_stopped_clock_says_what_it_waits_for():
    last = told("2026-11-02 09:00", "5 working_days", pause("2026-11-04 10:00", cause="payment"))[-1]
    assert "waiting for the fee to be paid (118/2025/NĐ-CP)" in last


def test_every_reason_that_the_rules_give_has_its_sentence_and_its_parameter():
    names = {row.name for row in list_parameters()}
    asked = [
        deadline(received, limit, *stops, policy=policy)
        for received in ("2023-01-31 15:30", "2027-12-31 09:00", "2026-08-21 12:00", "2026-11-07 09:00")
        for limit in ("same_day", "4 hours", "1 months", "15 days", "3 working_days")
        for stops in ([], [pause(*STOP)], [pause("2026-11-09 09:00")])
        for policy in (RESTART, SUBTRACT, RESTART.__class__("restart", True, RESTART.cut_off))
    ]
    reasons = [reason for each in asked for reason in each.explanation]
    assert {reason.code for reason in reasons} <= set(SENTENCES)
    assert {reason.rule for reason in reasons if reason.rule} <= names
    assert describe(reasons=reasons, on=date(2026, 11, 2), language="vi")


def test_a_new_start_of_the_limit_cites_no_decree_of_another_sector():
    restarted = deadline("2026-11-02 09:00", "5 working_days", pause(*STOP), policy=RESTART).explanation
    (line,) = [
        each
        for each in describe(reasons=restarted, on=day("2026-11-02"), language="en")
        if "whole limit" in each.text
    ]
    assert (line.article, line.verified) == ("clock policy of the published procedure", False)
    # Decree 297/2025 is about karaoke licensing; it may support a reading, it stands behind no radiation licence.
    assert not any("297/2025" in row.article_vi for row in list_parameters())


def test_a_legal_number_is_read_as_it_stood_on_the_day():
    assert not get_parameter(name="same_day_cut_off", on=date(2023, 1, 5)).verified
    assert get_parameter(name="same_day_cut_off", on=date(2026, 1, 5)).verified


def test_a_number_that_no_law_gave_yet_is_an_error():
    with pytest.raises(LookupError):
        get_parameter(name="same_day_cut_off", on=date(2001, 1, 1))


def test_every_number_names_its_source():
    assert all(row.source for row in list_parameters())


@pytest.mark.parametrize(
    ("standing", "days", "hours", "words"),
    [
        ("stopped", 0, 0, "clock stopped"),
        ("due_today", 0, 3, "3 hours left today"),
        ("overdue", 0, 1, "overdue since today"),
        ("overdue", 1, 8, "1 working day overdue"),
        ("at_risk", 2, 16, "2 working days left"),
    ],
)
def test_the_worklist_says_how_long_is_left(standing, days, hours, words):
    with override("en"):
        assert time_left(standing=standing, working_days=days, hours=hours) == words


@pytest.mark.django_db
def test_the_figures_of_the_clock_are_rates_and_a_ratio():
    rates = bench_deadlines(seconds=0.03)
    assert rates.deadlines > 0 and rates.times_the_day_loop == rates.deadlines / rates.day_loop
