"""Rules of initiatives: verdict of a council, likeness of texts, shares, the year for asking."""

import unicodedata
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.reform.initiatives.parameters import get_parameter, list_parameters, score_rules
from motcua.reform.initiatives.rules.filing import last_day_to_file, shares_are_whole
from motcua.reform.initiatives.rules.scoring import SheetRefused, check_sheet, judge, quorum
from motcua.reform.initiatives.rules.similarity import normal_text, similarity, words

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
RULES = score_rules(on=date(2026, 1, 1))
SCORES = st.fixed_dictionaries(
    {
        name: st.integers(0, int(top) * 100).map(lambda cents: Fraction(cents, 100))
        for name, top in RULES.maxima.items()
    }
)
WORDS = ["sáng", "kiến", "cải", "cách", "hành", "chính", "một", "cửa", "số", "hóa", "hồ", "sơ"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=12)


def sheet(novelty, benefit, replicability, dossier):
    values = (novelty, benefit, replicability, dossier)
    return dict(zip(RULES.maxima, map(Fraction, values), strict=True))


def test_a_mean_of_exactly_seventy_is_recognised():
    assert judge([sheet(20, 30, 12, 8)], RULES).recognised


def test_a_mean_that_only_rounds_to_seventy_is_not_recognised():
    sheets = [sheet(20, 30, 12, 8), sheet(20, 30, 12, 8), sheet("19.99", 30, 12, 8)]
    outcome = judge(sheets, RULES)
    assert outcome.mean == Fraction(20999, 300)
    assert round(float(outcome.mean), 1) == 70.0 and not outcome.recognised


@pytest.mark.parametrize(("novelty", "recognised"), [("15", True), ("14.99", False)])
def test_novelty_below_its_floor_is_not_recognised_whatever_the_total(novelty, recognised):
    assert judge([sheet(novelty, 40, 20, 10)], RULES).recognised is recognised


def test_the_mean_counts_ballots_cast_and_nothing_else():
    assert judge([sheet(30, 40, 20, 10), sheet(0, 0, 0, 0)], RULES).mean == 50


@patient
@given(st.lists(SCORES, min_size=1, max_size=9))
def test_the_mean_lies_between_the_lowest_and_the_highest_sheet(sheets):
    totals = [sum(one.values()) for one in sheets]
    assert min(totals) <= judge(sheets, RULES).mean <= max(totals)


@patient
@given(st.lists(SCORES, min_size=1, max_size=9), st.randoms())
def test_the_order_of_sheets_does_not_matter(sheets, random):
    other = list(sheets)
    random.shuffle(other)
    assert judge(sheets, RULES) == judge(other, RULES)


@patient
@given(st.lists(SCORES, min_size=1, max_size=9), st.sampled_from(sorted(RULES.maxima)))
def test_a_higher_score_never_takes_recognition_away(sheets, name):
    before = judge(sheets, RULES)
    raised = [{**sheets[0], name: RULES.maxima[name]}, *sheets[1:]]
    assert judge(raised, RULES).mean >= before.mean
    assert judge(raised, RULES).recognised >= before.recognised


@pytest.mark.parametrize(
    ("changed", "criterion"),
    [({"novelty": Fraction(31)}, "novelty"), ({"dossier": Fraction(-1)}, "dossier"), ({"charm": 1}, "charm")],
)
def test_a_sheet_beyond_the_maxima_is_refused(changed, criterion):
    with pytest.raises(SheetRefused) as refused:
        check_sheet({**sheet(1, 1, 1, 1), **changed}, RULES)
    assert refused.value.criterion == criterion


def test_without_any_sheet_there_is_no_verdict():
    with pytest.raises(ValueError, match="no ballot"):
        judge([], RULES)


@pytest.mark.parametrize(("entitled", "needed"), [(3, 2), (5, 4), (6, 4), (9, 6)])
def test_two_thirds_are_rounded_up(entitled, needed):
    assert quorum(entitled=entitled, share=Fraction(2, 3)) == needed


def test_words_are_runs_of_letters_digits_and_marks():
    assert words("Số-hóa 100% hồ_sơ, 24/7!") == ["số", "hóa", "100", "hồ", "sơ", "24", "7"]


@patient
@given(TEXT)
def test_composed_and_decomposed_letters_are_the_same(parts):
    text = " ".join(parts)
    assert words(unicodedata.normalize("NFD", text)) == words(text) == words(text.upper())


@patient
@given(st.text(max_size=60))
def test_normal_text_stays_as_it_is(text):
    assert normal_text(normal_text(text)) == normal_text(text)


@patient
@given(TEXT, TEXT)
def test_likeness_is_symmetric_and_bounded(first, second):
    one, other = " ".join(first), " ".join(second)
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1


@patient
@given(TEXT.filter(bool))
def test_a_text_is_like_itself(parts):
    assert similarity(" ".join(parts), " ".join(parts)) == 1


def test_likeness_is_the_share_of_common_word_pairs():
    assert similarity("nhắc hạn hồ sơ", "nhắc hạn giấy phép") == Fraction(1, 5)
    assert similarity("", "") == 0 and similarity("một", "Một") == 1


@patient
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=6))
def test_shares_are_whole_when_they_make_a_hundred_exactly(cents):
    shares = [Fraction(cent, 100) for cent in cents]
    assert shares_are_whole(shares) is (sum(cents) == 10_000)


def test_three_thirds_rounded_to_cents_are_not_whole():
    third = Fraction("33.33")
    assert not shares_are_whole([third] * 3)
    assert shares_are_whole([third, third, Fraction("33.34")])
    assert not shares_are_whole([]) and not shares_are_whole([Fraction(100), Fraction(0)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 11, 25), date(2026, 11, 25)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 11, 22), date(2026, 11, 23)),
    ],
)
def test_the_year_ends_on_the_same_day_or_the_next_working_day(first, last):
    from motcua.platform.calendar.api import calendar_for

    assert last_day_to_file(first_applied_on=first, months=12, calendar=calendar_for("VN")) == last


def test_the_source_of_a_parameter_is_said_in_the_readers_language():
    parameter = get_parameter(name="quorum", on=date(2026, 1, 1))
    with translation.override("vi"):
        assert parameter.source == "dự án tự chọn"
    with translation.override("en"):
        assert parameter.source == "choice of this project"


def test_every_parameter_says_where_it_comes_from():
    assert all(row.source and row.text_vi and row.text_en for row in list_parameters())
    assert get_parameter(name="filing_months", on=date(2000, 1, 1)).value == 12
    with pytest.raises(LookupError):
        get_parameter(name="nothing", on=date(2026, 1, 1))
    assert sum(RULES.maxima.values()) == 100
