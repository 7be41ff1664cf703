"""From a snapshot's own contents back to its figures: does every one of them follow, to the last digit?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from motcua.reform.rules.canonical import NotCanonical
from motcua.reform.rules.edition import Criterion, Edition, EditionRefused, read_edition, read_figure
from motcua.reform.rules.numbers import NotANumber, restored, write
from motcua.reform.rules.outcome import look
from motcua.reform.rules.sampling import Likert
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.rules.snapshot import FORMAT, KIND, AgencyCard, Entry, method_of, own_digest, write_outcome
from motcua.reform.rules.survey_range import SurveyInput

_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EditionRefused,
    IndexError,
    LookupError,
    NotANumber,
    RecursionError,
    TypeError,
    ValueError,
)


class SnapshotUnreadable(ValueError):
    """The document is no snapshot of a known format; ``args`` say why."""


@dataclass(frozen=True)
class Difference:
    """One place where the document says something else than what follows from it.

    ``path`` leads there ("results.agencies.SKHCN.index"); an empty ``stored`` or ``computed`` means nothing.
    """

    path: str
    stored: str
    computed: str

    def __str__(self) -> str:
        return f"{self.path}: stored {self.stored or '-'}, computed {self.computed or '-'}"


def recompute(document: Mapping[str, Any]) -> list[Difference]:
    """Everything that does not follow; empty when the snapshot is what it says.

    The hash, every score (from its figures by the rule, or set by somebody with a reason, and never outside 0 to
    its most), and all results with ranks, intervals and groups. A document that cannot be read is one difference.
    """
    try:
        edition = read_edition(document["edition"])
        agencies = read_agencies(document)
        found = [
            *_frame(document, edition),
            *(item for agency in agencies for item in _scores(edition, agency)),
        ]
        outcome = look(edition, agencies, seed=document["seed"], method=method_of(document))
    except _UNREADABLE as error:
        return [Difference("", f"{type(error).__name__} {error}", "a snapshot")]
    return [*found, *_differences("results", document["results"], write_outcome(outcome, edition))]


def read_agencies(document: Mapping[str, Any]) -> list[AgencyCard]:
    """The cards of a snapshot's document. Raises :class:`SnapshotUnreadable` for another format."""
    if document.get("format") != FORMAT or document.get("kind") != KIND:
        raise SnapshotUnreadable("format")
    return [_agency(row) for row in document["agencies"]]


def _agency(row: Mapping[str, Any]) -> AgencyCard:
    return AgencyCard(
        code=row["code"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        block=row["block"],
        extras={code: _whole(times) for code, times in row["extras"].items()},
        disqualified=tuple(row["disqualified"]),
        columns={
            name: {code: _entry(entry) for code, entry in column.items()}
            for name, column in row["columns"].items()
        },
        surveys={code: _survey(survey) for code, survey in row["surveys"].items()},
    )


def _entry(row: Mapping[str, Any]) -> Entry:
    points, inputs = row["points"], row.get("inputs")
    return Entry(
        points=None if points is None else restored(points),
        inputs=None if inputs is None else {name: read_figure(value) for name, value in inputs.items()},
        reason=row.get("reason", ""),
    )


def _survey(row: Mapping[str, Any]) -> SurveyInput:
    return SurveyInput(
        respondents=_whole(row["respondents"]),
        factors=tuple(_likert(factor) for factor in row["factors"]),
        overall=None if row["overall"] is None else _likert(row["overall"]),
        counts={option: _whole(times) for option, times in row["counts"].items()},
        low=None if row["low"] is None else restored(row["low"]),
        high=None if row["high"] is None else restored(row["high"]),
        rated=_whole(row.get("rated", 0)),
        satisfied=None if row.get("satisfied") is None else _whole(row["satisfied"]),
    )


def _likert(row: list[Any]) -> Likert:
    one, two, three, four, five = (_whole(times) for times in row)
    return one, two, three, four, five


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise NotANumber(repr(value))
    return value


def _frame(document: Mapping[str, Any], edition: Edition) -> Iterator[Difference]:
    try:
        computed = own_digest(document)
    except NotCanonical as error:
        computed = f"not canonical: {error}"
    if document.get("sha256") != computed:
        yield Difference("sha256", str(document.get("sha256", "")), computed)
    if document["year"] != edition.year:
        yield Difference("year", str(document["year"]), str(edition.year))


def _scores(edition: Edition, agency: AgencyCard) -> Iterator[Difference]:
    for column, entries in agency.columns.items():
        path = f"agencies.{agency.code}.columns.{column}"
        known = {criterion.code: criterion for criterion in edition.criteria}
        for code in sorted(set(entries) - set(known)):
            yield Difference(f"{path}.{code}", "a criterion", "")
        for code, entry in entries.items():
            if code in known:
                yield from _score(known[code], entry, f"{path}.{code}.points", is_final=column == "final")


def _score(criterion: Criterion, entry: Entry, path: str, *, is_final: bool) -> Iterator[Difference]:
    stored = "n/a" if entry.points is None else write(entry.points)
    if entry.points is not None and not 0 <= entry.points <= criterion.points:
        yield Difference(path, stored, f"0 to {write(criterion.points)}")
    elif entry.reason:
        return
    elif entry.inputs is not None:
        computed = _by_rule(criterion, entry.inputs)
        if computed != stored:
            yield Difference(path, stored, computed)
    elif is_final and entry.points != Fraction(0):
        yield Difference(path, stored, "neither figures nor a reason")


def _by_rule(criterion: Criterion, inputs: Inputs) -> str:
    try:
        points = criterion.rule.score(inputs).points
    except (BadInput, MissingInput) as error:
        return f"{type(error).__name__} {error}"
    return "n/a" if points is None else write(points)


def _differences(path: str, stored: Any, computed: Any) -> Iterator[Difference]:
    if isinstance(stored, Mapping) and isinstance(computed, Mapping):
        for name in sorted(set(stored) | set(computed)):
            yield from _differences(f"{path}.{name}", stored.get(name), computed.get(name))
    elif isinstance(stored, list) and isinstance(computed, list) and len(stored) == len(computed):
        for at, (one, other) in enumerate(zip(stored, computed, strict=True)):
            yield from _differences(f"{path}.{at}", one, other)
    elif stored != computed or type(stored) is not type(computed):
        yield Difference(path, _text(stored), _text(computed))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
