"""Reads of internal processes: worklists that cost the same however many dossiers there are, and one
dossier's way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import DateTimeField, IntegerField, Q, QuerySet
from django.utils import timezone

from motcua.identity.api import Role, StaffContext
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.policies import desk_ids, policy
from motcua.onestop.processes.models import WITH_ANOTHER, Comment, StepKind, WorkItem, WorkItemState
from motcua.platform.planning import Planned, with_texts
from motcua.platform.prepared import Fixed, Param, Prepared, Written
from motcua.platform.search.api import normalise

MINE, UNIT, TODAY, LATE, WAITING, RECEPTION = "mine", "unit", "today", "late", "waiting", "reception"
PAGE_SIZE = 20
# Nobody works through more: beyond, the counts say "999+" and pages end, so that neither grows with the
# table.
COUNT_CAP = 1000
LAST_PAGE = COUNT_CAP // PAGE_SIZE
PAUSED = (State.SUPPLEMENT, State.PAYMENT)
# Few rows of very many, which the planner must know.
FIXED_PAUSED = tuple(Fixed(state, IntegerField()) for state in PAUSED)
# Moments that change with every call; everything else is written into the statement.
NOW = Param("now", DateTimeField())
TOMORROW = Param("tomorrow", DateTimeField())

SORTS = {
    "due": ("dossier_due_at", "id"),
    "-due": ("-dossier_due_at", "-id"),
    "opened": ("opened_at", "id"),
    "-opened": ("-opened_at", "-id"),
    "code": ("dossier__code", "id"),
    "-code": ("-dossier__code", "-id"),
}


@dataclass(frozen=True, kw_only=True)
class WorkFilter:
    """What a person narrows a worklist to; every part optional. ``text`` is matched against code and
    applicant.
    """

    text: str = ""
    procedure: str = ""
    service_field: str = ""
    step: str = ""
    due_from: date | None = None
    due_to: date | None = None
    sort: str = "due"


class WorkRow(NamedTuple):
    """One line of a worklist. ``item_uuid`` is None for a submission that waits to be received.

    Texts are None where the dossier has no code yet and nobody holds the step.
    """

    item_uuid: UUID | None
    dossier_uuid: UUID
    code: str | None
    temporary_code: str
    procedure_vi: str
    procedure_en: str
    applicant: str
    step_kind: str
    step_vi: str
    step_en: str
    state: int
    opened_at: datetime
    target_at: datetime | None
    due_at: datetime | None
    calendar: str
    assignee_id: int | None
    assignee: str | None
    unit_id: int | None

    @property
    def is_paused(self) -> bool:
        return self.state in PAUSED

    @property
    def has_result(self) -> bool:
        """The clock ended with state 9; what is left is to hand the result over."""
        return self.state == State.DONE


WORK_COLUMNS = {
    "item_uuid": "uuid",
    "dossier_uuid": "dossier__uuid",
    "code": "dossier__code",
    "temporary_code": "dossier__temporary_code",
    "procedure_vi": "dossier__version__name_vi",
    "procedure_en": "dossier__version__name_en",
    "applicant": "dossier__applicant_name",
    "step_kind": "step_kind",
    "step_vi": "name_vi",
    "step_en": "name_en",
    "state": "dossier__state",
    "opened_at": "opened_at",
    "target_at": "target_at",
    "due_at": "dossier_due_at",
    "calendar": "agency__calendar",
    "assignee_id": "assignee_id",
    "assignee": "assignee__full_name",
    "unit_id": "unit_id",
}
assert tuple(WORK_COLUMNS) == WorkRow._fields


def tabs_for(staff: StaffContext) -> tuple[str, ...]:
    """The tabs this person has; the reception queue is for counter officers."""
    usual = (MINE, UNIT, TODAY, LATE, WAITING)
    return (*usual, RECEPTION) if staff.has_role(Role.RECEIVER) else usual


@dataclass(frozen=True)
class WorkList:
    """One tab of one person, narrowed and in order; equal lists are read by the same written statement."""

    staff: StaffContext
    tab: str
    narrow: WorkFilter
    now: datetime


def list_work(*, staff: StaffContext, tab: str, narrow: WorkFilter, now: datetime) -> WorkList:
    """Open steps (or waiting submissions) of one tab, narrowed and in order."""
    return WorkList(staff, tab, narrow, now)


def read_page(work: WorkList, *, page: int) -> tuple[list[WorkRow], bool]:
    """Up to twenty rows of a page from 1 and whether more follow, in one statement."""
    start = (page - 1) * PAGE_SIZE
    found = _read(work, start, start + PAGE_SIZE + 1)
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def read_all(work: WorkList, *, limit: int) -> list[WorkRow]:
    return _read(work, 0, limit)


def count_work(*, staff: StaffContext, now: datetime) -> dict[str, int]:
    """How many rows each tab has, in one statement; no count goes beyond :data:`COUNT_CAP`."""
    return dict(_tab_counts(staff).all(**_moments(now)))


@lru_cache(maxsize=256)
def _tab_counts(staff: StaffContext) -> "Prepared[tuple[str, int]]":
    """Written once for each set of offices; whoever loses a role is another ``staff`` with another statement."""
    return BoundedCounts({tab: _parts(staff, tab) for tab in tabs_for(staff)})


def _parts(staff: StaffContext, tab: str) -> list[QuerySet[Any]]:
    """What a tab holds, taken apart where one index cannot find it all.

    The order is that of the index over open steps, which is then read up to the cap and no further.
    """
    if tab == RECEPTION:
        return [_waiting_submissions(staff).order_by()]
    if tab == WAITING:
        return [_open_items().filter(part).order_by("dossier_due_at") for part in _with_others(staff)]
    if tab == UNIT:
        return [_open_items().filter(place).order_by() for place in policy.team_places(staff)]
    items = _tab_items(staff, tab)
    return [items.order_by("dossier_due_at") if tab == MINE else items.order_by()]


class BoundedCounts(Planned[tuple[str, int]]):
    """Name and rows of each list up to :data:`COUNT_CAP`, all in one statement.

    A list is one queryset, or several whose common rows count once.
    """

    def __init__(self, lists: Mapping[str, Sequence[QuerySet[Any]]]) -> None:
        self._lists = lists

    def _write(self) -> Written | None:
        counts: list[str] = []
        params: list[Any] = []
        for name, parts in self._lists.items():
            sql, values = self._capped(parts)
            counts.append(f"SELECT %s, {sql}")
            params += [name, *values]
        return with_texts(Written(" UNION ALL ".join(counts), tuple(params), {}, tuple))

    def _capped(self, parts: Sequence[QuerySet[Any]]) -> tuple[str, list[Any]]:
        found: list[str] = []
        params: list[Any] = []
        for queryset in parts:
            try:
                sql, values = queryset.values("pk")[:COUNT_CAP].query.sql_with_params()
            except EmptyResultSet:
                continue
            found.append(f"({sql})")
            params += values
        if not found:
            return "0", []
        rows = found[0] if len(found) == 1 else f"({' UNION '.join(found)} LIMIT {COUNT_CAP})"
        return f"(SELECT count(*) FROM {rows} AS capped)", params  # noqa: S608 - Django's own SQL


def list_open_items(*, dossier: Dossier) -> list[WorkItem]:
    """The open steps of a dossier, usually one."""
    rows = _open_items().filter(dossier=dossier)
    return list(rows.select_related("agency", "unit", "assignee").order_by("opened_at", "id"))


def list_way(*, dossier: Dossier) -> QuerySet[WorkItem]:
    """Every hand-over of a dossier, in order: the rows of form 06, and the open step at the end."""
    return (
        WorkItem.objects.filter(dossier=dossier)
        .exclude(state=WorkItemState.CANCELLED)
        .select_related("agency", "unit", "assignee", "done_by", "on_behalf_of", "opened_by")
        .order_by("opened_at", "id")
    )


def list_comments(*, dossier: Dossier) -> QuerySet[Comment]:
    return Comment.objects.filter(dossier=dossier).select_related("author").order_by("at", "id")


def _open_items() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(state=WorkItemState.OPEN)


def _tab_items(staff: StaffContext, tab: str) -> QuerySet[WorkItem]:
    running = ~_is_paused() & ~Q(step_kind=StepKind.RETURN)
    if tab == UNIT:
        return _open_items().filter(policy.team_steps(staff))
    if tab == TODAY:
        return _open_items().filter(
            policy.answered_for(staff), running, dossier_due_at__gte=NOW, dossier_due_at__lt=TOMORROW
        )
    if tab == LATE:
        return _open_items().filter(policy.answered_for(staff), running, dossier_due_at__lt=NOW)
    if tab == WAITING:
        return _open_items().filter(reduce(or_, _with_others(staff)))
    return _open_items().filter(policy.own_steps(staff), ~_is_paused())


def _with_others(staff: StaffContext) -> tuple[Q, ...]:
    """What a person looks after, or handed on, while others have it; own work that waits for the applicant."""
    desk = desk_ids(staff)
    others = Q(assignee_id__isnull=True) | ~Q(assignee_id__in=desk)
    return (
        # Said twice: what no desk mate has, its handler has not; the index knows only that.
        Q(handler_id__in=desk) & others & WITH_ANOTHER,
        Q(opened_by_id__in=desk) & others,
        Q(assignee_id__in=desk) & _is_paused(),
    )


def _is_paused() -> Q:
    """Few dossiers wait for their applicants: their list is looked up once, not each row's dossier."""
    return Q(dossier__in=Dossier.objects.filter(state__in=FIXED_PAUSED))


