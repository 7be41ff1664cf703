"""The transition table as a lawyer would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.onestop.dossiers.rules.states import ENDED, OPEN, TABLE, State, TransitionRefused, next_state

ALLOWED = [
    # event, state before, state after (None: unchanged)
    ("received", State.SUBMITTED, State.RECEIVED),
    ("refused", State.SUBMITTED, State.REFUSED),
    ("step_done", State.RECEIVED, State.IN_PROCESS),
    ("supplement_requested", State.IN_PROCESS, State.SUPPLEMENT),
    ("supplement_answered", State.SUPPLEMENT, State.IN_PROCESS),
    ("payment_requested", State.RECEIVED, State.PAYMENT),
    ("payment_completed", State.PAYMENT, State.IN_PROCESS),
    ("paid", State.IN_PROCESS, None),
    ("extended", State.IN_PROCESS, None),
    ("withdrawn", State.SUBMITTED, State.WITHDRAWN),
    ("withdrawn", State.SUPPLEMENT, State.WITHDRAWN),
    ("stopped", State.IN_PROCESS, State.STOPPED),
    ("finished", State.IN_PROCESS, State.DONE),
    ("handed_to_post", State.DONE, None),
    ("returned", State.DONE, State.RETURNED),
]
FORBIDDEN = [
    ("received", State.RECEIVED),
    ("received", State.REFUSED),
    ("refused", State.IN_PROCESS),
    ("step_done", State.SUPPLEMENT),
    ("supplement_requested", State.SUPPLEMENT),
    ("withdrawn", State.DONE),
    ("finished", State.PAYMENT),
    ("returned", State.IN_PROCESS),
    ("extended", State.SUPPLEMENT),
]


@pytest.mark.parametrize(("kind", "before", "after"), ALLOWED)
def test_an_event_of_the_table_leads_to_its_state(kind: str, before: State, after: State | None) -> None:
    assert next_state(kind=kind, state=before).leads_to == after


@pytest.mark.parametrize(("kind", "before"), FORBIDDEN)
def test_an_event_outside_the_table_is_refused_with_its_reason(kind: str, before: State) -> None:
    with pytest.raises(TransitionRefused) as refused:
        next_state(kind=kind, state=before)
    assert refused.value.code == "not_in_this_state"


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(TransitionRefused) as refused:
        next_state(kind="abolished", state=State.IN_PROCESS)
    assert refused.value.code == "unknown_event"


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN, State.STOPPED, State.RETURNED])
def test_nothing_happens_after_the_end(state: State) -> None:
    assert [kind for kind, row in TABLE.items() if state in row.allowed_in] == []


@given(st.lists(st.sampled_from(sorted(TABLE)), max_size=30))
def test_no_order_of_events_leaves_the_table(kinds: list[str]) -> None:
    state = State.SUBMITTED
    for kind in kinds:
        row = TABLE[kind]
        if state in row.allowed_in:
            state = row.leads_to or state
    assert state in OPEN | ENDED | {State.SUBMITTED}


def test_every_open_dossier_can_reach_its_end() -> None:
    reachable = {State.SUBMITTED}
    for _ in TABLE:
        reachable |= {row.leads_to for row in TABLE.values() if row.leads_to and row.allowed_in & reachable}
    assert reachable == set(State)
