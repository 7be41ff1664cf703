"""Rules, inputs and problems of an edition in the words of the page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_date, format_number
from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.numbers import exact, round_half_up
from motcua.reform.rules.scoring import BadInput, Figure, Inputs, MissingInput, Problem
from motcua.reform.rules.scoring.satisfaction import Satisfaction, Source

Record = Mapping[str, Any]

KIND_NAMES: Final = {
    "BOOL": gettext_lazy("Done or not"),
    "CHK": gettext_lazy("Checklist"),
    "DATE": gettext_lazy("By a date"),
    "STEP": gettext_lazy("Steps of a share"),
    "PROP": gettext_lazy("In proportion"),
    "PFLR": gettext_lazy("In proportion, from a floor on"),
    "PTGT": gettext_lazy("In proportion to a target"),
    "LIN": gettext_lazy("Along a line between two shares"),
    "DED": gettext_lazy("Deduction for each case"),
    "CNT": gettext_lazy("Points for each item"),
    "VETO": gettext_lazy("Nothing at the first violation"),
    "SOPT": gettext_lazy("Survey by options"),
    "SAT": gettext_lazy("Satisfaction percentage"),
    "EXT": gettext_lazy("Index published by others"),
    "TRND": gettext_lazy("Change since last year"),
}

INPUT_NAMES: Final = {
    "num": gettext_lazy("Number reached"),
    "den": gettext_lazy("Out of"),
    "done": gettext_lazy("Done"),
    "on": gettext_lazy("Date"),
    "percent": gettext_lazy("Percentage"),
    "satisfied": gettext_lazy("Satisfied ratings of dossiers"),
    "rated": gettext_lazy("Ratings of dossiers"),
    "violations": gettext_lazy("Violations"),
    "present": gettext_lazy("Index of this year without criterion %(code)s"),
    "previous": gettext_lazy("Index published last year"),
    "cases": gettext_lazy("Cases"),
}


def points_text(value: Fraction | None, *, places: int = 2) -> str:
    """Points as people read them: at most ``places`` decimals, none that say nothing; a dash when not applicable."""
    if value is None:
        return "—"
    rounded = round_half_up(value, places)
    text = f"{rounded:f}"
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return shown.replace(".", ",") if _language() == "vi" else shown


def share_text(value: Fraction) -> str:
    """A ratio as a percentage."""
    return f"{points_text(value * 100)} %"


def figure_text(value: Figure) -> str:
    """One figure of a rule's input: number, date, yes or no; a dash when it is not known."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return format_date(value)
    if value.denominator == 1:
        return format_number(value.numerator, language=_language())
    return points_text(value, places=4)


def input_names(criterion: Criterion) -> dict[str, str]:
    """What each input of the rule is called, in order; items of lists have their own names in the edition."""
    own = {
        row["key"]: _named(row)
        for name in ("items", "options", "vetoes")
        for row in criterion.record["rule"].get(name, ())
    }
    return {name: own.get(name) or _own_name(name, criterion) for name in criterion.rule.input_names()}


def _own_name(name: str, criterion: Criterion) -> str:
    """The change since last year is scored from an index without that score itself, and its label says so."""
    return str(INPUT_NAMES.get(name, name)).replace("%(code)s", criterion.code)


def rule_sentences(criterion: Criterion) -> list[str]:
    """The rule in sentences, one thing a sentence."""
    record = criterion.record["rule"]
    sentences = list(_SENTENCES[record["kind"]](record, points_text(criterion.points)))
    zero = record.get("zero_denominator")
    if zero:
        sentences.append(_when_nothing(zero))
    return sentences


def _when_nothing(policy: str) -> str:
    return {
        "na": _("Not applicable when there is nothing to count."),
        "full": _("Full points when there is nothing to count."),
        "zero": _("No points when there is nothing to count."),
    }[policy]


Sentences = Iterator[str]


def _done(_record: Record, points: str) -> Sentences:
    yield _("%(points)s points when it is done, otherwise none.") % {"points": points}


def _checklist(record: Record, _points: str) -> Sentences:
    yield _("Points for what is done:")
    yield from _rows(record["items"], "points")


