"""Figures of ratings that the reform index may ask for; what they mean stands in docs/explanation/indicators.md.

A rating counts in the period in which the dossier was first rated, from the day on which no rating of that month can
change any more. What people said is a figure only where enough of them rated in the period; how many did is no secret.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.ratings.models import Rating
from motcua.onestop.ratings.presentation import month_name
from motcua.onestop.ratings.queries import list_current
from motcua.onestop.ratings.rules.figures import SATISFIED_FROM, shown_groups
from motcua.onestop.ratings.rules.terms import last_settled
from motcua.platform import clock
from motcua.platform.indicators.api import Indicator, Period, Record, Value
from motcua.platform.privacy.fields import lookup_hash

_DOSSIERS: Final = gettext_lazy("dossiers")
_POINTS: Final = gettext_lazy("points of the five-point scale")


class _Row(NamedTuple):
    uuid: UUID
    month: date
    score: int


def list_offered() -> list[Indicator]:
    """The indicators of ratings, ``dvc.ratings…``."""
    return [
        Indicator(
            key="dvc.ratings",
            name=gettext_lazy("Dossiers rated by their holders"),
            unit=_DOSSIERS,
            values=lambda period: _fractions(_numbers(period)),
            records=_all_records,
        ),
        _said(
            "dvc.ratings_satisfied",
            gettext_lazy("Dossiers whose holders are satisfied or very satisfied"),
            _DOSSIERS,
            _satisfied,
            fits=lambda row: row.score >= SATISFIED_FROM,
        ),
        _said(
            "dvc.ratings_sum",
            gettext_lazy("Sum of the scores that holders of dossiers gave"),
            _POINTS,
            _sums,
            note=lambda row: str(row.score),
        ),
    ]


def _said(
    key: str,
    name: Promise,
    unit: Promise,
    measure: Callable[[QuerySet[Rating]], Mapping[str, int]],
    *,
    note: Callable[[_Row], str] = lambda _row: "",
    fits: Callable[[_Row], bool] = lambda _row: True,
) -> Indicator:
    """What people said: no figure where fewer rated than may be shown, which is not a satisfaction of nought."""

    def values(period: Period) -> Mapping[str, Value]:
        numbers = _numbers(period).items()
        enough = {code for code, number in numbers if number >= _minimum(period, code)}
        return _fractions({code: said for code, said in measure(_of(period)).items() if code in enough})

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        rows = _rows(agency_code, period)
        if len(rows) < _minimum(period, agency_code):
            return []
        return _records(key, agency_code, rows, period, note=note, fits=fits)

    return Indicator(key=key, name=name, unit=unit, values=values, records=records, absent=None)


def _all_records(agency_code: str, period: Period) -> Sequence[Record]:
    return _records("dvc.ratings", agency_code, _rows(agency_code, period), period)


def _of(period: Period) -> QuerySet[Rating]:
    today = clock.today()
    change_days: int = get_parameter(name="rating_change_days", on=today).value
    last = min(period.end, last_settled(today=today, change_days=change_days))
    return list_current().filter(rated_on__gte=period.start, rated_on__lte=last).order_by()


def _numbers(period: Period) -> dict[str, int]:
    return dict(_of(period).values_list("dossier__agency__code").annotate(number=Count("pk")))


def _fractions(numbers: Mapping[str, int]) -> dict[str, Value]:
    return {code: Fraction(number) for code, number in numbers.items()}


def _satisfied(rows: QuerySet[Rating]) -> Mapping[str, int]:
    """Agencies that nobody is satisfied with are in it, with nought."""
    found = rows.values_list("dossier__agency__code", "score").annotate(number=Count("pk"))
    counted: Counter[str] = Counter()
    for code, score, number in found:
        counted[code] += number if score >= SATISFIED_FROM else 0
    return counted


def _sums(rows: QuerySet[Rating]) -> Mapping[str, int]:
    return dict(rows.values_list("dossier__agency__code").annotate(total=Sum("score")))


def _minimum(period: Period, agency_code: str) -> int:
    """The agency's own number before the general one, as on its page of ratings."""
    minimum: int = get_parameter(name="rating_minimum", on=period.end, agency=agency_code).value
    return minimum


def _rows(agency_code: str, period: Period) -> list[_Row]:
    found = (
        _of(period)
        .filter(dossier__agency__code=agency_code)
        .annotate(month=TruncMonth("rated_on"))
        .values_list("uuid", "month", "score")
    )
    return [_Row(*row) for row in found]


def _records(
    indicator: str,
    agency_code: str,
    rows: Sequence[_Row],
    period: Period,
    *,
    note: Callable[[_Row], str] = lambda _row: "",
    fits: Callable[[_Row], bool] = lambda _row: True,
) -> list[Record]:
    """A month only where the page of ratings shows it; never a procedure, dossier, person or day.

    The keys belong to the indicator and the period, and so does the order: laid side by side, the records of two
    figures do not tell which rating is which.
    """
    minimum = _minimum(period, agency_code)
    sizes = Counter(f"{row.month:%Y-%m}" for row in rows)
    shown = shown_groups(sizes, minimum=minimum)
    label = _("Rating") if len(rows) >= minimum else _("Rating, not shown: fewer than the minimum")
    names = {month: month_name(month) if month in shown else label for month in sizes}
    found = [
        Record(
            key=lookup_hash(f"{indicator} {period.start} {period.end} {row.uuid}"),
            label=names[f"{row.month:%Y-%m}"],
            note=note(row),
        )
        for row in rows
        if fits(row)
    ]
    return sorted(found, key=lambda record: record.key)
