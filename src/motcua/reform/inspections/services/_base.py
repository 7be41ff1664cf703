"""What every service of this part does: lock, move along the table, note in the event log."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from motcua.identity.api import User
from motcua.platform.audit.api import record
from motcua.reform.inspections.houses import Thing, issuer_of
from motcua.reform.inspections.models import (
    UNNUMBERED_FROM,
    Inspection,
    InspectionPlan,
    InspectionTeam,
    Shortcoming,
)
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules import states
from motcua.reform.inspections.rules.states import INSPECTION, SHORTCOMING, NotAllowed, Remedying, Stage
from motcua.reform.papers.api import Paper


def lock_inspection(pk: int) -> Inspection:
    """The row, locked; what hangs on it is read after the lock."""
    Inspection.objects.select_for_update().get(pk=pk)
    return (
        Inspection.objects.select_related("plan", "agency", "subject_agency", "subject_unit", "team")
        .prefetch_related("team__members", "team__acting_heads")
        .get(pk=pk)
    )


def lock_with_team(pk: int) -> Inspection:
    """Like :func:`lock_inspection`, and nobody puts another member in the place of the team's head meanwhile."""
    team = lock_inspection(pk).team
    if team is not None:
        InspectionTeam.objects.select_for_update().get(pk=team.pk)
    return lock_inspection(pk)


def lock_with_papers(pk: int) -> Inspection:
    """Like :func:`lock_with_plan` after its decision and its notice, in the order in which they are signed.

    Raises :class:`InspectionRefused` when a document was drafted in the meantime.
    """
    known = Inspection.objects.values_list("notice_paper_id", "team__paper_id").get(pk=pk)
    list(Paper.objects.select_for_update().filter(pk__in=[each for each in known if each]).order_by("pk"))
    locked = lock_with_plan(pk)
    if {locked.notice_paper_id, locked.team and locked.team.paper_id} - {None, *known}:
        raise InspectionRefused("moved_on")
    return locked


def lock_with_plan(pk: int) -> Inspection:
    """Like :func:`lock_inspection`, and nobody gives out a number of its plan meanwhile."""
    InspectionPlan.objects.select_for_update().get(inspections=pk)
    return lock_inspection(pk)


def lock_plan(pk: int) -> InspectionPlan:
    """The row, locked."""
    return InspectionPlan.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)


def lock_shortcoming(pk: int) -> Shortcoming:
    """The row, locked; what hangs on it is read after the lock."""
    Shortcoming.objects.select_for_update().get(pk=pk)
    return (
        Shortcoming.objects.select_related(
            "agency", "owner_agency", "owner_unit", "inspection__team", "inspection__plan", "notice"
        )
        .prefetch_related("inspection__team__members")
        .get(pk=pk)
    )


def next_ordinal(rows: QuerySet[Any], *, hidden: bool) -> int:
    """The next number of the lines or teams of a locked plan; what is hidden waits apart and leaves no gap."""
    if hidden:
        last = rows.aggregate(last=Max("ordinal"))["last"] or 0
        return max(last + 1, UNNUMBERED_FROM)
    last = rows.filter(ordinal__lt=UNNUMBERED_FROM).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def disclose(inspection: Inspection, *, now: datetime) -> None:
    """From now on the inspected side knows of it, so a surprise gets its number; its plan is locked."""
    inspection.notified_at = inspection.notified_at or now
    if not inspection.is_numbered:
        inspection.ordinal = next_ordinal(inspection.plan.inspections.all(), hidden=False)


def advance(inspection: Inspection, event: str) -> None:
    """Move along the table and save. Raises :class:`InspectionRefused` when it is not the time for it."""
    try:
        stage = states.move(INSPECTION, event=event, state=Stage(inspection.stage))
    except NotAllowed as error:
        raise InspectionRefused("moved_on") from error
    inspection.stage = stage.value
    inspection.save()


def move_shortcoming(shortcoming: Shortcoming, event: str) -> None:
    """Like :func:`advance`, for a shortcoming."""
    try:
        state = states.move(SHORTCOMING, event=event, state=Remedying(shortcoming.state))
    except NotAllowed as error:
        raise InspectionRefused("moved_on") from error
    shortcoming.state = state.value
    shortcoming.save()


def note(
    action: str,
    thing: Any,
    *,
    actor: User | None,
    now: datetime,
    kind: str = "inspection",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """One line of the event log about a row of this part, kept with whoever decides on it.

    So auditors of the standing body do not read there of what the People's Committee prepares about it.
    """
    keeper = issuer_of(thing) if isinstance(thing, Thing) else thing.agency
    record(
        action=f"inspection.{action}",
        now=now,
        actor=actor,
        agency_code=keeper.code,
        object_type=kind,
        object_id=thing.uuid,
        detail=dict(detail or {}),
    )


def today_of(now: datetime) -> date:
    """The day of the office."""
    return timezone.localdate(now)
