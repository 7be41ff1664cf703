"""What stops an edition from being published: points, examples that fail, rules that can be read two ways."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from motcua.reform.rules.edition import Criterion, Edition
from motcua.reform.rules.numbers import exact
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.scoring import BadInput, Example, MissingInput, Problem

HUNDRED = Fraction(100)


def list_problems(edition: Edition) -> list[Problem]:
    """Everything that is wrong, in the order of the document; empty when the edition may be published.

    ``where`` of a problem is the code of the criterion (with the number of the example after a colon) or the
    name of the setting.
    """
    return [
        *_sums(edition),
        *_codes(edition),
        *_settings(edition),
        *(problem for criterion in edition.criteria for problem in _criterion(criterion)),
    ]


def _sums(edition: Edition) -> Iterator[Problem]:
    if edition.points != HUNDRED:
        yield Problem("points_do_not_sum_to_100", str(edition.points))
    for area in edition.document["areas"]:
        for row in area["criteria"]:
            parts = [exact(part["points"]) for part in row.get("components", ())]
            if parts and "points" in row and sum(parts) != exact(row["points"]):
                yield Problem("components_do_not_sum", row["code"])
    for extra in (*edition.bonuses, *edition.penalties):
        if not 0 < extra.each <= extra.cap:
            yield Problem("extra_outside_its_cap", extra.code)


def _codes(edition: Edition) -> Iterator[Problem]:
    leaves = [criterion.code for criterion in edition.criteria]
    parents = {criterion.parent for criterion in edition.criteria if criterion.parent}
    extras = [extra.code for extra in (*edition.bonuses, *edition.penalties)]
    for code in _twice([*leaves, *parents, *extras]):
        yield Problem("code_twice", code)
    for code in _twice(area.code for area in edition.areas):
        yield Problem("code_twice", code)


def _twice(codes: Iterable[str]) -> list[str]:
    return sorted(code for code, times in Counter(codes).items() if times > 1)


def _settings(edition: Edition) -> Iterator[Problem]:
    settings = edition.settings
    lowers = [band.lower for band in settings.bands]
    if not lowers or lowers != sorted(set(lowers), reverse=True) or lowers[-1] != 0:
        yield Problem("bands_do_not_cover_0_to_100", "bands")
    if settings.precision not in range(0, 5):
        yield Problem("precision_outside_0_to_4", "precision")
    if not 0 <= settings.noise < 1:
        yield Problem("noise_outside_0_to_1", "noise")
    known = {area.code for area in edition.areas} | {criterion.code for criterion in edition.criteria}
    for code in settings.tie_breakers:
        if code not in known:
            yield Problem("unknown_tie_breaker", code)
    if settings.survey_method not in list(Method):
        yield Problem("unknown_survey_method", settings.survey_method)
    if settings.tolerance < 0:
        yield Problem("negative_tolerance", "tolerance")


def _criterion(criterion: Criterion) -> Iterator[Problem]:
    for problem in criterion.rule.problems():
        yield Problem(problem.code, criterion.code)
    unknown = set(criterion.inputs) - set(criterion.rule.input_names())
    if unknown:
        yield Problem("input_of_no_rule", f"{criterion.code}: {sorted(unknown)[0]}")
    if not criterion.examples:
        yield Problem("no_example", criterion.code)
    for number, example in enumerate(criterion.examples, start=1):
        if not _holds(criterion, example):
            yield Problem("example_fails", f"{criterion.code}:{number}")
    yield from _unshown_boundaries(criterion)


def _holds(criterion: Criterion, example: Example) -> bool:
    try:
        return criterion.rule.score(example.inputs).points == example.points
    except (BadInput, MissingInput, ZeroDivisionError):
        return False


def _unshown_boundaries(criterion: Criterion) -> Iterator[Problem]:
    """A bound that no example stands on could be read as inclusive or not."""
    try:
        shown = {criterion.rule.score(example.inputs).ratio for example in criterion.examples}
    except (BadInput, MissingInput, ZeroDivisionError):
        return
    for boundary in criterion.rule.boundaries():
        if boundary not in shown:
            yield Problem("boundary_without_example", f"{criterion.code}: {boundary}")
