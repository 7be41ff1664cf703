"""What the index reads of surveys."""

from datetime import date
from fractions import Fraction

from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.surveys.api import survey_inputs
from motcua.reform.surveys.tests import helpers as h

PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


def figure(key, period=PERIOD):
    return get_indicator(key).values(period)


def test_only_published_rounds_of_the_year_with_enough_answers_are_figures(province):
    current, codes = h.opened(number=31)
    for code in codes["SXD"]:
        h.answer(code, {"a1": "4", "a2": "1"})
    h.answer(codes["SKHCN"][0])
    assert figure("surv.sipas.percent") == {}
    h.closed(current)
    for key in ("percent", "n", "access.satisfied", "access.answered"):
        assert figure(f"surv.sipas.{key}") == {}
        assert get_indicator(f"surv.sipas.{key}").records("SXD", PERIOD) == []
    assert survey_inputs(year=2026) == {}
    h.published(current)
    assert figure("surv.sipas.percent") == {"SXD": Fraction(50)}
    assert figure("surv.sipas.n") == {"SXD": Fraction(31)}
    assert figure("surv.sipas.access.satisfied") == {"SXD": Fraction(31)}
    assert figure("surv.sipas.access.answered") == {"SXD": Fraction(62)}
    assert figure("surv.sipas.percent", Period(start=date(2025, 1, 1), end=date(2025, 12, 31))) == {}
