"""Confidence intervals of the surveys behind the criteria of a season."""

from motcua.reform.rules.robustness import SurveyRange
from motcua.reform.season.models import Season


def survey_inputs(season: Season) -> dict[str, dict[str, SurveyRange]]:
    """By agency and criterion: the points at the bounds of the survey's confidence interval."""
    return {}
