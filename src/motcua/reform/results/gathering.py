"""From the season's tables to the cards that a snapshot is built of."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from motcua.reform.results.policies import COMPUTED, leading_column
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.index import Card
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.scoring import BadInput, Inputs, MissingInput
from motcua.reform.rules.snapshot import COLUMNS, NOT_MEASURED, AgencyCard, Entry
from motcua.reform.rules.survey_range import SurveyInput, survey_range
from motcua.reform.season.api import (
    CardState,
    Held,
    Scorecard,
    Season,
    Sheet,
    cards,
    edition_of,
    list_scorecards,
    read_sheets,
    survey_inputs,
)

# Points that no entry holds: an inspection's shortcoming took them down.
SET_OTHERWISE: Final = "shortcoming"


def gather(season: Season) -> list[AgencyCard]:
    """The cards of all agencies with every column that may be looked at now, in a fixed number of statements.

    The column that leads stands as ``final`` too. The computed one names what nothing measures, so that whoever
    reads the document alone leaves it out as the cards do.
    """
    rows, edition = list(list_scorecards(season)), edition_of(season)
    leading = leading_column(season.state)
    names = (COMPUTED,) if leading == COMPUTED else COLUMNS
    sheets = {name: read_sheets(season, name, rows) for name in names}
    sheets["final"] = sheets[leading]
    computed = cards(season, COMPUTED)
    held = computed if leading == COMPUTED else cards(season, leading)
    measured_only = {COMPUTED, "final"} if leading == COMPUTED else {COMPUTED}
    surveys = survey_inputs(season)
    return [
        AgencyCard(
            code=row.agency.code,
            name_vi=row.agency.name_vi,
            name_en=row.agency.name_en,
            block=row.block,
            columns={
                name: (_unmeasured(computed[row.agency.code]) if name in measured_only else {})
                | _column(edition, sheet[row.pk])
                for name, sheet in sheets.items()
                if _shows(row, name)
            },
            extras=held[row.agency.code].extras,
            disqualified=held[row.agency.code].disqualified,
            surveys=_surveys(edition, surveys.get(row.agency.code, {})),
        )
        for row in rows
    ]


def _surveys(edition: Edition, inputs: Mapping[str, SurveyInput]) -> dict[str, SurveyInput]:
    """Answers of too few people would tell who gave them: of these only the bounds of the interval are published."""
    return {
        code: survey
        if survey.respondents >= edition.settings.minimum_answers
        else _bounds_only(edition, code, survey)
        for code, survey in inputs.items()
    }


def _bounds_only(edition: Edition, code: str, survey: SurveyInput) -> SurveyInput:
    bounds = survey_range(edition.criterion(code), survey, Method(edition.settings.survey_method))
    return SurveyInput(low=bounds.low, high=bounds.high) if bounds else SurveyInput()


def _shows(row: Scorecard, column: str) -> bool:
    """What an agency drafts is nobody else's, and what nobody signed is no self-assessment."""
    return column != "self" or row.state == CardState.SUBMITTED


def _unmeasured(computed: Card) -> dict[str, Entry]:
    """What the computed card leaves out, above and below the line."""
    return {code: Entry(points=None, reason=NOT_MEASURED) for code in sorted(computed.unmeasured)}


def _column(edition: Edition, sheet: Sheet) -> dict[str, Entry]:
    known = {criterion.code: criterion for criterion in edition.criteria}
    return {code: _entry(known[code], cell) for code, cell in sorted(sheet.items()) if code in known}


def _entry(criterion: Criterion, cell: Held) -> Entry:
    """Points with the figures that give them, or the code of the reason for which they are others."""
    if cell.is_unmeasured:
        return Entry(points=None, reason=NOT_MEASURED)
    if cell.inputs and _points(criterion, cell.inputs) == (cell.points,):
        return Entry(points=cell.points, inputs=cell.inputs)
    reason = (cell.entry.reason_code or cell.entry.column) if cell.entry else SET_OTHERWISE
    return Entry(points=cell.points, inputs=cell.inputs or None, reason=reason)


def _points(criterion: Criterion, inputs: Inputs) -> tuple[Fraction | None] | None:
    try:
        return (criterion.rule.score(inputs).points,)
    except (BadInput, MissingInput):
        return None
