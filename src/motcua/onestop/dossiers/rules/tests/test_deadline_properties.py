"""What must hold for every dossier, whatever the dates."""

from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motcua.kernel.calendar import DayKind, DayRule
from motcua.kernel.tests.offices import office
from motcua.onestop.dossiers.rules.clock import effective_receipt
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, Pause, compute
from motcua.onestop.dossiers.rules.tests.cases import limits, moments, official, policies

PLAIN = office()
thorough = settings(max_examples=150)
spans = st.tuples(st.integers(-5 * 24 * 60, 60 * 24 * 60), st.integers(1, 20 * 24 * 60))
several = st.lists(spans, max_size=4)
holiday_sets = st.sets(st.integers(0, 150), max_size=30)


def pauses_from(received, chosen):
    starts = ((received + timedelta(minutes=offset), length) for offset, length in chosen)
    return [Pause("supplement", start, start + timedelta(minutes=length)) for start, length in starts]


def due(received, limit, policy, pauses=(), calendar=None):
    return compute(
        limit=limit, policy=policy, calendar=calendar or official(), received_at=received, pauses=pauses
    ).due


def office_closed_on(received, offsets):
    first = received.date()
    return office(*(DayRule(first + timedelta(days=offset), DayKind.HOLIDAY) for offset in offsets))


def counts_from_the_same(received, policy, calendar):
    return effective_receipt(policy, calendar, received) == effective_receipt(policy, PLAIN, received)


@thorough
@given(moments, limits, policies, several, holiday_sets)
def test_more_holidays_never_make_it_earlier(received, limit, policy, chosen, offsets):
    pauses, closed = pauses_from(received, chosen), office_closed_on(received, offsets)
    # A holiday on the day of receipt makes the receipt a later one: see the exception there.
    assume(limit.unit is not LimitUnit.MONTHS or not chosen or counts_from_the_same(received, policy, closed))
    fewer = due(received, limit, policy, pauses, PLAIN)
    assert due(received, limit, policy, pauses, closed) >= fewer


@thorough
@given(moments, limits, policies, several)
def test_pausing_never_shortens(received, limit, policy, chosen):
    pauses = pauses_from(received, chosen)
    dues = [due(received, limit, policy, pauses[:count]) for count in range(len(pauses) + 1)]
    assert dues == sorted(dues)


@thorough
@given(moments, limits, policies, several, spans, st.floats(0, 1))
def test_splitting_a_pause_changes_nothing(received, limit, policy, chosen, split, where):
    others, (whole,) = pauses_from(received, chosen), pauses_from(received, [split])
    middle = whole.started_at + (whole.ended_at - whole.started_at) * where
    halves = [Pause("payment", whole.started_at, middle), Pause("council", middle, whole.ended_at)]
    assert due(received, limit, policy, [*others, *halves]) == due(received, limit, policy, [*others, whole])


@thorough
@given(moments, limits, policies, several, st.integers(-10_000, 100_000))
def test_an_empty_pause_changes_nothing(received, limit, policy, chosen, offset):
    pauses, moment = pauses_from(received, chosen), received + timedelta(minutes=offset)
    with_empty = [*pauses, Pause("supplement", moment, moment)]
    assert due(received, limit, policy, with_empty) == due(received, limit, policy, pauses)


@thorough
@given(moments, limits, policies, several, st.randoms())
def test_the_order_in_which_pauses_are_told_changes_nothing(received, limit, policy, chosen, random):
    pauses = pauses_from(received, chosen)
    shuffled = random.sample(pauses, len(pauses))
    assert due(received, limit, policy, shuffled) == due(received, limit, policy, pauses)


@thorough
@given(moments, limits, policies, several, st.integers(1, 40))
def test_a_longer_limit_is_never_due_earlier(received, limit, policy, chosen, more):
    assume(limit.unit is not LimitUnit.SAME_DAY)
    longer, pauses = Limit(limit.amount + more, limit.unit), pauses_from(received, chosen)
    assert due(received, longer, policy, pauses) >= due(received, limit, policy, pauses)


@thorough
@given(moments, limits, policies, several, st.integers(0, 40 * 24 * 60))
def test_a_later_receipt_is_never_due_earlier(received, limit, policy, chosen, minutes):
    # A month is turned into days at the receipt, so with a pause between 30 and 31 January it may not hold.
    assume(limit.unit is not LimitUnit.MONTHS or not chosen)
    pauses = pauses_from(received, chosen)
    later = received + timedelta(minutes=minutes)
    assert due(later, limit, policy, pauses) >= due(received, limit, policy, pauses)


@thorough
@given(moments, limits, policies, several, st.booleans())
def test_the_explanation_ends_with_the_due_moment(received, limit, policy, chosen, open_ended):
    pauses = pauses_from(received, chosen)
    if open_ended and pauses:
        pauses[-1] = Pause("payment", pauses[-1].started_at, None)
    outcome = compute(limit=limit, policy=policy, calendar=official(), received_at=received, pauses=pauses)
    last = outcome.explanation[-1]
    if outcome.due is None:
        assert (last.code, last.params["start"]) == ("stopped", outcome.stopped_since)
    else:
        assert (last.code, last.params["at"]) == ("due", outcome.due)


@thorough
@given(moments, limits, policies, several)
def test_it_is_due_after_the_receipt_and_within_office_hours(received, limit, policy, chosen):
    moment = due(received, limit, policy, pauses_from(received, chosen))
    assert moment > received
    assert any(each.opens < moment.time() <= each.closes for each in official().sessions_on(moment.date()))
