"""What no figure says anything of is left out, however an edition reads "not applicable"."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reform.rules.edition import MissingPolicy
from motcua.reform.rules.index import compute
from motcua.reform.rules.robustness import index_without, missing_policies, ranks_of
from motcua.reform.rules.snapshot import NOT_MEASURED, Entry
from motcua.reform.rules.whatif import reachable, with_points
from motcua.reform.tests.rules.test_snapshot import agency_card
from motcua.reform.tests.rules.worked_example import AGENCIES, EDITION, card

CODES = [criterion.code for criterion in EDITION.criteria]


def under(policy: MissingPolicy):
    return replace(EDITION, settings=replace(EDITION.settings, missing=policy))


def without(agency: str, codes: set[str]):
    full = card(agency)
    return replace(full, scores={**full.scores, **dict.fromkeys(codes)}, unmeasured=frozenset(codes))


@given(
    agency=st.sampled_from(AGENCIES),
    codes=st.sets(st.sampled_from(CODES), max_size=len(CODES) - 1),
    policy=st.sampled_from(list(MissingPolicy)),
)
def test_the_index_is_that_of_the_rest(agency: str, codes: set[str], policy: MissingPolicy) -> None:
    edition = under(policy)
    assert compute(edition, without(agency, codes)).index == index_without(edition, card(agency), codes)


def test_no_reading_of_not_applicable_moves_a_place_for_it() -> None:
    rated = {agency: without(agency, {"C12"}) for agency in AGENCIES}
    # What does not apply to somebody moves places by itself.
    for one in rated.values():
        assert isinstance(one.scores, dict)
        one.scores.update({code: Fraction(0) for code in CODES if code != "C12" and one.scores[code] is None})
    places = [trial.ranks for trial in missing_policies(EDITION, rated)]
    assert places == [ranks_of(EDITION, rated)] * 2


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_once_it_has_points_it_counts(policy: MissingPolicy) -> None:
    edition = under(policy)
    again = with_points(without("A", {"C12"}), "C12", card("A").scores["C12"])
    assert compute(edition, again).index == compute(edition, card("A")).index


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_it_is_no_gain_within_reach(policy: MissingPolicy) -> None:
    codes = {reach.criterion for reach in reachable(under(policy), without("A", {"C12"}))}
    assert "C12" not in codes


def test_a_snapshot_that_names_it_leaves_it_out() -> None:
    read = agency_card("A", C12=Entry(points=None, reason=NOT_MEASURED)).card()
    assert (read.unmeasured, read.scores["C12"]) == ({"C12"}, None)
    applicable = agency_card("A", C12=Entry(points=None, reason="not_applicable")).card()
    full, zero = (compute(under(policy), applicable).index for policy in ("full", "zero"))
    assert full - zero > Fraction(5), "what does not apply follows the edition, as before"
