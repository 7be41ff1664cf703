"""The answers behind the survey criteria of a season."""

from fractions import Fraction
from typing import Final

from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.sampling import Interval
from motcua.reform.rules.survey_range import SurveyInput
from motcua.reform.season.models import Season
from motcua.reform.season.queries import edition_of
from motcua.reform.surveys.api import OptionInput, SipasInput
from motcua.reform.surveys.api import SurveyInput as Counted
from motcua.reform.surveys.api import survey_inputs as counted_surveys

_PREFIX: Final = "surv."
SIPAS: Final = "sipas"


def survey_inputs(season: Season) -> dict[str, dict[str, SurveyInput]]:
    """By agency and criterion: counts of answers, and the points at the bounds of an interval that weighs strata.

    Criteria whose survey has no counted round are left out. As many statements whatever the number of agencies.
    """
    criteria = [item for item in edition_of(season).criteria if item.is_survey]
    found = counted_surveys(year=season.year)
    return {code: _inputs(criteria, counted) for code, counted in found.items()}


def _inputs(criteria: list[Criterion], counted: Counted) -> dict[str, SurveyInput]:
    found = {}
    for criterion in criteria:
        form = form_of(criterion)
        if form == SIPAS and counted.sipas is not None:
            found[criterion.code] = _satisfaction(criterion, counted.sipas)
        elif form in counted.options:
            found[criterion.code] = _rating(counted.options[form])
    return found


def form_of(criterion: Criterion) -> str:
    """Which survey feeds the criterion, by the name of its indicator (``surv.sipas.percent``); empty for none."""
    key = next((key for key in criterion.inputs.values() if key.startswith(_PREFIX)), "")
    return key.removeprefix(_PREFIX).split(".")[0]


def _satisfaction(criterion: Criterion, sipas: SipasInput) -> SurveyInput:
    low, high = _bounds(criterion, sipas.interval) if sipas.weighted else (None, None)
    return SurveyInput(
        respondents=sipas.n,
        factors=tuple(sipas.factors.values()),
        overall=sipas.overall,
        low=low,
        high=high,
    )


def _rating(option: OptionInput) -> SurveyInput:
    return SurveyInput(respondents=option.n, counts=dict(option.counts))


def _bounds(criterion: Criterion, interval: Interval | None) -> tuple[Fraction | None, Fraction | None]:
    """Points are proportional to a survey's percentage; the bounds are estimates, kept to six decimals."""
    if interval is None:
        return None, None
    low, high = (Fraction(round(bound * 10**6), 10**8) for bound in (interval.low, interval.high))
    return criterion.points * low, criterion.points * high
