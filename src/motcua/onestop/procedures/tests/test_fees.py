"""Fees as tables that a lawyer can read, and properties that hold for any answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.onestop.procedures.api import FeeStatus, catalogue_entries
from motcua.onestop.procedures.rules.fees import FeeRuleError, check_rule, price_bounds, quote

DAY = date(2023, 3, 1)
RULES = {entry["key"]: entry["fee"] for entry in catalogue_entries()}
XRAY = RULES["xray-licence-new"]
XRAY_WITH_TIERS = {**XRAY, "quantity_tiers": {**XRAY["quantity_tiers"], "valid_from": "2023-01-01"}}
CASES = [case["key"] for case in XRAY["cases"]]


def devices(*rows):
    return {"devices": [{"type": kind, "quantity": quantity} for kind, quantity in rows]}


@pytest.mark.parametrize(
    ("key", "answers", "total"),
    [
        ("xray-licence-new", devices(("general", 2), ("ct", 1), ("dental", 1)), 16_000_000),
        ("xray-licence-new", devices(("general", 1), ("general", 1)), 6_000_000),
        ("xray-licence-new", {"devices": [{"type": "pet_ct"}]}, 16_000_000),
        ("xray-licence-renewal", devices(("general", 1)), 2_250_000),
        ("xray-licence-renewal", devices(("ct", 1)), 6_000_000),
        ("radiation-officer-certificate", {}, 200_000),
        ("xray-declaration", {}, 0),
        ("st-organisation-change", {"changes": ["name", "address"]}, 2_500_000),
        ("st-branch-change", {"changes": "fields"}, 2_000_000),
        ("technology-transfer-registration", {"contract_value": 1_000_000_000}, 5_000_000),
        ("technology-transfer-registration", {"contract_value": 7_300_000_000}, 7_300_000),
        ("technology-transfer-registration", {"contract_value": 90_000_000_000}, 10_000_000),
        ("technology-transfer-registration", {"contract_value": "7.300.000.499"}, 7_300_000),
        ("technology-transfer-registration", {"contract_value": "7.300.000.500"}, 7_300_001),
        ("technology-transfer-amendment", {"contract_value": 4_200_000_000}, 4_200_000),
    ],
)
def test_a_dossier_costs(key, answers, total):
    found = quote(rule=RULES[key], answers=answers, on=DAY)
    assert found.is_known
    assert found.total == total == sum(line.amount for line in found.lines)


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ((("general", 1),), 3_000_000),
        ((("general", 2),), 5_700_000),
        ((("general", 2), ("ct", 1), ("dental", 1)), 14_400_000),
        ((("dental", 6),), 10_200_000),
    ],
)
def test_tiers_count_the_devices_of_the_whole_file_once_they_are_switched_on(rows, total):
    assert quote(rule=XRAY_WITH_TIERS, answers=devices(*rows), on=DAY).total == total


def test_tiers_do_not_reach_back_before_their_first_day():
    before = quote(rule=XRAY_WITH_TIERS, answers=devices(("general", 2)), on=date(2022, 12, 31))
    assert before.total == 6_000_000


def test_tiers_end_with_their_last_day():
    ended = {**XRAY, "quantity_tiers": {**XRAY_WITH_TIERS["quantity_tiers"], "valid_to": "2023-02-28"}}
    assert quote(rule=ended, answers=devices(("general", 2)), on=DAY).total == 6_000_000


def test_a_fee_that_no_source_publishes_is_never_a_price():
    found = quote(rule=RULES["testing-body-registration"], answers={}, on=DAY)
    assert found.status == FeeStatus.NOT_PUBLISHED
    assert price_bounds(rule=RULES["testing-body-registration"]) is None


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("xray-licence-new", {}),
        ("xray-licence-new", {"devices": []}),
        ("xray-licence-new", {"devices": [{"type": "toaster", "quantity": 3}]}),
        ("xray-licence-new", devices(("ct", 0))),
        ("xray-licence-new", devices(("ct", -1))),
        ("xray-licence-new", {"devices": [{"type": "ct", "quantity": True}]}),
        ("xray-licence-new", {"devices": "all of them"}),
        ("technology-transfer-registration", {"contract_value": "about a million"}),
        ("technology-transfer-registration", {"contract_value": None}),
        ("st-organisation-change", {"changes": None}),
    ],
)
def test_missing_or_senseless_answers_ask_for_more_instead_of_costing_nothing(key, answers):
    found = quote(rule=RULES[key], answers=answers, on=DAY)
    assert found.status == FeeStatus.NEEDS_ANSWERS
    assert not found.is_known


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"kind": "lottery"}, "kind"),
        ({"kind": "constant", "vnd": -1}, "vnd"),
        ({"kind": "constant", "vnd": 1.5}, "vnd"),
        ({"kind": "cases", "answer": "x", "cases": []}, "at least one"),
        ({**XRAY, "cases": XRAY["cases"][:1] * 2}, "own key"),
        ({**RULES["technology-transfer-registration"], "min": 20_000_000}, "greater"),
        ({**RULES["technology-transfer-registration"], "label_vi": ""}, "label_vi"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(rule, complaint):
    with pytest.raises(FeeRuleError, match=complaint):
        check_rule(rule=rule)


rows = st.lists(st.tuples(st.sampled_from(CASES), st.integers(1, 20)), min_size=1, max_size=8)


@given(rows=rows)
def test_the_order_of_devices_does_not_matter(rows):
    forth = quote(rule=XRAY_WITH_TIERS, answers=devices(*rows), on=DAY)
    back = quote(rule=XRAY_WITH_TIERS, answers=devices(*reversed(rows)), on=DAY)
    assert forth == back


@given(rows=rows, extra=st.sampled_from(CASES))
def test_without_tiers_one_more_device_costs_its_price_more(rows, extra):
    price = next(case["vnd"] for case in XRAY["cases"] if case["key"] == extra)
    less = quote(rule=XRAY, answers=devices(*rows), on=DAY).total
    assert quote(rule=XRAY, answers=devices(*rows, (extra, 1)), on=DAY).total == less + price


@given(rows=rows)
def test_tiers_take_at_most_fifteen_percent_off(rows):
    full = quote(rule=XRAY, answers=devices(*rows), on=DAY).total
    reduced = quote(rule=XRAY_WITH_TIERS, answers=devices(*rows), on=DAY).total
    assert full * 85 // 100 <= reduced <= full


@given(value=st.integers(1, 10**14), more=st.integers(0, 10**12))
def test_a_percentage_stays_within_its_bounds_and_never_falls_with_the_value(value, more):
    rule = RULES["technology-transfer-registration"]
    small = quote(rule=rule, answers={"contract_value": value}, on=DAY).total
    large = quote(rule=rule, answers={"contract_value": value + more}, on=DAY).total
    assert rule["min"] <= small <= large <= rule["max"]


@given(
    answers=st.fixed_dictionaries(
        {"devices": st.none() | st.text() | st.lists(st.integers() | st.text() | st.none())}
    )
)
def test_no_answers_break_the_calculation(answers):
    quote(rule=XRAY, answers=answers, on=DAY)
