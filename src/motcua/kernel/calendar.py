"""Official working time as a value: weekly hours, days that differ, and quick answers from both."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from motcua.kernel.day_table import DayTable, Span, microseconds, moment_at, wall_of

Answer = TypeVar("Answer")
MICROSECOND = timedelta(microseconds=1)
# A table of more days than this is a mistyped date or limit, not a term of law.
MOST_DAYS = 400 * 366
COUNTER_DAYS_AHEAD = 366


class DayKind(StrEnum):
    """Why a day differs from its weekly pattern."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    SWAP_WORKED = "swap_worked"
    CLOSURE = "closure"
    COUNTER_ONLY = "counter_only"
    HALF_DAY = "half_day"


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One opening of a day, local time, closed at ``closes`` itself."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"a session must close after it opens: {self.opens}–{self.closes}")

    @property
    def span(self) -> Span:
        return microseconds(self.opens), microseconds(self.closes)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The hours of a week from a date on: per weekday (0 = Monday) the sessions in which the clock runs.

    ``counter`` holds openings in which papers are taken but the clock stands still (Saturday mornings).
    """

    valid_from: date
    sessions: tuple[tuple[Session, ...], ...]
    counter: tuple[tuple[Session, ...], ...] = ((),) * 7

    def __post_init__(self) -> None:
        if len(self.sessions) != 7 or len(self.counter) != 7:
            raise ValueError("weekly hours need seven weekdays")
        for of_day in (*self.sessions, *self.counter):
            if any(later.opens < earlier.closes for earlier, later in pairwise(of_day)):
                raise ValueError("the sessions of a day must follow each other")

    @property
    def usual_day(self) -> tuple[Session, ...]:
        """The sessions of the first weekday that has any; a swapped Saturday is worked like it."""
        return next((of_day for of_day in self.sessions if of_day), ())


@dataclass(frozen=True, slots=True)
class DayRule:
    """One official day that differs, with its names and the text that says so.

    ``sessions`` replaces the hours of the day; a half day needs it, other kinds may leave it empty.
    """

    day: date
    kind: DayKind
    name_vi: str = ""
    name_en: str = ""
    source: str = ""
    verified: bool = False
    sessions: tuple[Session, ...] = ()


class WorkingCalendar:
    """When an office works. An immutable value; the table of days behind it grows by itself.

    Moments are timezone-aware, dates are local dates of ``zone``. A later rule on the same day replaces an
    earlier one, so an agency's own days are passed after the national ones.
    """

    def __init__(
        self,
        *,
        hours: Sequence[WeeklyHours],
        rules: Iterable[DayRule],
        zone: tzinfo,
        code: str = "VN",
        published_years: Iterable[int] | None = None,
    ) -> None:
        self.code, self.zone = code, zone
        self._hours = sorted(hours, key=lambda each: each.valid_from)
        if not self._hours or not all(each.usual_day for each in self._hours):
            raise ValueError("a working calendar needs weekly hours with at least one session")
        self._rules = {rule.day: rule for rule in rules}
        self.published_years = frozenset(
            (rule.day.year for rule in self._rules.values() if rule.kind == DayKind.HOLIDAY)
            if published_years is None
            else published_years
        )
        years = self.published_years or {self._hours[0].valid_from.year}
        self._table = self._build(_first_of(min(years)), _last_of(max(years)))

    def local(self, moment: datetime) -> datetime:
        """The moment on the wall clock of the office; ValueError when it has no time zone."""
        if moment.tzinfo is None:
            raise ValueError("moments of law need a time zone")
        return moment.astimezone(self.zone)

    # Days

    def rules_between(self, first: date, last: date) -> tuple[DayRule, ...]:
        """The official rows with ``first <= day <= last``, in order."""
        return tuple(self._rules[day] for day in sorted(day for day in self._rules if first <= day <= last))

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The sessions in which the clock runs on this day; empty on a free day."""
        rule, hours = self._rules.get(day), self.hours_on(day)
        if rule is None:
            return hours.sessions[day.weekday()]
        if rule.kind in (DayKind.SWAP_WORKED, DayKind.HALF_DAY):
            return rule.sessions or hours.usual_day
        return ()

    def counter_sessions_on(self, day: date) -> tuple[Session, ...]:
        """The openings of the counter on this day, whether or not the clock runs."""
        rule, hours = self._rules.get(day), self.hours_on(day)
        if rule is None:
            return tuple(sorted(hours.sessions[day.weekday()] + hours.counter[day.weekday()]))
        if rule.kind == DayKind.COUNTER_ONLY:
            return rule.sessions or hours.counter[day.weekday()] or hours.usual_day
        return self.sessions_on(day)

    def usually_works(self, day: date) -> bool:
        """Whether the weekly hours alone would make this a working day."""
        return bool(self.hours_on(day).sessions[day.weekday()])

    def is_working_day(self, day: date) -> bool:
        """Whether the clock runs at any time of this day."""
        return bool(self.sessions_on(day))

    def is_counter_open(self, moment: datetime) -> bool:
        """Whether papers are taken at this moment, even if the clock stands still."""
        local = self.local(moment)
        openings = self.counter_sessions_on(local.date())
        return any(each.opens <= local.time() < each.closes for each in openings)

    def counter_closes(self, moment: datetime) -> datetime:
        """When the counter, open at this moment, closes next; the moment itself while it is closed.

        Openings that meet are one: the counter stays open between them.
        """
        local = end = self.local(moment)
        for each in self.counter_sessions_on(local.date()):
            if each.opens <= end.time() < each.closes:
                end = datetime.combine(local.date(), each.closes, self.zone)
        return end

    def counter_opens(self, moment: datetime) -> datetime | None:
        """When the counter opens next after this moment; None when it stays closed for a year."""
        local = self.local(moment)
        for ahead in range(COUNTER_DAYS_AHEAD):
            day = local.date() + timedelta(days=ahead)
            for each in self.counter_sessions_on(day):
                opening = datetime.combine(day, each.opens, self.zone)
                if opening > local:
                    return opening
        return None

    def working_day_from(self, day: date) -> date:
        """This day if it is a working day, else the next one."""
        return self.add_working_days(day - timedelta(days=1), 1)

    def add_working_days(self, day: date, amount: int) -> date:
        """The ``amount``-th working day after ``day`` (before it, when negative); ``day`` does not count."""
        return self._nth(day, amount, lambda table, k: date.fromordinal(table.working[k]))

    def closing_after(self, day: date, amount: int) -> datetime:
        """Closing time of the ``amount``-th working day after ``day``; ``amount`` is at least 1."""
        table = self._table
        index = day.toordinal() - table.first
        if index >= 0:
            try:
                return table.closings[table.rank[index] + amount - 1]
            except IndexError:
                pass
        return self._nth(day, amount, lambda table, k: table.closings[k])

    def closing_from(self, day: date) -> datetime:
        """Closing time of this day if it is a working day, else of the next one."""
        return self.closing_after(day - timedelta(days=1), 1)

    def count_working_days(self, after: date, until: date) -> int:
        """How many working days d there are with ``after < d <= until``; 0 when ``until`` is earlier."""
        if until <= after:
            return 0
        table = self._covering(after, until)
        return table.rank[until.toordinal() - table.first] - table.rank[after.toordinal() - table.first]

    # Office time

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself while the office works, else the next opening."""
        local = self.local(moment)
        wall = wall_of(local)
        opening = self._ask(local.date(), lambda table: table.opening_from(wall))
        return local if opening == wall else moment_at(opening, self.zone)

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """Office time in the half-open interval; zero when it ends before it starts."""
        first, last = self.local(start), self.local(end)
        if last <= first:
            return timedelta(0)
        table = self._covering(first.date(), last.date())
        used = table.office_time_before(wall_of(last)) - table.office_time_before(wall_of(first))
        return timedelta(microseconds=used)

    def add_office_time(self, moment: datetime, amount: timedelta) -> datetime:
        """The moment by which ``amount`` (more than zero) of office time has passed since ``moment``.

        Time used up exactly at the end of a session ends there, not at the next opening.
        """
        local = self.local(moment)
        wall, wanted = wall_of(local), amount // MICROSECOND
        end = self._ask(
            local.date(), lambda table: table.moment_when_used(table.office_time_before(wall) + wanted)
        )
        return moment_at(end, self.zone)

    # The table

    def hours_on(self, day: date) -> WeeklyHours:
        """The weekly hours in force on this day."""
        chosen = self._hours[0]
        for hours in self._hours[1:]:
            if hours.valid_from > day:
                break
            chosen = hours
        return chosen

    def _build(self, first: int, last: int) -> DayTable:
        def spans_on(day: date) -> tuple[Span, ...]:
            return tuple(session.span for session in self.sessions_on(day))

        return DayTable(first, last, spans_on, self.zone)

    def _covering(self, first: date, last: date) -> DayTable:
        """The table, grown by whole years when a day lies outside it."""
        table = self._table
        if first.toordinal() < table.first or last.toordinal() > table.last:
            low = min(table.first, _first_of(max(1, first.year - 1)))
            high = max(table.last, _last_of(min(9999, last.year + 1)))
            if high - low > MOST_DAYS:
                raise OverflowError("a day lies centuries away from the calendar")
            # Built aside and swapped in whole, so that another thread sees the old table or the new one.
            self._table = table = self._build(low, high)
        return table

    def _ask(self, day: date, question: Callable[[DayTable], Answer]) -> Answer:
        """Answer from the table; look twice as far ahead whenever its end is reached."""
        table = self._covering(day, day)
        while True:
            try:
                return question(table)
            except IndexError:
                table = self._grown(table)

    def _grown(self, table: DayTable) -> DayTable:
        ahead = date.fromordinal(table.last + (table.last - table.first))
        return self._covering(date.fromordinal(table.first), ahead)

    def _nth(self, day: date, amount: int, answer: Callable[[DayTable, int], Answer]) -> Answer:
        if amount == 0:
            raise ValueError("count at least one working day")
        if amount > 0:
            ordinal = day.toordinal()
            return self._ask(day, lambda table: answer(table, table.rank[ordinal - table.first] + amount - 1))
        return self._nth_before(day, -amount, answer)

    def _nth_before(self, day: date, amount: int, answer: Callable[[DayTable, int], Answer]) -> Answer:
        eve = day - timedelta(days=1)
        reach = eve
        while True:
            table = self._covering(reach, day)
            index = table.rank[eve.toordinal() - table.first] - amount
            if index >= 0:
                return answer(table, index)
            reach = date.fromordinal(table.first) - timedelta(days=1)


def _first_of(year: int) -> int:
    return date(year, 1, 1).toordinal()


def _last_of(year: int) -> int:
    return date(year, 12, 31).toordinal()
