"""When a task of the reform plan is due, late, done in time, and who hears of it: dates in, answers out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.calendar import WorkingCalendar


class Standing(StrEnum):
    """How a task stands on a day; derived from its facts, never stored."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    LATE = "late"
    WAITING = "waiting"
    DONE = "done"
    DONE_LATE = "done_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """What the judgement of a task needs. ``reported_on`` counts while a report waits to be confirmed;
    ``done_on`` is the day it was reported that a colleague later confirmed, ``fair_from`` the first due date that
    counts for the day of an assignment (:func:`fair_due_from`).
    """

    due_on: date
    fair_from: date | None = None
    reported_on: date | None = None
    done_on: date | None = None
    cancelled_on: date | None = None


@dataclass(frozen=True)
class Extension:
    """A new due date, and the day on which somebody entitled to it granted it."""

    granted_on: date
    due_on: date


def due_in_force(*, first: date, extensions: Iterable[Extension]) -> date:
    """The due date that counts: an extension counts only if granted not later than the date it moves.

    Our reading of "granted before the deadline" (the day itself is still in time): one granted on a later day
    sets a new target for the work, and the task stays late.
    """
    due = first
    for extension in sorted(extensions, key=lambda item: item.granted_on):
        if extension.granted_on <= due:
            due = extension.due_on
    return due


def standing(facts: TaskFacts, *, today: date, soon: date) -> Standing:
    """How the task stands on ``today``; due dates up to ``soon`` are near."""
    if facts.cancelled_on is not None:
        return Standing.CANCELLED
    if facts.done_on is not None:
        return Standing.DONE if facts.done_on <= facts.due_on else Standing.DONE_LATE
    if facts.reported_on is not None:
        return Standing.WAITING
    return _standing_of_open(facts.due_on, today=today, soon=soon)


def _standing_of_open(due_on: date, *, today: date, soon: date) -> Standing:
    if due_on < today:
        return Standing.LATE
    if due_on == today:
        return Standing.DUE_TODAY
    return Standing.DUE_SOON if due_on <= soon else Standing.OPEN


def counts_as_due(facts: TaskFacts, *, start: date, end: date) -> bool:
    """Whether the task belongs to those due from ``start`` to ``end``.

    A task cancelled on or before its due date is no longer owed; one cancelled after it was already late and
    stays in the count, so that cancelling mends no figure. What was given with too short a term, or after its own due
    date, makes nobody late and nobody punctual.
    """
    cancelled_in_time = facts.cancelled_on is not None and facts.cancelled_on <= facts.due_on
    is_fair = facts.fair_from is None or facts.fair_from <= facts.due_on
    return start <= facts.due_on <= end and is_fair and not cancelled_in_time


def fair_due_from(given_on: date, *, shortest_term: int, calendar: WorkingCalendar) -> date:
    """The first due date that leaves ``shortest_term`` working days after the day on which a task was given."""
    return calendar.add_working_days(given_on, shortest_term) if shortest_term else given_on


def is_done_by(facts: TaskFacts, *, cut_off: date) -> bool:
    """Whether the task was done, early or late, when the books were closed on ``cut_off``."""
    return facts.done_on is not None and facts.done_on <= cut_off and facts.cancelled_on is None


def is_on_time(facts: TaskFacts, *, cut_off: date) -> bool:
    """Whether the task was done by its due date."""
    return is_done_by(facts, cut_off=cut_off) and facts.done_on is not None and facts.done_on <= facts.due_on


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the escalation: who hears of a task so many working days after (before: negative) its due date."""

    stage: str
    after_working_days: int


def first_day_of(step: Step, *, due_on: date, calendar: WorkingCalendar) -> date:
    """The day from which the step is due: 0 is the due date itself, 1 the next working day."""
    amount = step.after_working_days
    return calendar.add_working_days(due_on, amount) if amount else due_on


def steps_due(
    steps: Sequence[Step], *, due_on: date, today: date, calendar: WorkingCalendar
) -> tuple[str, ...]:
    """Stages that have been reached by ``today``, in order.

    Reminders before the due date end with it: whoever is first looked at after that day hears of the lateness
    only.
    """
    reached = [step for step in steps if first_day_of(step, due_on=due_on, calendar=calendar) <= today]
    if today > due_on:
        reached = [step for step in reached if step.after_working_days > 0]
    return tuple(step.stage for step in reached)
