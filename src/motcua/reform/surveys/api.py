"""The door of surveys: counts and estimates of published rounds, never a ballot; and what starts a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from motcua.reform.rules.sampling import Interval, Likert, Method
from motcua.reform.rules.survey_results import factors_of, overall_of
from motcua.reform.surveys.models import FormKind, SurveyRound
from motcua.reform.surveys.parameters import parameter
from motcua.reform.surveys.queries import Result, list_begun, list_published, list_unpublished
from motcua.reform.surveys.services.answering import Submission, submit
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.forms import load_forms
from motcua.reform.surveys.services.invitations import send_wave
from motcua.reform.surveys.services.planning import RoundPlan, plan_round
from motcua.reform.surveys.services.rounds import open_round
from motcua.reform.surveys.services.sampling import Candidate, Contact, draw_sample, import_frame, issue_cards
from motcua.reform.surveys.services.takeover import PastStratum, take_over_round
from motcua.reform.surveys.tokens import code_of

__all__ = [
    "Candidate",
    "Contact",
    "OptionInput",
    "PastStratum",
    "RoundPlan",
    "RoundRefused",
    "SipasInput",
    "Submission",
    "SurveyInput",
    "SurveyRound",
    "code_of",
    "draw_sample",
    "import_frame",
    "issue_cards",
    "list_begun",
    "list_unpublished",
    "load_forms",
    "open_round",
    "plan_round",
    "sampling_error",
    "send_wave",
    "submit",
    "survey_input",
    "survey_inputs",
    "take_over_round",
]


@dataclass(frozen=True, kw_only=True)
class SipasInput:
    """Satisfaction with one agency: counts 1 to 5 of every factor, the figure by the round's method, its interval.

    ``weighted``: the figure is weighted by strata, and other methods cannot be had from ``factors`` alone; take
    ``by_method``, which has the exact percent of every method that has answers.
    """

    round_uuid: str
    method: Method
    weighted: bool
    n: int
    factors: Mapping[str, Likert]
    overall: Likert | None
    percent: Fraction | None
    interval: Interval | None
    by_method: Mapping[Method, Fraction]
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class OptionInput:
    """A rating by options: counts by option over all questions, their weights, score 0–1 and interval in percent."""

    round_uuid: str
    n: int
    counts: Mapping[str, int]
    weights: Mapping[str, Fraction]
    score: Fraction | None
    interval: Interval | None
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class SurveyInput:
    """All published surveys about one agency in one year; ``options`` by the key of the form."""

    agency_code: str
    year: int
    sipas: SipasInput | None
    options: Mapping[str, OptionInput]


def survey_input(*, agency_code: str, year: int) -> SurveyInput:
    """Published surveys about one agency; nothing in it where no round is published."""
    found = survey_inputs(year=year).get(agency_code)
    return found or SurveyInput(agency_code=agency_code, year=year, sipas=None, options={})


def survey_inputs(*, year: int) -> dict[str, SurveyInput]:
    """Published surveys of a year by agency code, in three statements whatever the number of agencies."""
    by_agency: dict[str, list[Result]] = {}
    for result in list_published(year=year):
        by_agency.setdefault(result.target.agency.code, []).append(result)
    return {code: _input(code, year, results) for code, results in by_agency.items()}


def sampling_error(*, on: date) -> Fraction:
    """The error e of the sample size that holds on a day."""
    return parameter(name="sampling_error", on=on)


def option_counts(result: Result) -> dict[str, int]:
    """Answers by option over all questions of a rating form."""
    return result.counts.of(result.form.items)


def _input(code: str, year: int, results: list[Result]) -> SurveyInput:
    scales = [result for result in results if result.target.round.form_key == "sipas"]
    options = {result.form.key: _option(result) for result in results if result.form.kind == FormKind.OPTION}
    return SurveyInput(
        agency_code=code, year=year, sipas=_sipas(scales[0]) if scales else None, options=options
    )


def _sipas(result: Result) -> SipasInput:
    found = {method: result.by_method(method).percent for method in Method}
    return SipasInput(
        round_uuid=str(result.target.round.uuid),
        method=Method(result.target.round.method),
        weighted=result.target.round.weighted,
        n=result.whole.n,
        factors=factors_of(result.form, result.counts),
        overall=overall_of(result.form, result.counts),
        percent=result.whole.percent,
        interval=result.whole.interval,
        by_method={method: percent for method, percent in found.items() if percent is not None},
        is_shown=result.is_shown,
    )


def _option(result: Result) -> OptionInput:
    percent = result.whole.percent
    return OptionInput(
        round_uuid=str(result.target.round.uuid),
        n=result.whole.n,
        counts=option_counts(result),
        weights=result.form.weights,
        score=None if percent is None else percent / 100,
        interval=result.whole.interval,
        is_shown=result.is_shown,
    )