def _by_date(record: Record, points: str) -> Sentences:
    values = {"points": points, "due": _due(record["due"]), "late": _number(record["late_points"])}
    yield _("%(points)s points to %(due)s (this day included).") % values
    grace = record["grace_days"]
    if grace is None:
        yield _("%(late)s points later, however late; none when it is missing.") % values
    else:
        yield ngettext(
            "%(late)s points up to %(days)s day later; then none.",
            "%(late)s points up to %(days)s days later; then none.",
            grace,
        ) % {**values, "days": grace}


def _stepped(record: Record, _points: str) -> Sentences:
    for band in record["bands"]:
        yield _("From %(bound)s on (this share included): %(points)s points.") % {
            "bound": share_text(exact(band["from"])),
            "points": _number(band["points"]),
        }
    yield _("Below that: none.")


def _proportional(_record: Record, points: str) -> Sentences:
    yield _("%(points)s points × share reached, at most %(points)s.") % {"points": points}


def _with_floor(record: Record, points: str) -> Sentences:
    yield _("%(points)s points × share reached, from %(floor)s on (this share included); below it none.") % {
        "points": points,
        "floor": share_text(exact(record["floor"])),
    }


def _to_target(record: Record, points: str) -> Sentences:
    yield _("%(points)s points × share reached ÷ %(target)s, at most %(points)s.") % {
        "points": points,
        "target": share_text(exact(record["target"])),
    }


def _linear(record: Record, points: str) -> Sentences:
    yield _("None at %(low)s, %(points)s points at %(high)s, along a straight line in between.") % {
        "points": points,
        "low": share_text(exact(record["nothing_at"])),
        "high": share_text(exact(record["full_at"])),
    }


def _deducted(record: Record, points: str) -> Sentences:
    yield _("From %(points)s points is taken for each case, down to none:") % {"points": points}
    yield from _rows(record["items"], "points")
    for row in record.get("vetoes", ()):
        yield _("%(name)s: no points at all.") % {"name": _named(row)}


def _counted(record: Record, points: str) -> Sentences:
    yield _("Points for each item, together at most %(points)s:") % {"points": points}
    yield from _rows(record["items"], "points")


def _veto(_record: Record, points: str) -> Sentences:
    yield _("%(points)s points without a violation, none at the first one.") % {"points": points}


def _options(record: Record, points: str) -> Sentences:
    yield _("%(points)s points × mean weight of the answers; other answers are left out:") % {
        "points": points
    }
    for row in record["options"]:
        yield f"{_named(row)}: {share_text(exact(row['weight']))}"


def _percentage(_record: Record, points: str) -> Sentences:
    yield _("%(points)s points × percentage.") % {"points": points}


def _satisfaction(record: Record, points: str) -> Sentences:
    source = record.get("source", Source.SURVEY)
    if source == Source.SURVEY:
        yield from _percentage(record, points)
        return
    values = {"points": points, "minimum": record["minimum"]}
    if source == Source.BOTH:
        shares = exact(record["weight"])
        values |= {"ratings": share_text(shares), "survey": share_text(1 - shares)}
        yield (
            _(
                "%(points)s points × the share of satisfied people: the survey weighs %(survey)s, "
                "the ratings of dossiers %(ratings)s."
            )
            % values
        )
        yield _("Fewer than %(minimum)s ratings do not count: the survey then stands alone.") % values
        return
    yield _("%(points)s points × the share of satisfied ratings of dossiers.") % values
    yield _("Fewer than %(minimum)s ratings do not count.") % values


def source_text(criterion: Criterion) -> str:
    """Whose word a criterion on satisfaction takes; empty for every other one."""
    rule = criterion.rule
    return str(_SOURCES[rule.source]) if isinstance(rule, Satisfaction) else ""


def used_text(criterion: Criterion, inputs: Inputs) -> str:
    """Whose word these figures took, and of how many; empty where there is nothing to choose from."""
    rule = criterion.rule
    if not isinstance(rule, Satisfaction) or rule.source is Source.SURVEY:
        return ""
    try:
        used = rule.used(inputs)
    except (BadInput, MissingInput):
        return ""
    values = {"n": figure_text(inputs.get("rated")), "minimum": rule.minimum}
    if used is rule.source:
        words = _("survey and %(n)s ratings") if used is Source.BOTH else _("%(n)s ratings")
    elif used is Source.SURVEY:
        words = _("survey alone: %(n)s ratings do not count, at least %(minimum)s are needed")
    else:
        words = _("none: %(n)s ratings do not count, at least %(minimum)s are needed")
    return words % values


