"""Every word of the rates, the deadlines and the two tables of states."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.inspections.rules import clocks, rates, states
from motcua.reform.inspections.rules.clocks import Extension
from motcua.reform.inspections.rules.rates import Case, Check, Outcome
from motcua.reform.inspections.rules.states import INSPECTION, SHORTCOMING, Remedying, Stage

DEADLINE = date(2022, 6, 30)
CASE = Case(key="1", owner="SKHCN", criterion="1.5", found_on=date(2022, 5, 16), deadline=DEADLINE)


def day(text: str) -> date:
    return date.fromisoformat(text)


def closed(remedied_on: str, *, on: str = "2022-07-15", on_site: bool = False) -> Check:
    return Check(on=day(on), outcome=Outcome.CLOSED, remedied_on=day(remedied_on), on_site=on_site)


def with_checks(*checks: Check, **changes: object) -> Case:
    return replace(CASE, checks=checks, **changes)


def in_time(*cases: Case, cut_off: str = "2022-12-31") -> Fraction | None:
    return rates.remedied_in_time(cases, cut_off=day(cut_off)).value


# Remedied in time


def test_a_remedy_on_the_last_day_is_in_time_even_when_verified_later():
    assert in_time(with_checks(closed("2022-06-30", on="2022-12-01"))) == 1


def test_a_remedy_one_day_after_the_deadline_is_late():
    assert in_time(with_checks(closed("2022-07-01"))) == 0


def test_a_remedy_that_nobody_verified_does_not_count():
    assert in_time(CASE) == 0


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.REJECTED])
def test_a_remedy_that_is_not_accepted_does_not_count(outcome):
    assert in_time(with_checks(Check(on=day("2022-06-20"), outcome=outcome))) == 0


def test_what_was_reopened_does_not_count_until_closed_again():
    reopened = Check(on=day("2022-09-01"), outcome=Outcome.REOPENED)
    assert in_time(with_checks(closed("2022-06-10"), reopened)) == 0
    assert in_time(with_checks(closed("2022-06-10"), reopened, closed("2022-09-20"))) == 0
    assert in_time(with_checks(closed("2022-06-10"), reopened, closed("2022-06-29"))) == 1


def test_only_deadlines_up_to_the_cut_off_are_counted_and_its_day_is_included():
    early = with_checks(closed("2022-06-01"))
    late = replace(CASE, key="2", deadline=day("2022-07-01"))
    assert in_time(early, late, cut_off="2022-06-30") == 1
    assert in_time(early, late, cut_off="2022-07-01") == Fraction(1, 2)


def test_nothing_due_gives_no_rate():
    assert in_time(CASE, cut_off="2022-06-29") is None
    assert in_time() is None


def test_deadlines_of_earlier_years_stay_in_their_year():
    earlier = replace(CASE, key="0", deadline=day("2021-12-31"))
    share = rates.remedied_in_time(
        [earlier, with_checks(closed("2022-06-01"))], cut_off=day("2022-12-31"), since=day("2022-01-01")
    )
    assert (share.part, share.whole, share.value) == (("1",), ("1",), 1)


def test_two_of_three_are_exactly_two_thirds():
    cases = [with_checks(closed("2022-06-01"), key=str(n)) for n in range(2)] + [CASE]
    assert in_time(*cases) == Fraction(2, 3)


# Extensions


def test_an_extension_granted_before_the_deadline_counts():
    extended = replace(CASE, extensions=(Extension(granted_on=day("2022-06-30"), until=day("2022-07-31")),))
    assert extended.last_day == day("2022-07-31")
    assert in_time(replace(extended, checks=(closed("2022-07-31"),))) == 1


def test_an_extension_granted_after_the_deadline_does_not_count():
    late = Extension(granted_on=day("2022-07-01"), until=day("2022-07-31"))
    assert in_time(with_checks(closed("2022-07-10"), extensions=(late,))) == 0


def test_a_second_extension_counts_when_granted_before_the_extended_deadline():
    extensions = [
        Extension(granted_on=day("2022-07-20"), until=day("2022-08-31")),
        Extension(granted_on=day("2022-06-20"), until=day("2022-07-31")),
    ]
    assert clocks.effective_deadline(deadline=DEADLINE, extensions=extensions) == day("2022-08-31")


def test_an_extension_never_shortens():
    shorter = Extension(granted_on=day("2022-06-01"), until=day("2022-06-15"))
    assert clocks.effective_deadline(deadline=DEADLINE, extensions=[shorter]) == DEADLINE


DAYS = st.integers(0, 1000).map(lambda days: date(2022, 1, 1) + timedelta(days=days))


@given(DAYS, st.lists(st.builds(Extension, granted_on=DAYS, until=DAYS)))
def test_extensions_never_make_a_deadline_earlier_and_late_ones_change_nothing(deadline, extensions):
    moved = clocks.effective_deadline(deadline=deadline, extensions=extensions)
    assert moved >= deadline
    tardy = Extension(granted_on=moved + timedelta(days=1), until=moved + timedelta(days=99))
    assert clocks.effective_deadline(deadline=deadline, extensions=[*extensions, tardy]) == moved


# Recurrence, median, re-inspection


def recurrence(*cases: Case) -> Fraction | None:
    return rates.recurring(cases, months=24).value


def found(on: str, **changes: object) -> Case:
    return replace(CASE, key=on, found_on=day(on), **changes)


def test_the_same_criterion_and_owner_within_24_months_recurs():
    assert recurrence(found("2020-05-16"), found("2022-05-16")) == Fraction(1, 2)


def test_one_day_more_than_24_months_is_no_recurrence():
    assert recurrence(found("2020-05-15"), found("2022-05-16")) == 0


@pytest.mark.parametrize("changes", [{"criterion": "1.4"}, {"owner": "SYT"}])
def test_another_criterion_or_owner_is_no_recurrence(changes):
    assert recurrence(found("2022-01-10", **changes), found("2022-05-16")) == 0


def test_two_findings_of_one_day_do_not_recur():
    assert recurrence(found("2022-05-16"), found("2022-05-16")) == 0


def test_a_shortcoming_without_criterion_is_not_asked():
    assert recurrence(found("2022-05-16", criterion="")) is None


def test_months_are_counted_to_the_last_day_of_a_shorter_month():
    assert rates.months_before(day("2024-02-29"), 24) == day("2022-02-28")
    assert rates.months_before(day("2022-01-31"), 2) == day("2021-11-30")


def test_the_median_is_the_middle_or_the_mean_of_the_middle_two():
    cases = [with_checks(closed("2022-06-01", on=on)) for on in ("2022-05-26", "2022-06-05", "2022-07-25")]
    assert rates.median_days_to_close(cases) == 20
    assert rates.median_days_to_close(cases[:2]) == 15
    assert rates.median_days_to_close(
        [*cases[:1], with_checks(closed("2022-06-01", on="2022-05-31"))]
    ) == Fraction(25, 2)
    assert rates.median_days_to_close([CASE]) is None


def test_only_closings_seen_on_site_are_verified_by_re_inspection():
    cases = [with_checks(closed("2022-06-01", on_site=True)), with_checks(closed("2022-06-01")), CASE]
    assert rates.verified_on_site(cases).value == Fraction(1, 2)


# Reminders


def reminder(today: str, *sent: str) -> int | None:
    return clocks.reminder_due(
        deadline=DEADLINE, reminded_on=map(day, sent), today=day(today), first_after=1, every=7
    )


@pytest.mark.parametrize(
    ("today", "sent", "ordinal"),
    [
        ("2022-06-30", [], None),
        ("2022-07-01", [], 1),
        ("2022-09-30", [], 1),
        ("2022-07-07", ["2022-07-01"], None),
        ("2022-07-08", ["2022-07-01"], 2),
        ("2022-07-20", ["2022-07-01", "2022-07-13"], 3),
    ],
)
def test_reminders_are_numbered_without_gaps_and_missed_days_are_made_up_for(today, sent, ordinal):
    assert reminder(today, *sent) == ordinal


def test_no_reminder_follows_when_the_deadline_was_extended():
    assert reminder("2022-06-25", "2022-05-01") is None


# States


def test_the_eight_steps_in_order_lead_to_the_conclusion():
    way = ["decide", "notify", "visit", "send_minutes", "sign_minutes", "send_draft", "answer", "conclude"]
    stage = Stage.PLANNED
    for event in way:
        stage = states.move(INSPECTION, event=event, state=stage)
    assert stage == Stage.CONCLUDED


def test_a_remedy_may_be_partial_rejected_closed_and_reopened():
    state = Remedying.DRAFT
    for event in [
        "open",
        "report",
        "partly",
        "report",
        "reject",
        "report",
        "close",
        "reopen",
        "report",
        "close",
    ]:
        state = states.move(SHORTCOMING, event=event, state=state)
    assert state == Remedying.CLOSED


@pytest.mark.parametrize(("table", "kind"), [(INSPECTION, Stage), (SHORTCOMING, Remedying)])
def test_an_event_out_of_place_is_refused(table, kind):
    for line in table.values():
        for state in set(kind) - line.allowed_in:
            with pytest.raises(states.NotAllowed):
                states.move(table, event=line.event, state=state)


@pytest.mark.parametrize(("table", "start"), [(INSPECTION, Stage.PLANNED), (SHORTCOMING, Remedying.DRAFT)])
def test_every_state_is_reached(table, start):
    reached = {start}
    for _ in table:
        reached |= {line.leads_to for line in table.values() if line.allowed_in & reached}
    assert reached == set(type(start))


def test_only_a_surprise_visit_comes_without_notice():
    assert states.may_visit(stage=Stage.DECIDED, is_surprise=True)
    assert not states.may_visit(stage=Stage.DECIDED, is_surprise=False)
    assert states.may_visit(stage=Stage.NOTIFIED, is_surprise=False)


def test_silence_does_not_stop_a_conclusion():
    assert not states.may_conclude(stage=Stage.DRAFT_SENT, answer_due=False)
    assert states.may_conclude(stage=Stage.DRAFT_SENT, answer_due=True)
    assert states.may_conclude(stage=Stage.ANSWERED, answer_due=False)


def test_every_transition_names_who_may_do_it():
    assert all(line.sides for table in (INSPECTION, SHORTCOMING) for line in table.values())
    assert [a.event for a, b in pairwise(INSPECTION.values()) if a.event == b.event] == []
