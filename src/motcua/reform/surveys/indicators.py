"""Figures that surveys offer to the index: of published rounds of the period's year, with the round behind them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import StaffContext
from motcua.platform.indicators.api import Indicator, Period, Record, Value, register_indicators
from motcua.platform.indicators.opening import register_opener
from motcua.reform.rules.sampling import answered, satisfied
from motcua.reform.rules.survey_results import factors_of
from motcua.reform.surveys.api import option_counts
from motcua.reform.surveys.models import SurveyTarget
from motcua.reform.surveys.policies import READERS, visible_results
from motcua.reform.surveys.queries import Result, list_published

Measure = Callable[[Result], Fraction | None]
SIPAS = "sipas"
_FACTORS = {
    "access": _("Satisfaction: access to the service"),
    "procedure": _("Satisfaction: the procedure"),
    "officials": _("Satisfaction: the officials"),
    "result": _("Satisfaction: the result"),
    "feedback": _("Satisfaction: feedback and petitions"),
}
_RATINGS = {
    "leaders": _("Rating by provincial leaders and deputies"),
    "peers": _("Rating by other departments"),
    "communes": _("Rating by commune leaders"),
}
_OPTIONS = ("A", "B", "C", "D")


def register() -> None:
    """Called once when Django is ready."""
    register_opener("surveys:result", _for_readers)
    register_indicators([*_of_satisfaction(), *_of_ratings()])


def _for_readers(staff: StaffContext) -> QuerySet[SurveyTarget]:
    found = visible_results(staff)
    return found if staff.has_role(*READERS) else found.none()


def _of_satisfaction() -> Iterator[Indicator]:
    yield _indicator("surv.sipas.percent", _("Satisfaction index"), _("percent"), SIPAS, _percent)
    yield _indicator("surv.sipas.n", _("Satisfaction: respondents"), _("people"), SIPAS, _respondents)
    for factor, name in _FACTORS.items():
        for what, count in (("satisfied", satisfied), ("answered", answered)):
            measure = _of_factor(factor, count)
            yield _indicator(f"surv.sipas.{factor}.{what}", name, _("answers"), SIPAS, measure)


def _of_ratings() -> Iterator[Indicator]:
    for form, name in _RATINGS.items():
        yield _indicator(f"surv.{form}.n", name, _("people"), form, _respondents)
        for option in _OPTIONS:
            yield _indicator(f"surv.{form}.{option}", name, _("answers"), form, _of_option(option))


def _indicator(key: str, name: object, unit: object, form: str, measure: Measure) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        found = {result.target.agency.code: measure(result) for result in _published(form, period)}
        return {code: value for code, value in found.items() if value is not None}

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        own = (result for result in _published(form, period) if result.target.agency.code == agency_code)
        return [_record(result) for result in own]

    # No round is no figure, which is not a satisfaction of nought.
    return Indicator(key=key, name=name, unit=unit, values=values, records=records, absent=None)  # type: ignore[arg-type]


def _published(form: str, period: Period) -> list[Result]:
    # Too few answers to stand for anybody are no figure.
    return [result for result in list_published(year=period.end.year, form_key=form) if result.is_shown]


def _record(result: Result) -> Record:
    current, page = result.target.round, reverse("surveys:result", args=[result.target.uuid])
    return Record(
        key=f"survey:{current.uuid}",
        label=current.name_vi,
        url=page,
        proof_url=page,
        on=current.closes_on,
        note=gettext("%(n)d respondents, %(excluded)d left out, form %(form)s")
        % {"n": result.tally.respondents, "excluded": result.tally.excluded, "form": current.form},
    )


def _percent(result: Result) -> Fraction | None:
    return result.whole.percent


def _respondents(result: Result) -> Fraction:
    return Fraction(result.tally.respondents)


def _of_factor(factor: str, count: Callable[[tuple[int, int, int, int, int]], int]) -> Measure:
    def measured(result: Result) -> Fraction | None:
        # A version of the form may ask nothing about a factor: that is no figure, and no error.
        answers = factors_of(result.form, result.counts).get(factor)
        return None if answers is None else Fraction(count(answers))

    return measured


def _of_option(option: str) -> Measure:
    return lambda result: Fraction(option_counts(result).get(option, 0))