_SOURCES: Final = {
    Source.SURVEY: gettext_lazy("survey"),
    Source.RATINGS: gettext_lazy("ratings of dossiers"),
    Source.BOTH: gettext_lazy("survey and ratings of dossiers"),
}


def _trend(record: Record, _points: str) -> Sentences:
    yield _(
        "By the change of the index since the last published year; this year's index is taken without this "
        "criterion, last year's as published:"
    )
    for band in record["bands"]:
        yield _("From %(bound)s points on (this bound included): %(points)s points.") % {
            "bound": _number(band["from"]),
            "points": _number(band["points"]),
        }
    yield _when_nothing(record["without_previous"])


_SENTENCES: Final[dict[str, Callable[[Record, str], Sentences]]] = {
    "BOOL": _done,
    "CHK": _checklist,
    "DATE": _by_date,
    "STEP": _stepped,
    "PROP": _proportional,
    "PFLR": _with_floor,
    "PTGT": _to_target,
    "LIN": _linear,
    "DED": _deducted,
    "CNT": _counted,
    "VETO": _veto,
    "SOPT": _options,
    "SAT": _satisfaction,
    "EXT": _percentage,
    "TRND": _trend,
}


def _rows(rows: Sequence[Record], number: str) -> Sentences:
    for row in rows:
        yield f"{_named(row)}: {_number(row[number])}"


def _named(row: Record) -> str:
    return str(row.get(f"name_{_language()}") or row.get("name_vi") or row["key"])


def _number(text: str) -> str:
    return points_text(exact(text), places=4)


def _due(text: str) -> str:
    """``01-31`` is that day of the year, whichever it is."""
    if len(text) == len("01-31"):
        month, day = text.split("-")
        return f"{day}/{month}"
    return format_date(date.fromisoformat(text))


def _language() -> str:
    return "en" if get_language() == "en" else "vi"


