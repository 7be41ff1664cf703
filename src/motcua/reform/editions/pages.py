"""What the pages of an edition show, as plain rows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.platform.indicators.api import UnknownIndicator, get_indicator
from motcua.platform.ui.formats import format_date, format_datetime
from motcua.reform.editions.bodies import bodies_of, body_name
from motcua.reform.editions.models import IndexEdition
from motcua.reform.editions.presentation import (
    KIND_NAMES,
    figure_text,
    input_names,
    points_text,
    problem_text,
    rule_sentences,
    source_text,
)
from motcua.reform.editions.settings_words import bands_text, extra_text, missing_text
from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.scoring import BadInput, Example, MissingInput, Problem

Row = dict[str, Any]


def edition_facts(row: IndexEdition, edition: Edition) -> list[Row]:
    """The head of an edition: how it counts, and since when."""
    settings = edition.settings
    extras = [*edition.bonuses, *edition.penalties]
    return [
        {"label": _("Decision"), "value": row.decision or "—"},
        {"label": _("Published"), "value": _moment(row)},
        {"label": _("Points"), "value": points_text(edition.points)},
        {"label": _("Criteria"), "value": len(edition.criteria)},
        {"label": _("Not applicable"), "value": missing_text(settings.missing)},
        {"label": _("Classes"), "value": bands_text(settings.bands)},
        {"label": _("Bonus and penalty"), "lines": [extra_text(extra) for extra in extras]},
        {"label": _("Decimals shown"), "value": settings.precision},
        {
            "label": _("Self-assessment may differ without a note by"),
            "value": _("%(points)s points") % {"points": points_text(settings.tolerance)},
        },
    ]


def _moment(row: IndexEdition) -> str:
    return format_datetime(timezone.localtime(row.published_at)) if row.published_at else "—"


def area_rows(edition: Edition) -> list[Row]:
    """Areas with their deciding body and their criteria as the table of the page shows them."""
    bodies = bodies_of(edition)
    return [
        {
            "area": area,
            "points": points_text(area.points),
            "body": body_name(area, bodies),
            "rows": [_criterion_row(criterion) for criterion in area.criteria],
        }
        for area in edition.areas
    ]


def _criterion_row(criterion: Criterion) -> Row:
    return {
        "criterion": criterion,
        "points": points_text(criterion.points),
        "kind": KIND_NAMES[criterion.rule.kind],
        "source": figures_from(criterion),
    }


def figures_from(criterion: Criterion) -> str:
    """Where its figures come from: all from records, some, or all by hand with evidence."""
    if criterion.is_survey:
        return source_text(criterion) or _("survey")
    known = [_offered(key) for key in criterion.inputs.values()]
    if known and all(known) and len(known) == len(criterion.rule.input_names()):
        return _("records")
    return _("evidence")


def _offered(key: str) -> bool:
    """``index.…`` figures are the index's own."""
    if key.startswith("index."):
        return True
    try:
        get_indicator(key)
    except UnknownIndicator:
        return False
    return True


def criterion_page(criterion: Criterion) -> Row:
    """Rule in sentences, examples with what they give, inputs with their indicators."""
    names = input_names(criterion)
    record = criterion.record
    basis = record.get("basis", {})
    return {
        "kind_name": KIND_NAMES[criterion.rule.kind],
        "points_text": points_text(criterion.points),
        "sentences": rule_sentences(criterion),
        "examples": [_example_row(criterion, example, names) for example in criterion.examples],
        "inputs": [_input_row(name, label, criterion) for name, label in names.items()],
        "basis": basis,
        "as_of": format_date(date.fromisoformat(basis["as_of"])) if basis.get("as_of") else "",
        "evidence_kinds": [_evidence_text(kind) for kind in record.get("evidence", ())],
    }


def _example_row(criterion: Criterion, example: Example, names: Mapping[str, str]) -> Row:
    known = [name for name in names if name in example.inputs]
    figures = "; ".join(f"{names[name]}: {figure_text(example.inputs[name])}" for name in known)
    try:
        computed = points_text(criterion.rule.score(example.inputs).points, places=4)
    except (BadInput, MissingInput):
        computed = _("cannot be computed")
    expected = points_text(example.points, places=4)
    return {"figures": figures, "expected": expected, "computed": computed, "holds": computed == expected}


def _input_row(name: str, label: str, criterion: Criterion) -> Row:
    key = criterion.inputs.get(name, "")
    if not key:
        return {"label": label, "key": "", "name": _("entered by hand, with evidence")}
    try:
        return {"label": label, "key": key, "name": str(get_indicator(key).name)}
    except UnknownIndicator:
        return {"label": label, "key": key, "name": _unregistered(key)}


def _unregistered(key: str) -> str:
    """The index's own figures are of no room; what else nobody offers is entered by hand."""
    return {
        "index.present": _("the index itself, without this criterion"),
        "index.previous": _("the published result of last year"),
    }.get(key) or _("no room offers it yet: entered by hand, with evidence")


def _evidence_text(kind: str) -> str:
    return {
        "metric": _("figure with its records"),
        "document": _("document: number, date, signer, state of its signature"),
        "decision": _("decision: number and date"),
        "survey": _("survey: frame, answers, version of the form"),
    }.get(kind, kind)


def problem_texts(problems: list[Problem]) -> list[Row]:
    """Problems as sentences with the address of the criterion they speak of, when they speak of one."""
    return [
        {"text": problem_text(problem), "code": problem.where.split(":")[0].strip()} for problem in problems
    ]