def _waiting_submissions(staff: StaffContext) -> QuerySet[Dossier]:
    # Said twice: the planner must see which state it is, and it is the policy that decides.
    submitted = Q(state=Fixed(State.SUBMITTED, IntegerField()))
    return Dossier.objects.filter(submitted, policy.waiting_at_reception(staff)).order_by(
        "submitted_at", "id"
    )


def _narrow_items(rows: QuerySet[WorkItem], narrow: WorkFilter) -> QuerySet[WorkItem]:
    if narrow.step:
        rows = rows.filter(step_kind=narrow.step)
    if narrow.due_from:
        rows = rows.filter(dossier_due_at__gte=_midnight(narrow.due_from))
    if narrow.due_to:
        rows = rows.filter(dossier_due_at__lt=_midnight(narrow.due_to + timedelta(days=1)))
    return rows.filter(_about_dossier(narrow, "dossier__"))


def _narrow_submissions(rows: QuerySet[Dossier], narrow: WorkFilter) -> QuerySet[Dossier]:
    return rows.filter(_about_dossier(narrow, ""))


def _about_dossier(narrow: WorkFilter, prefix: str) -> Q:
    wanted = Q()
    if narrow.procedure:
        wanted &= Q(**{f"{prefix}version__procedure__key": narrow.procedure})
    if narrow.service_field:
        wanted &= Q(**{f"{prefix}version__procedure__field__code": narrow.service_field})
    for word in normalise(narrow.text).split():
        wanted &= Q(**{f"{prefix}search_text__contains": word})
    return wanted


