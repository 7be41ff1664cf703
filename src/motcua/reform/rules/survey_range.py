"""Surveys beside the index: what else a survey could have given, by chance and by method."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.robustness import SurveyRange
from motcua.reform.rules.sampling import Likert, Method, NoAnswers, option_score, sipas, wilson
from motcua.reform.rules.scoring.opinions import OptionSurvey
from motcua.reform.rules.scoring.satisfaction import Satisfaction, Source

# Bounds are floats, which other machines may end differently; this many decimals of a percentage are alike anywhere.
_DECIMALS: Final = 6


@dataclass(frozen=True, kw_only=True)
class SurveyInput:
    """The answers behind one survey criterion of one agency: counts by factor (1 to 5), or by option.

    ``low`` and ``high`` are the points at the bounds of the survey's own interval, where it has weighed strata and
    the counts alone would give another. ``satisfied`` of ``rated`` are the ratings of dossiers beside a survey where
    the edition takes both; they are no sample and have no interval (``satisfied`` None: what they said is not known).
    """

    respondents: int = 0
    factors: tuple[Likert, ...] = ()
    overall: Likert | None = None
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    low: Fraction | None = None
    high: Fraction | None = None
    rated: int = 0
    satisfied: int | None = None


def points_at(criterion: Criterion, survey: SurveyInput, percent: Fraction) -> Fraction:
    """What a figure of the survey in percent is worth, with the ratings beside it where they count."""
    rule = criterion.rule
    if isinstance(rule, Satisfaction) and rule.source is Source.BOTH:
        satisfied = None if survey.satisfied is None else Fraction(survey.satisfied)
        figures = {"percent": percent, "satisfied": satisfied, "rated": Fraction(survey.rated)}
        return rule.score(figures).points or Fraction(0)
    return criterion.points * percent / 100


def percent_of(criterion: Criterion, survey: SurveyInput, method: Method) -> Fraction | None:
    """The survey's figure in percent; None when nobody answered or the criterion is scored otherwise."""
    try:
        if isinstance(criterion.rule, Satisfaction):
            return sipas(factors=survey.factors, method=method, overall=survey.overall)
        if isinstance(criterion.rule, OptionSurvey):
            weights = {option.key: option.points for option in criterion.rule.options}
            return option_score(counts=survey.counts, weights=weights) * 100
    except NoAnswers:
        return None
    return None


def survey_range(criterion: Criterion, survey: SurveyInput, method: Method) -> SurveyRange | None:
    """Points at the bounds of the 95 % interval: the survey's own, else Wilson's of the counts (for options that is
    the widest which such a mean can have); None without answers.
    """
    if survey.low is not None and survey.high is not None:
        return SurveyRange(criterion=criterion.code, low=survey.low, high=survey.high)
    percent = percent_of(criterion, survey, method)
    if percent is None or survey.respondents <= 0:
        return None
    bounds = wilson(percent=percent, n=survey.respondents)
    return SurveyRange(
        criterion=criterion.code,
        low=_points(criterion, survey, bounds.low),
        high=_points(criterion, survey, bounds.high),
    )


def _points(criterion: Criterion, survey: SurveyInput, bound: float) -> Fraction:
    return points_at(criterion, survey, Fraction(round_half_up(Fraction(bound), _DECIMALS)))


def points_by(criterion: Criterion, survey: SurveyInput, method: Method) -> Fraction | None:
    """What the criterion would give by another method; None where the method changes nothing."""
    if not isinstance(criterion.rule, Satisfaction):
        return None
    percent = percent_of(criterion, survey, method)
    return None if percent is None else points_at(criterion, survey, percent)
