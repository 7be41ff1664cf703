"""The days of a calendar, worked out once, so that a deadline is a look-up and not a walk."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

DAY_US = 86_400_000_000

# One opening of one day, in microseconds since midnight.
Span = tuple[int, int]


def microseconds(moment: time) -> int:
    """Microseconds since midnight."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


class DayTable:
    """Working days and office time of a run of days; never changed after it is built.

    ``rank[i]`` counts the working days up to and including day ``first + i``; ``working`` and ``closings``
    hold the ordinal and the closing moment of the k-th working day. Wall-clock moments are microseconds since
    year 1, and ``before`` holds the office time that lies ahead of each opening.
    """

    __slots__ = (
        *("first", "last", "rank", "working", "closings"),
        *("starts", "ends", "before", "used_at_end", "total"),
    )

    def __init__(
        self, first: int, last: int, spans_on: Callable[[date], Sequence[Span]], zone: tzinfo
    ) -> None:
        self.first, self.last = first, last
        self.rank: list[int] = []
        self.working: list[int] = []
        self.closings: list[datetime] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []
        self.used_at_end: list[int] = []
        self.total = 0
        for ordinal in range(first, last + 1):
            self._add_day(ordinal, spans_on(date.fromordinal(ordinal)), zone)

    def _add_day(self, ordinal: int, spans: Sequence[Span], zone: tzinfo) -> None:
        for opens, closes in spans:
            self.starts.append(ordinal * DAY_US + opens)
            self.ends.append(ordinal * DAY_US + closes)
            self.before.append(self.total)
            self.total += closes - opens
            self.used_at_end.append(self.total)
        if spans:
            self.working.append(ordinal)
            self.closings.append(moment_at(self.ends[-1], zone))
        self.rank.append(len(self.working))

    def office_time_before(self, wall: int) -> int:
        """Office time between the start of the table and a wall-clock moment."""
        index = bisect_right(self.starts, wall) - 1
        if index < 0:
            return 0
        return self.before[index] + min(wall, self.ends[index]) - self.starts[index]

    def moment_when_used(self, used: int) -> int:
        """The first moment by which ``used`` office time has passed; IndexError beyond the table."""
        index = bisect_left(self.used_at_end, used)
        return self.starts[index] + used - self.before[index]

    def opening_from(self, wall: int) -> int:
        """``wall`` itself while the office is open, else the next opening; IndexError beyond the table."""
        index = bisect_right(self.ends, wall)
        return max(wall, self.starts[index])


def wall_of(local: datetime) -> int:
    """Microseconds since year 1 of a local moment."""
    return local.toordinal() * DAY_US + microseconds(local.time())


def moment_at(wall: int, zone: tzinfo) -> datetime:
    """The inverse of :func:`wall_of`."""
    ordinal, rest = divmod(wall, DAY_US)
    return (datetime.fromordinal(ordinal) + timedelta(microseconds=rest)).replace(tzinfo=zone)