def _read(work: WorkList, start: int, stop: int) -> list[WorkRow]:
    rows = _rows(work.staff, work.tab, work.narrow, start, stop).all(**_moments(work.now))
    if work.tab == RECEPTION:
        return [_submission(dict(zip(SUBMISSION_COLUMNS, values, strict=True))) for values in rows]
    return [WorkRow._make(values) for values in rows]


@lru_cache(maxsize=512)
def _rows(
    staff: StaffContext, tab: str, narrow: WorkFilter, start: int, stop: int
) -> "Prepared[tuple[Any, ...]]":
    # One plan is best for every desk and counter; what people search for, and whom they lead, asks for its own.
    keep = Planned if tab in (MINE, RECEPTION) and narrow == WorkFilter() else Prepared
    if tab == RECEPTION:
        waiting = _narrow_submissions(_waiting_submissions(staff), narrow)
        return keep(lambda: waiting[start:stop].values_list(*SUBMISSION_COLUMNS))
    items = _narrow_items(_tab_items(staff, tab), narrow).order_by(*SORTS.get(narrow.sort, SORTS["due"]))
    return keep(lambda: items[start:stop].values_list(*WORK_COLUMNS.values()))


def _moments(now: datetime) -> dict[str, datetime]:
    return {"now": now, "tomorrow": _tomorrow(now)}


SUBMISSION_COLUMNS = (
    "uuid",
    "code",
    "temporary_code",
    "version__name_vi",
    "version__name_en",
    "applicant_name",
    "state",
    "submitted_at",
    "unit_id",
    "agency__calendar",
)


def _submission(row: Mapping[str, Any]) -> WorkRow:
    return WorkRow(
        item_uuid=None,
        dossier_uuid=row["uuid"],
        code=row["code"],
        temporary_code=row["temporary_code"],
        procedure_vi=row["version__name_vi"],
        procedure_en=row["version__name_en"],
        applicant=row["applicant_name"],
        step_kind=RECEPTION,
        step_vi="",
        step_en="",
        state=row["state"],
        opened_at=row["submitted_at"],
        target_at=None,
        due_at=None,
        calendar=row["agency__calendar"],
        assignee_id=None,
        assignee=None,
        unit_id=row["unit_id"],
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _tomorrow(now: datetime) -> datetime:
    return _midnight(now.astimezone(timezone.get_default_timezone()).date() + timedelta(days=1))
