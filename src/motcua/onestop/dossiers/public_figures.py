"""Figures that anybody may see: how many dossiers came, went back and kept their time. No names."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from motcua.onestop.dossiers.models import Dossier, State

_RESOLVED = Q(state__in=[State.DONE, State.RETURNED])
# ``due_at`` already holds pauses and extensions, so comparing moments is enough here.
_PUNCTUAL = _RESOLVED & Q(finished_at__lte=F("due_at"))
WINDOW_DAYS = 30


@dataclass(frozen=True)
class TodayFigures:
    """Of one day: received and returned; of the last ``WINDOW_DAYS`` days: resolved and how many on time."""

    received: int
    returned: int
    resolved_lately: int
    on_time_lately: int

    @property
    def on_time_percent(self) -> float | None:
        """Share on time with one decimal, or nothing when nothing was resolved."""
        if not self.resolved_lately:
            return None
        return round(1000 * self.on_time_lately / self.resolved_lately) / 10


@dataclass(frozen=True)
class MonthFigures:
    """Dossiers received in a month and what has become of them so far."""

    month: date
    received: int
    resolved: int
    on_time: int
    returned: int


def today_figures(*, on: date) -> TodayFigures:
    """Counted over all agencies; one statement."""
    start, end = _midnight(on), _midnight(on + timedelta(days=1))
    lately = Q(finished_at__gte=_midnight(on - timedelta(days=WINDOW_DAYS - 1)), finished_at__lt=end)
    counted = Dossier.objects.filter(
        Q(received_at__gte=start) | Q(returned_at__gte=start) | lately
    ).aggregate(
        received=Count("pk", filter=Q(received_at__gte=start, received_at__lt=end)),
        returned=Count("pk", filter=Q(returned_at__gte=start, returned_at__lt=end)),
        resolved_lately=Count("pk", filter=lately & _RESOLVED),
        on_time_lately=Count("pk", filter=lately & _PUNCTUAL),
    )
    return TodayFigures(**counted)


def month_figures(*, until: date, months: int) -> list[MonthFigures]:
    """The ``months`` months up to the one of ``until``, newest first; months without dossiers left out."""
    first = _months_before(until, months - 1)
    rows = (
        Dossier.objects.filter(received_at__gte=_midnight(first))
        .filter(received_at__lt=_midnight(until + timedelta(days=1)))
        .annotate(month=TruncMonth("received_at"))
        .values("month")
        .annotate(
            received=Count("pk"),
            resolved=Count("pk", filter=_RESOLVED),
            on_time=Count("pk", filter=_PUNCTUAL),
            returned=Count("pk", filter=Q(state=State.RETURNED)),
        )
        .order_by("-month")
    )
    return [MonthFigures(**{**row, "month": timezone.localdate(row["month"])}) for row in rows]


def _months_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
