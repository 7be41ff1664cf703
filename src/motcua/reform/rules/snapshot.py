"""The snapshot of a season: one document that holds everything the published figures follow from, and the figures.

It is plain JSON (texts, whole numbers, lists, records); fractions are texts in lowest terms, estimates are texts
rounded to the decimals of the edition. ``sha256`` is the hash of the canonical JSON of all the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import Criterion, Edition, write_figure
from motcua.reform.rules.index import Card
from motcua.reform.rules.numbers import write
from motcua.reform.rules.outcome import Outcome, look, peer_blocks
from motcua.reform.rules.robustness import FIRST_METHOD, METHOD, METHODS, Robustness
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.rules.survey_range import SurveyInput

FORMAT: Final = 1
KIND: Final = "motcua.reform.snapshot"
COLUMNS: Final = ("computed", "self", "appraised", "final")
# The reason of an entry without points that no figure says anything of; see :class:`Card`.
NOT_MEASURED: Final = "not_measured"
Document = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Points of one criterion in one column (None: not applicable), with what explains them: the figures that the
    rule read, or the code of the reason for which a person set them.
    """

    points: Fraction | None
    inputs: Inputs | None = None
    reason: str = ""


Column = Mapping[str, Entry]


@dataclass(frozen=True, kw_only=True)
class AgencyCard:
    """All that stands on one agency's card; ``columns`` holds at least ``final``, which decides."""

    code: str
    name_vi: str
    name_en: str
    block: str
    columns: Mapping[str, Column] = field(hash=False)
    extras: Mapping[str, int] = field(default_factory=dict, hash=False)
    disqualified: tuple[str, ...] = ()
    surveys: Mapping[str, SurveyInput] = field(default_factory=dict, hash=False)

    def card(self, column: str = "final") -> Card:
        """The card of one column, as the index reads it."""
        entries = self.columns.get(column, {})
        return Card(
            scores={code: entry.points for code, entry in entries.items()},
            unmeasured=frozenset(code for code, entry in entries.items() if entry.reason == NOT_MEASURED),
            extras=self.extras,
            disqualified=tuple(self.disqualified),
            block=self.block,
        )

    def taken_off(self, criterion: Criterion) -> Fraction:
        """By how much the points that decide are fewer than the rule gives for the figures beside them."""
        entry = self.columns["final"].get(criterion.code)
        if entry is None or entry.points is None or not entry.inputs:
            return Fraction(0)
        try:
            given = criterion.rule.score(entry.inputs).points
        except (BadInput, MissingInput):
            return Fraction(0)
        return Fraction(0) if given is None else given - entry.points


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a snapshot says about itself: its place in the chain and the seed of its draws.

    ``made_at`` is ISO 8601 in UTC; ``previous`` the hash of the snapshot before it in the chain ("" for the first);
    ``corrects`` the hash of the one of the same season that it stands in for.
    """

    number: int
    season: str
    made_at: str
    seed: int
    previous: str = ""
    corrects: str = ""
    reason: str = ""


def build(*, edition: Edition, agencies: Sequence[AgencyCard], frame: Frame) -> Document:
    """The document of a season, computed from the edition and the cards; agencies in the order of their codes."""
    rows = sorted(agencies, key=lambda agency: agency.code)
    document = {
        "format": FORMAT,
        "kind": KIND,
        "year": edition.year,
        **_frame(frame),
        "edition": edition.document,
        "agencies": write_agencies(rows),
        **_method(edition, rows),
        "results": write_outcome(look(edition, rows, seed=frame.seed), edition),
    }
    return {**document, "sha256": digest(document)}


def _method(edition: Edition, rows: Sequence[AgencyCard]) -> Document:
    """By which method the results follow. Only where it says something else than the first one, which is that of
    documents that name none: with ties to be parted, or with several peer blocks.
    """
    is_told = bool(edition.settings.tie_breakers or peer_blocks(row.block for row in rows))
    return {"method": METHOD} if is_told else {}


def method_of(document: Mapping[str, Any]) -> int:
    """The method of a document. Raises :class:`UnknownMethod`."""
    method = document.get("method", FIRST_METHOD)
    if type(method) is not int or method not in METHODS:
        raise UnknownMethod(repr(method))
    return method


class UnknownMethod(ValueError):
    """A newer release made this document; ``args`` say by which method."""


def write_agencies(agencies: Sequence[AgencyCard]) -> list[Document]:
    """The cards as the document holds them."""
    return [_agency(row) for row in sorted(agencies, key=lambda agency: agency.code)]


def own_digest(document: Mapping[str, Any]) -> str:
    """The hash that the document ought to carry. Raises :class:`~motcua.reform.rules.canonical.NotCanonical`."""
    return digest({name: value for name, value in document.items() if name != "sha256"})


def _frame(frame: Frame) -> Document:
    return {
        "number": frame.number,
        "season": frame.season,
        "made_at": frame.made_at,
        "seed": frame.seed,
        "previous": frame.previous,
        "corrects": frame.corrects,
        "reason": frame.reason,
    }


def _agency(row: AgencyCard) -> Document:
    return {
        "code": row.code,
        "name_vi": row.name_vi,
        "name_en": row.name_en,
        "block": row.block,
        "extras": dict(row.extras),
        "disqualified": sorted(row.disqualified),
        "columns": {
            name: {code: _entry(entry) for code, entry in column.items()}
            for name, column in row.columns.items()
        },
        "surveys": {code: _survey(survey) for code, survey in row.surveys.items()},
    }


def _entry(entry: Entry) -> Document:
    written: Document = {"points": None if entry.points is None else write(entry.points)}
    if entry.inputs is not None:
        written["inputs"] = {name: write_figure(value) for name, value in entry.inputs.items()}
    if entry.reason:
        written["reason"] = entry.reason
    return written


def _survey(survey: SurveyInput) -> Document:
    written: Document = {
        "respondents": survey.respondents,
        "factors": [list(factor) for factor in survey.factors],
        "overall": None if survey.overall is None else list(survey.overall),
        "counts": dict(survey.counts),
        "low": None if survey.low is None else write(survey.low),
        "high": None if survey.high is None else write(survey.high),
    }
    # Only where an edition takes ratings: documents that know none stay as they are.
    return written | ({"rated": survey.rated, "satisfied": survey.satisfied} if survey.rated else {})


def write_outcome(outcome: Outcome, edition: Edition) -> Document:
    """The computed part of the document."""
    return {
        "agencies": {code: _result(outcome, code) for code in outcome.results},
        "groups": [list(group) for group in outcome.robustness.groups],
        "trials": [
            {"kind": trial.kind, "what": str(trial.what), "ranks": dict(trial.ranks)}
            for trial in outcome.robustness.trials
        ],
        "criteria": [criterion.code for criterion in edition.criteria],
        **_blocks(outcome),
    }


def _blocks(outcome: Outcome) -> Document:
    """Places within peer blocks, only where there are several: other documents stay as they are."""
    if not outcome.blocks:
        return {}
    return {"blocks": {block: _block(firm) for block, firm in outcome.blocks.items()}}


def _block(firm: Robustness) -> Document:
    ranks = firm.trials[0].ranks
    return {
        "agencies": {
            code: {"rank": ranks[code], "rank_low": firm.low[code], "rank_high": firm.high[code]}
            for code in ranks
        },
        "groups": [list(group) for group in firm.groups],
    }


def _result(outcome: Outcome, code: str) -> Document:
    result, firm = outcome.results[code], outcome.robustness
    low, high = outcome.interval(code)
    return {
        "base": write(result.base),
        "maximum": write(result.maximum),
        "base_percent": write(result.base_percent),
        "bonus": write(result.bonus),
        "penalty": write(result.penalty),
        "index": write(result.index),
        "shown": str(result.shown),
        "class": result.band.code,
        "rank": firm.trials[0].ranks[code],
        "rank_low": firm.low[code],
        "rank_high": firm.high[code],
        "interval": {"low": str(low), "high": str(high)},
        "areas": [
            {
                "code": area.code,
                "points": write(area.points),
                "maximum": write(area.maximum),
                "percent": None if area.percent is None else write(area.percent),
            }
            for area in result.areas
        ],
        "columns": {name: str(shown) for name, shown in outcome.columns[code].items()},
        "shares": {str(place): write(share) for place, share in firm.shares[code].items()},
    }
