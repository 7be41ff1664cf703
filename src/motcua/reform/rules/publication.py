"""What stops an edition from being published: points, examples that fail, rules that can be read two ways."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import Final

from motcua.reform.rules.edition import BLOCKS, Criterion, Edition
from motcua.reform.rules.numbers import exact
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.scoring import BadInput, Example, MissingInput, Problem

HUNDRED = Fraction(100)


MOST_DRAWS: Final = 100_000
MOST_ANSWERS: Final = 1_000_000
# Figures that the index reads from its own results.
OWN_FIGURES: Final = frozenset({"index.present", "index.previous"})


def list_problems(
    edition: Edition, *, former: Edition | None = None, offered: Collection[str] = ()
) -> list[Problem]:
    """Everything that is wrong, in the order of the document; empty when the edition may be published.

    ``where`` of a problem is the code of the criterion (with the number of the example after a colon) or the
    name of the setting. ``former`` is the edition that the bridge leads from, ``offered`` the keys of all indicators:
    a key of a room that offers none yet is no problem (its figure is entered by hand until then), one that a known
    room does not offer is.
    """
    return [
        *_sums(edition),
        *_codes(edition),
        *_settings(edition),
        *_choices(edition),
        *_bridge(edition, former),
        *(problem for criterion in edition.criteria for problem in _sources(criterion, frozenset(offered))),
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
    for things in (edition.areas, edition.settings.bands, edition.settings.disqualifiers):
        for code in _twice(thing.code for thing in things):
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
    if settings.tolerance < 0:
        yield Problem("negative_tolerance", "tolerance")
    if not 1 <= settings.draws <= MOST_DRAWS:
        yield Problem("draws_outside", str(MOST_DRAWS))
    if not 1 <= settings.minimum_answers <= MOST_ANSWERS:
        yield Problem("minimum_answers_outside", str(MOST_ANSWERS))


def _choices(edition: Edition) -> Iterator[Problem]:
    settings = edition.settings
    known = {area.code for area in edition.areas} | {criterion.code for criterion in edition.criteria}
    for code in settings.tie_breakers:
        if code not in known:
            yield Problem("unknown_tie_breaker", code)
    if settings.survey_method not in list(Method):
        yield Problem("unknown_survey_method", settings.survey_method)
    for fact in settings.disqualifiers:
        if fact.drops < 1:
            yield Problem("drops_not_positive", fact.code)


def _bridge(edition: Edition, former: Edition | None) -> Iterator[Problem]:
    known = {criterion.code for criterion in edition.criteria}
    old = None if former is None else {criterion.code for criterion in former.criteria}
    for code, before in edition.bridge.items():
        if code not in known:
            yield Problem("bridge_from_unknown", code)
        if before and old is not None and before not in old:
            yield Problem("bridge_to_unknown", f"{code}: {before}")
    for before in _twice(edition.bridge.get(code, code) for code in sorted(known)):
        if before:
            yield Problem("bridge_twice", before)


def _sources(criterion: Criterion, offered: frozenset[str]) -> Iterator[Problem]:
    """Whom it applies to and what feeds it: a misspelt word would silently leave agencies or figures out."""
    for block in sorted(criterion.blocks - set(BLOCKS)):
        yield Problem("unknown_block", f"{criterion.code}: {block}")
    rooms = {key.partition(".")[0] for key in offered} | {"index"}
    for key in criterion.inputs.values():
        if key not in offered | OWN_FIGURES and key.partition(".")[0] in rooms:
            yield Problem("unknown_indicator", f"{criterion.code}: {key}")


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
    days = {figure for example in criterion.examples for figure in example.inputs.values()}
    for day in criterion.rule.boundary_days():
        if day not in days:
            yield Problem("boundary_without_example", f"{criterion.code}: {day:%d/%m/%Y}")
