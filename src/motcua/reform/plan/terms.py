"""How long the term of a task is, and whether it counts in the share done in time."""

from datetime import date

from django.utils import timezone

from motcua.platform.calendar.api import calendar_for
from motcua.reform.plan.models import PlanTask, TaskSource
from motcua.reform.plan.parameters import ShortestTerm, shortest_term_on
from motcua.reform.rules.plan import fair_due_from


def fair_from(task: PlanTask) -> date | None:
    """The first due date that counts for the day on which the province gave the task; None for other tasks.

    Whoever assigns is rated beside those who are assigned to: a task of one day makes nobody late. A longer term that
    is granted in time makes it count.
    """
    term = _term_of(task)
    if term is None:
        return _given_on(task) if task.source == TaskSource.PROVINCE else None
    calendar = calendar_for(task.agency.calendar)
    return fair_due_from(_given_on(task), shortest_term=term.working_days, calendar=calendar)


def missed_term(task: PlanTask) -> ShortestTerm | None:
    """The rule that a task with too short a term falls short of; None for every other task."""
    first = fair_from(task)
    return _term_of(task) if first is not None and task.due_on < first else None


def days_given(task: PlanTask) -> int:
    """Working days after the day on which the task was given, up to its due date."""
    return calendar_for(task.agency.calendar).count_working_days(_given_on(task), task.due_on)


def _term_of(task: PlanTask) -> ShortestTerm | None:
    return shortest_term_on(_given_on(task)) if task.source == TaskSource.PROVINCE else None


def _given_on(task: PlanTask) -> date:
    return timezone.localdate(task.created_at)
