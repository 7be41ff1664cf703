"""The shortest term of a remedy: nobody is asked today for what is to be done by tonight."""

from collections.abc import Iterable
from datetime import date, timedelta

from motcua.platform.calendar.api import calendar_for
from motcua.reform.inspections import parameters
from motcua.reform.inspections.models import Shortcoming
from motcua.reform.inspections.refusals import InspectionRefused


def first_day_allowed(shortcoming: Shortcoming, *, on: date) -> date:
    """The earliest deadline of what is notified on a day, in working days of whoever remedies it."""
    term = parameters.whole(name="shortest_remedy_working_days", on=on)
    return calendar_for(shortcoming.owner_agency.calendar).add_working_days(on, term)


def last_day_to_notify(shortcomings: Iterable[Shortcoming], *, on: date) -> date | None:
    """The last day on which all of them, as their deadlines stand, still leave the shortest term; None for none."""
    term = parameters.whole(name="shortest_remedy_working_days", on=on)
    return min((_last_day(each, term) for each in shortcomings), default=None)


def _last_day(shortcoming: Shortcoming, term: int) -> date:
    calendar, day = calendar_for(shortcoming.owner_agency.calendar), shortcoming.deadline
    while calendar.add_working_days(day, term) > shortcoming.deadline:
        day -= timedelta(days=1)
    return day


def require_terms(shortcomings: Iterable[Shortcoming], *, on: date, refusal: str = "deadline_short") -> None:
    """Raise :class:`InspectionRefused` for the first whose deadline leaves less than the shortest term."""
    for each in shortcomings:
        earliest = first_day_allowed(each, on=on)
        if each.deadline < earliest:
            raise InspectionRefused(
                refusal,
                number=each.ordinal,
                day=f"{each.deadline:%d/%m/%Y}",
                earliest=f"{earliest:%d/%m/%Y}",
                term=parameters.whole(name="shortest_remedy_working_days", on=on),
            )


def lengthen_terms(shortcomings: Iterable[Shortcoming], *, on: date) -> int:
    """Move deadlines that came too near while the notice waited to the first day allowed; never nearer.

    Returns how many were moved.
    """
    moved = 0
    for each in shortcomings:
        earliest = first_day_allowed(each, on=on)
        if each.deadline < earliest:
            each.deadline = each.due_on = earliest
            each.save(update_fields=["deadline", "due_on"])
            moved += 1
    return moved