PROBLEMS: Final = {
    "points_do_not_sum_to_100": gettext_lazy("The points add up to %(where)s, not to 100."),
    "components_do_not_sum": gettext_lazy(
        "%(where)s: the components do not add up to the criterion's points."
    ),
    "extra_outside_its_cap": gettext_lazy("%(where)s: one case must give more than 0 and at most the cap."),
    "code_twice": gettext_lazy("The code %(where)s stands twice."),
    "bands_do_not_cover_0_to_100": gettext_lazy("The classes must fall from one to the next and end at 0."),
    "precision_outside_0_to_4": gettext_lazy("Results are shown with 0 to 4 decimals."),
    "noise_outside_0_to_1": gettext_lazy("The weight noise lies between 0 and 1."),
    "negative_tolerance": gettext_lazy("The tolerance cannot be negative."),
    "input_of_no_rule": gettext_lazy("%(where)s: the rule has no such input."),
    "no_example": gettext_lazy("%(where)s has no example."),
    "example_fails": gettext_lazy("%(where)s: this example does not come out as it says."),
    "boundary_without_example": gettext_lazy("%(where)s: no example stands exactly on this bound."),
    "points_not_positive": gettext_lazy("%(where)s: the points must be more than 0."),
    "first_band_is_not_full_points": gettext_lazy("%(where)s: the first step must give full points."),
    "negative_points": gettext_lazy("%(where)s: points cannot be negative."),
    "bands_overlap": gettext_lazy("%(where)s: two steps overlap."),
    "lower_band_gives_no_less": gettext_lazy("%(where)s: a lower step must give fewer points."),
    "floor_outside_0_to_1": gettext_lazy("%(where)s: the floor lies above 0 and at most at 1."),
    "target_outside_0_to_1": gettext_lazy("%(where)s: the target lies above 0 and at most at 1."),
    "ends_are_equal": gettext_lazy("%(where)s: the two ends of the line are the same."),
    "negative_bound": gettext_lazy("%(where)s: a share cannot be negative."),
    "items_do_not_sum_to_points": gettext_lazy("%(where)s: the items do not add up to the points."),
    "item_without_points": gettext_lazy("%(where)s: every item needs points above 0."),
    "item_twice": gettext_lazy("%(where)s: an item stands twice."),
    "no_items": gettext_lazy("%(where)s: there are no items."),
    "late_points_outside": gettext_lazy("%(where)s: late points lie between 0 and less than full points."),
    "negative_grace": gettext_lazy("%(where)s: the grace cannot be negative."),
    "weight_outside_0_to_1": gettext_lazy("%(where)s: weights lie between 0 and 1."),
    "ratings_weight_outside_0_to_1": gettext_lazy(
        "%(where)s: the weight of the ratings lies above 0 and below 1."
    ),
    "ratings_without_minimum": gettext_lazy(
        "%(where)s: at least one rating must be asked for before ratings count."
    ),
    "draws_outside": gettext_lazy("The draws of the weight noise are 1 to %(where)s."),
    "minimum_answers_outside": gettext_lazy("The least number of answers is 1 to %(where)s."),
    "drops_not_positive": gettext_lazy("%(where)s: such a fact lowers the class by at least one."),
    "unknown_block": gettext_lazy("%(where)s: there is no such block of agencies."),
    "unknown_indicator": gettext_lazy("%(where)s: there is no such indicator."),
    "unknown_tie_breaker": gettext_lazy("%(where)s breaks ties, but is no area and no criterion."),
    "unknown_survey_method": gettext_lazy("%(where)s is no method of counting surveys."),
    "bridge_from_unknown": gettext_lazy("The bridge speaks of %(where)s, which is no criterion here."),
    "bridge_to_unknown": gettext_lazy(
        "The bridge leads to a criterion that the edition before does not have: %(where)s."
    ),
    "bridge_twice": gettext_lazy("The bridge leads two criteria to the same old one: %(where)s."),
    "too_long": gettext_lazy("%(where)s is too long."),
    "bad_characters": gettext_lazy("%(where)s holds characters that cannot be kept."),
    "bad_code": gettext_lazy("A code holds letters, digits, dots, hyphens and underscores: %(where)s."),
    "wrong_value": gettext_lazy("%(where)s is not what stands there in an edition."),
    "year_outside": gettext_lazy("%(where)s is not a year of an edition."),
    "no_option_gives_full_points": gettext_lazy("%(where)s: one option must have the weight 1."),
    "file_too_large": gettext_lazy("The file is too large for an edition."),
    "unknown_format": gettext_lazy("The file is no edition of this program."),
    "not_a_list": gettext_lazy("A list is missing at %(where)s."),
    "not_a_record": gettext_lazy("A record is missing at %(where)s."),
    "not_a_number": gettext_lazy("%(where)s is not a number such as 0.95 or 3/4."),
    "not_a_date": gettext_lazy("%(where)s is not a date such as 2026-01-31."),
    "text_missing": gettext_lazy("A text is missing at %(where)s."),
    "unknown_policy": gettext_lazy("%(where)s is none of the policies that can be chosen."),
    "unknown_area": gettext_lazy("%(where)s: this area is not in the list of areas."),
    "line_unreadable": gettext_lazy("This line cannot be read: %(where)s."),
    "sheet_missing": gettext_lazy("The workbook has no sheet called %(where)s."),
    "columns_differ": gettext_lazy("The columns of the sheet %(where)s are not those of the export."),
    "rule_unknown_kind": gettext_lazy("There is no such kind of rule: %(where)s."),
    "rule_field_missing": gettext_lazy("The rule lacks a value: %(where)s."),
    "rule_unknown_field": gettext_lazy("The rule has a value that its kind does not know: %(where)s."),
    "rule_not_a_number": gettext_lazy("A value of the rule is not a number: %(where)s."),
    "rule_not_a_date": gettext_lazy("A value of the rule is not a date: %(where)s."),
    "rule_not_a_list": gettext_lazy("The rule lacks a list: %(where)s."),
    "rule_bad_key": gettext_lazy("A key of the rule must be a plain word: %(where)s."),
    "rule_unknown_source": gettext_lazy("survey, ratings or both is expected: %(where)s."),
    "rule_unknown_policy": gettext_lazy("na, full or zero is expected: %(where)s."),
}


def problem_text(problem: Problem) -> str:
    """One problem in a sentence that says what to mend."""
    return str(PROBLEMS[problem.code]) % {"where": problem.where}
