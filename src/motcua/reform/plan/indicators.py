"""Figures of plans and tasks that this part offers to the index.

Tasks count by their due date: those due from the first day of the period to its last, or to yesterday while the period
runs, so that a running year is judged on what was due so far.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from functools import partial

from django.db.models import Exists, F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency
from motcua.platform import clock
from motcua.platform.indicators.api import Course, Indicator, Kind, Period, Record, Value, register_indicators
from motcua.platform.indicators.opening import register_opener
from motcua.platform.ui.formats import format_date
from motcua.reform.plan.models import LIVE_PLANS, PROVEN_DATES, PlanTask, ReformPlan, TaskSource
from motcua.reform.plan.policies import visible_plans, visible_tasks
from motcua.reform.plan.presentation import short_words
from motcua.reform.plan.terms import missed_term

_IN_TIME = Q(cancelled_on__isnull=False, cancelled_on__lte=F("due_on"))


def due_in(period: Period, *, source: str) -> QuerySet[PlanTask]:
    """Tasks of a source with their due date in the period: the database's side of ``rules.plan.counts_as_due``."""
    last = min(period.end, clock.today() - timedelta(days=1))
    owed = PlanTask.objects.filter(source=source, due_on__gte=period.start, due_on__lte=last)
    if source == TaskSource.PLAN:
        owed = owed.filter(plan__state__in=LIVE_PLANS)
    return owed.exclude(_IN_TIME).select_related("agency").order_by("due_on", "year", "number", "id")


def _plan_tasks(period: Period, done: bool) -> Iterable[PlanTask]:
    found = due_in(period, source=TaskSource.PLAN)
    return found.filter(_done_by(period)) if done else found


def _assigned(period: Period, is_on_time: bool) -> Iterable[PlanTask]:
    found = due_in(period, source=TaskSource.PROVINCE)
    if is_on_time:
        found = found.filter(_done_by(period), done_on__lte=F("due_on"))
    return (task for task in found if missed_term(task) is None)


def _too_short(period: Period) -> Iterable[PlanTask]:
    return (task for task in due_in(period, source=TaskSource.PROVINCE) if missed_term(task) is not None)


def _done_by(period: Period) -> Q:
    return Q(done_on__isnull=False, done_on__lte=period.end, cancelled_on__isnull=True)


def _tasks(
    key: str,
    name: str | Promise,
    source: str,
    select: Callable[[Period], Iterable[PlanTask]],
    course: Course = Course.EVENTS,
) -> Indicator:
    def values(period: Period) -> Mapping[str, Value]:
        counted = Counter(task.agency.code for task in select(period))
        known = dict.fromkeys(_known_agencies(period, source), Fraction(0))
        return known | {code: Fraction(number) for code, number in counted.items()}

    def records(agency_code: str, period: Period) -> Sequence[Record]:
        return [_record(task) for task in select(period) if task.agency.code == agency_code]

    return Indicator(
        key=key,
        name=name,
        unit=_("tasks"),
        values=values,
        records=records,
        absent=None,
        course=course,
    )


def _known_agencies(period: Period, source: str) -> Iterable[str]:
    """Where no task is none: with a plan of the year, or, once the province has assigned one to anybody, everywhere.

    Before that nothing was kept here, which is not zero: a report would boast of growth over it.
    """
    if source == TaskSource.PLAN:
        return _plans(period).values_list("agency__code", flat=True)
    begun = PlanTask.objects.filter(source=source, year__lte=period.end.year)
    return Agency.objects.filter(Exists(begun)).values_list("code", flat=True)


def _record(task: PlanTask) -> Record:
    page = reverse("plan:task", args=[task.uuid])
    days = f"{format_date(task.due_on)} → {format_date(task.done_on) if task.done_on else '—'}"
    short = short_words(task)
    return Record(
        key=str(task.uuid),
        label=f"{task}. {task.text}"[:200],
        url=page,
        proof_url=page,
        on=task.done_on or task.due_on,
        note=f"{days}. {short}" if short else days,
    )


def _plans(period: Period) -> QuerySet[ReformPlan]:
    return ReformPlan.objects.filter(year=period.end.year, state__in=LIVE_PLANS, issued_on__isnull=False)


def _issued_on(period: Period) -> Mapping[str, Value]:
    rows = _plans(period).filter(date_basis__in=PROVEN_DATES).values_list("agency__code", "issued_on")
    return {code: issued_on for code, issued_on in rows if issued_on is not None}


def _plan_records(agency_code: str, period: Period) -> Sequence[Record]:
    return [
        Record(
            key=str(plan.uuid),
            label=f"{plan.document_number} {plan.title}".strip(),
            url=reverse("plan:plan", args=[plan.uuid]),
            proof_url=reverse("plan:plan", args=[plan.uuid]),
            on=plan.issued_on,
            note="" if plan.has_proven_date else gettext("date not confirmed, therefore not counted"),
        )
        for plan in _plans(period).filter(agency__code=agency_code)
    ]


def register() -> None:
    """Called once when Django is ready."""
    plan, province = TaskSource.PLAN, TaskSource.PROVINCE
    register_opener("plan:plan", visible_plans)
    register_opener("plan:task", visible_tasks)
    register_indicators(
        [
            Indicator(
                key="plan.issued_on",
                name=_("Date of the year's reform plan"),
                unit=_("date"),
                kind=Kind.DATE,
                values=_issued_on,
                records=_plan_records,
                absent=None,
            ),
            _tasks(
                "plan.tasks_due",
                _("Tasks of the reform plan that were due"),
                plan,
                partial(_plan_tasks, done=False),
            ),
            _tasks(
                "plan.tasks_done",
                _("Tasks of the reform plan done by the cut-off"),
                plan,
                partial(_plan_tasks, done=True),
                # What was not done at all can still be done.
                course=Course.STATE,
            ),
            _tasks(
                "plan.assigned_due",
                _("Tasks assigned by the province that were due"),
                province,
                partial(_assigned, is_on_time=False),
            ),
            _tasks(
                "plan.assigned_on_time",
                _("Tasks assigned by the province done in time"),
                province,
                partial(_assigned, is_on_time=True),
            ),
            _tasks(
                "plan.assigned_short",
                _("Tasks assigned by the province with too short a term, not counted"),
                province,
                _too_short,
            ),
        ]
    )
