"""The answers behind the survey criteria of a season."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from motcua.reform.rules.edition import Criterion, read_figure
from motcua.reform.rules.sampling import Interval
from motcua.reform.rules.scoring.satisfaction import Satisfaction, Source
from motcua.reform.rules.survey_range import SurveyInput, points_at
from motcua.reform.season.models import Season
from motcua.reform.season.queries import edition_of
from motcua.reform.surveys.api import OptionInput, SipasInput, SurveyRound, list_begun, list_unpublished
from motcua.reform.surveys.api import SurveyInput as Counted
from motcua.reform.surveys.api import survey_inputs as counted_surveys

_PREFIX: Final = "surv."
SIPAS: Final = "sipas"


def survey_inputs(season: Season) -> dict[str, dict[str, SurveyInput]]:
    """By agency and criterion: counts of answers, and the points at the bounds of an interval that weighs strata.

    Criteria whose survey has no published round are left out. As many statements whatever the number of agencies.
    """
    criteria = [item for item in edition_of(season).criteria if item.is_survey]
    found, rated = counted_surveys(year=season.year), _ratings(season, criteria)
    return {code: _inputs(criteria, counted, rated.get(code, {})) for code, counted in found.items()}


def unpublished_surveys(season: Season) -> list[SurveyRound]:
    """The surveys that criteria of the season wait for: begun, and not published yet."""
    forms = {form_of(item) for item in edition_of(season).criteria if item.is_survey}
    return [found for found in list_unpublished(year=season.year) if found.form_key in forms]


def surveys_counted_otherwise(season: Season) -> list[SurveyRound]:
    """Surveys of satisfaction of the season's year whose method is not the one of its edition."""
    edition = edition_of(season)
    if not any(form_of(item) == SIPAS for item in edition.criteria if item.is_survey):
        return []
    begun = list_begun(year=season.year, form_key=SIPAS)
    return [found for found in begun if found.method != edition.settings.survey_method]


def _ratings(season: Season, criteria: list[Criterion]) -> dict[str, dict[str, int | None]]:
    """What ratings of dossiers say beside a survey, by agency and indicator; nothing where no criterion takes both."""
    keys = {
        item.inputs.get(name, "")
        for item in criteria
        if isinstance(item.rule, Satisfaction) and item.rule.source is Source.BOTH
        for name in ("satisfied", "rated")
    }
    found: dict[str, dict[str, int | None]] = {}
    if keys:
        rows = season.metrics.filter(key__in=keys).values_list("agency__code", "key", "value")
        for code, key, value in rows:
            figure = read_figure(value)
            found.setdefault(code, {})[key] = int(figure) if isinstance(figure, Fraction) else None
    return found


def _inputs(
    criteria: list[Criterion], counted: Counted, rated: dict[str, int | None]
) -> dict[str, SurveyInput]:
    found = {}
    for criterion in criteria:
        form = form_of(criterion)
        if form == SIPAS and counted.sipas is not None:
            found[criterion.code] = _satisfaction(criterion, counted.sipas, rated)
        elif form in counted.options:
            found[criterion.code] = _rating(counted.options[form])
    return found


def form_of(criterion: Criterion) -> str:
    """Which survey feeds the criterion, by the name of its indicator (``surv.sipas.percent``); empty for none."""
    key = next((key for key in criterion.inputs.values() if key.startswith(_PREFIX)), "")
    return key.removeprefix(_PREFIX).split(".")[0]


def _satisfaction(criterion: Criterion, sipas: SipasInput, rated: dict[str, int | None]) -> SurveyInput:
    ratings = {name: rated.get(criterion.inputs.get(name, "")) for name in ("rated", "satisfied")}
    plain = SurveyInput(
        respondents=sipas.n,
        factors=tuple(sipas.factors.values()),
        overall=sipas.overall,
        rated=ratings["rated"] or 0,
        satisfied=ratings["satisfied"],
    )
    low, high = _bounds(criterion, plain, sipas.interval) if sipas.weighted else (None, None)
    return replace(plain, low=low, high=high)


def _rating(option: OptionInput) -> SurveyInput:
    return SurveyInput(respondents=option.n, counts=dict(option.counts))


def _bounds(
    criterion: Criterion, survey: SurveyInput, interval: Interval | None
) -> tuple[Fraction | None, Fraction | None]:
    """Points rise with a survey's percentage; the bounds are estimates, kept to six decimals."""
    if interval is None:
        return None, None
    low, high = (Fraction(round(bound * 10**6), 10**6) for bound in (interval.low, interval.high))
    return points_at(criterion, survey, low), points_at(criterion, survey, high)
