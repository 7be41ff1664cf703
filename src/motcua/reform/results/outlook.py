"""What lifts an agency, where the year is heading, how far it came: the words and figures of its page.

Of a finished year it is what would have lifted it; of a running one what still can.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.reform.editions.presentation import figure_text, points_text
from motcua.reform.results import charts
from motcua.reform.results.agency import Standing, criterion_name, figure_names
from motcua.reform.results.charts import Chart, shown, signed, written
from motcua.reform.results.presentation import named
from motcua.reform.results.reading import Reading
from motcua.reform.rules.bridge import Pair, year_on_year
from motcua.reform.rules.forecast import expected_card, forecast
from motcua.reform.rules.index import HUNDRED, Card, compute
from motcua.reform.rules.whatif import (
    CASES,
    Action,
    Year,
    actions,
    most_index,
    next_band,
    reachable,
    span,
    way_to,
)

_MOST: Final = 12
# The first month tells nothing about the pace of a year.
_TELLING: Final = Fraction(1, 12)


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """One change of one figure in words, with what it brings; ``note`` says what it takes of the rest of the year.

    ``gain`` is of the points known so far; ``whole`` what it is of the whole card, where that is not the same.
    """

    criterion: str
    change: str
    note: str
    points: str
    gain: str
    index: str
    whole: str = ""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """The way to the class above; ``reached`` False when all actions together do not."""

    band: str
    lower: str
    actions: tuple[ActionLine, ...]
    index: str
    reached: bool


def reach_chart(standing: Standing) -> Chart | None:
    """Points there are, points still to be had and points out of reach, by criterion; None when none are left."""
    found = reachable(standing.edition, standing.card, standing.figures, year=standing.year)
    left = [reach for reach in found if reach.points < reach.full]
    if not left:
        return None
    return charts.reach(
        [
            charts.Left(
                name=criterion_name(standing.edition, reach.criterion),
                code=reach.criterion,
                points=reach.points,
                most=reach.most,
                full=reach.full,
                gain=reach.gain,
            )
            for reach in left[:_MOST]
        ],
        is_running=standing.year is not None,
    )


def action_lines(standing: Standing) -> list[ActionLine]:
    """Single changes of figures that lift the index, the greatest of each criterion."""
    best: dict[str, Action] = {}
    for action in actions(standing.edition, standing.card, standing.figures, year=standing.year):
        best.setdefault(action.criterion, action)
    return [_action(standing, action) for action in list(best.values())[:_MOST]]


def _action(standing: Standing, action: Action) -> ActionLine:
    return ActionLine(
        criterion=criterion_name(standing.edition, action.criterion),
        change=_change(standing, action),
        note=_note(standing, action),
        points=signed(action.points),
        gain=signed(action.gain),
        index=written(action.index),
        whole=signed(_of_the_whole(standing, action)) if standing.unknown else "",
    )


def _of_the_whole(standing: Standing, action: Action) -> Fraction:
    """Index points when what is not known yet is counted with the maximum."""
    if action.input == CASES:
        return action.points
    maximum = span(standing.edition, standing.card, standing.unknown)[0].maximum
    return action.points / maximum * HUNDRED if maximum else Fraction(0)


def _change(standing: Standing, action: Action) -> str:
    if action.input == CASES:
        words = {"before": figure_text(action.before), "after": figure_text(action.after)}
        return _("Cases: %(before)s → %(after)s") % words
    names = figure_names(standing.edition.criterion(action.criterion))
    before, after = figure_text(action.before), figure_text(action.after)
    if action.total is not None:
        of = [figure_text(total) for total in action.total]
        before, after = (
            _("%(number)s of %(total)s") % {"number": number, "total": total}
            for number, total in zip((before, after), of, strict=True)
        )
    change = f"{names.get(action.input, action.input)}: {before} → {after}"
    if action.instead_of and isinstance(action.before, Fraction) and isinstance(action.after, Fraction):
        moved, former = action.after - action.before, names.get(action.instead_of, action.instead_of)
        words = {"change": change, "moved": figure_text(moved), "former": former}
        return (
            ngettext(
                "%(change)s; %(moved)s answer that was “%(former)s”",
                "%(change)s; %(moved)s answers that were “%(former)s”",
                int(moved),
            )
            % words
        )
    return change


def _note(standing: Standing, action: Action) -> str:
    """Of cases still to come: how many would have to be good ones. Of a day: until when. Of cases outside the hundred
    points: what each brings.
    """
    if isinstance(action.after, date):
        if standing.year is None:
            return _("or earlier")
        return _("still open until %(day)s") % {"day": figure_text(action.after)}
    if action.input == CASES:
        return _("outside the 100 points, added to the index")
    if (
        action.total is None
        or not isinstance(action.after, Fraction)
        or not isinstance(action.before, Fraction)
    ):
        return ""
    coming = action.total[1] - action.total[0]
    if not coming:
        return ""
    good = action.after - action.before
    if good <= 0:
        return _("none of about %(coming)s still to come") % {"coming": figure_text(coming)}
    words = {"good": figure_text(good), "coming": figure_text(coming)}
    if good > coming:
        return _("what is missing, and all of about %(coming)s still to come") % words
    return _("%(good)s of about %(coming)s still to come") % words


def outlook_of(standing: Standing) -> Outlook | None:
    """The fewest actions to the class above; None in the highest."""
    band = next_band(standing.edition, standing.card)
    if band is None:
        return None
    way = way_to(standing.edition, standing.card, standing.figures, band, year=standing.year)
    index = way.index
    if standing.year is not None and not way.reached:
        # What the chart of the same page adds up to: with the change since last year, which no single step lifts.
        index = most_index(standing.edition, standing.card, standing.figures, year=standing.year)
    return Outlook(
        band=named(band),
        lower=points_text(band.lower),
        actions=tuple(_action(standing, action) for action in way.actions[:_MOST]),
        index=written(index),
        reached=way.reached,
    )


def assumption_of(year: Year) -> str:
    """What is taken for granted of the rest of a running year, in a sentence."""
    words = {
        "last": figure_text(year.last),
        "today": figure_text(year.today),
        "percent": points_text(year.elapsed * 100, places=0),
    }
    if year.elapsed < _TELLING and year.former:
        return (
            _("Until %(last)s as many cases are expected as came in the same part of the year before.")
            % words
        )
    return (
        _(
            "Until %(last)s as many cases a day are expected as came until %(today)s, when %(percent)s%% of the year"
            " have passed."
        )
        % words
    )


@dataclass(frozen=True, kw_only=True)
class YearEndLine:
    """A criterion that would change until the end of the year; ``until`` the last day on which it can be done."""

    criterion: str
    now: str
    expected: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class YearEnd:
    """Where the year is heading if it goes on as until now, and the criteria that would change; the whole card then
    lies between ``low`` and ``high``.
    """

    index: str
    band: str
    low: str
    high: str
    lines: tuple[YearEndLine, ...]


def year_end_of(standing: Standing) -> YearEnd | None:
    """A forecast while the rated year runs; None outside of it, and in its first month, which tells nothing."""
    year = standing.year
    if year is None or not _TELLING <= year.elapsed < 1:
        return None
    items = forecast(standing.edition, standing.card, standing.figures, year=year)
    card = expected_card(standing.card, items)
    result = compute(standing.edition, card)
    low, high = span(standing.edition, card, standing.unknown)
    return YearEnd(
        index=written(result.shown),
        band=named(result.band),
        low=written(low.shown),
        high=written(high.shown),
        lines=tuple(
            YearEndLine(
                criterion=criterion_name(standing.edition, item.criterion),
                now=points_text(item.points),
                expected=points_text(item.expected),
                until=item.until,
            )
            for item in items
            if item.expected != item.points or item.until
        ),
    )


@dataclass(frozen=True, kw_only=True)
class ProgressLine:
    """Points of one criterion in both years."""

    criterion: str
    most: str
    old: str
    new: str
    change: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """This year against the one before, on the criteria that stayed the same and applied in both.

    ``computed_only`` while the year is rated by what rooms count alone: then the former year is read so too.
    """

    year: int
    count: int
    old: str
    new: str
    change: str
    lines: tuple[ProgressLine, ...]
    computed_only: bool

    @property
    def words(self) -> str:
        """How many criteria are compared."""
        return ngettext("%(count)s criterion in common", "%(count)s criteria in common", self.count) % {
            "count": self.count
        }


def progress_of(standing: Standing, former: Reading | None) -> Progress | None:
    """None without a former result of this agency, or with nothing in common."""
    if former is None or standing.code not in former.results:
        return None
    found = year_on_year(former.edition, _former_card(standing, former), standing.edition, standing.card)
    if found.change is None:
        return None
    return Progress(
        year=former.edition.year,
        count=len(found.pairs),
        old=shown(found.old),
        new=shown(found.new),
        change=signed(found.change),
        lines=tuple(_compared(standing, pair) for pair in found.pairs),
        computed_only=standing.column == "computed",
    )


def _former_card(standing: Standing, former: Reading) -> Card:
    """The former year's card of the same column; what nobody counted then is left out, not zero."""
    agency = former.agency(standing.code)
    if standing.column != "computed":
        return agency.card()
    card = agency.card("computed")
    unsaid: dict[str, Fraction | None] = dict.fromkeys(item.code for item in former.edition.criteria)
    return replace(card, scores=unsaid | dict(card.scores), unmeasured=frozenset(unsaid))


def _compared(standing: Standing, pair: Pair) -> ProgressLine:
    return ProgressLine(
        criterion=criterion_name(standing.edition, pair.criterion),
        most=points_text(pair.most),
        old=points_text(pair.old),
        new=points_text(pair.new),
        change=signed(pair.new - pair.old),
    )
