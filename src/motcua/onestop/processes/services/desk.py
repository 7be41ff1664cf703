"""Whose desk a step lies on: claim, hand out, put back; and remarks among colleagues."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import StaffContext, User, get_staff_context
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.transitions import record_event
from motcua.onestop.policies import Acting, policy
from motcua.onestop.processes.models import Comment, StepKind, WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services.loading import (
    LoadedStep,
    context_of,
    load_step,
    require_actor,
    require_open,
)
from motcua.onestop.processes.services.opening import local_day
from motcua.platform.rows import update_row


@transaction.atomic
def claim(*, item_uuid: UUID, actor: User, now: datetime, staff: StaffContext | None = None) -> WorkItem:
    """Take a step of one's role and place on one's own desk; taken twice by the same person changes nothing.

    Raises ``PermissionDenied`` and :class:`StepRefused` (``taken`` when a colleague was faster).
    """
    loaded = load_step(item_uuid)
    item, context = loaded.item, context_of(actor, staff, now)
    require_open(item)
    if item.assignee_id == actor.pk:
        return item
    if item.assignee_id is not None and policy.acting_on(staff=context, item=item) is None:
        raise StepRefused("taken", by=item.assignee_id)
    acting = require_actor(context, item)
    _give(loaded, actor.pk, now)
    _record(loaded, actor, acting, actor.pk, now)
    return item


@transaction.atomic
def release(*, item_uuid: UUID, actor: User, now: datetime, staff: StaffContext | None = None) -> WorkItem:
    """Put a claimed step back, so that colleagues can take it. Drafting stays with whom the head chose."""
    loaded = load_step(item_uuid)
    item = loaded.item
    require_open(item)
    acting = require_actor(context_of(actor, staff, now), item)
    if item.step_kind == StepKind.DRAFT or item.assignee_id != actor.pk:
        raise PermissionDenied("release")
    _give(loaded, None, now)
    _record(loaded, actor, acting, None, now)
    return item


@transaction.atomic
def assign(
    *, item_uuid: UUID, assignee_id: int, actor: User, now: datetime, staff: StaffContext | None = None
) -> WorkItem:
    """The head of unit gives an open step to a colleague of the unit who holds its role.

    Raises ``PermissionDenied`` and :class:`StepRefused` (``assignee_unfit``).
    """
    loaded = load_step(item_uuid)
    item = loaded.item
    require_open(item)
    acting = policy.may_assign(staff=context_of(actor, staff, now), item=item)
    if acting is None:
        raise PermissionDenied("assign")
    if item.assignee_id == assignee_id:
        return item
    require_fit(assignee_id=assignee_id, role=item.role, item=item, now=now)
    _give(loaded, assignee_id, now)
    _record(loaded, actor, acting, assignee_id, now)
    return item


def require_fit(*, assignee_id: int, role: str, item: WorkItem, now: datetime) -> None:
    """Raise :class:`StepRefused` unless the person holds the role in the place of the step today."""
    their = get_staff_context(user_id=assignee_id, on=local_day(now))
    if not their.has_role(role, agency_id=item.agency_id, unit_id=item.unit_id):
        raise StepRefused("assignee_unfit")


@transaction.atomic
def add_comment(*, dossier: Dossier, text: str, actor: User, staff: StaffContext, now: datetime) -> Comment:
    """A remark for colleagues; the applicant never sees it. Raises ``PermissionDenied``,
    :class:`StepRefused`.
    """
    policy.require(staff=staff, action="comment", dossier=dossier)
    if not text.strip():
        raise StepRefused("reason_missing")
    return Comment.objects.create(dossier=dossier, author=actor, at=now, text=text.strip())


def _give(loaded: LoadedStep, assignee_id: int | None, now: datetime) -> None:
    item = loaded.item
    item.assignee_id = assignee_id
    item.claimed_at = now if assignee_id else None
    if item.step_kind == StepKind.DRAFT:
        item.handler_id = assignee_id
    update_row(item, "assignee", "claimed_at", "handler")


def _record(loaded: LoadedStep, actor: User, acting: Acting, assignee_id: int | None, now: datetime) -> None:
    loaded.dossier.holder_id = assignee_id
    record_event(
        dossier=loaded.dossier,
        kind="step_assigned",
        now=now,
        actor=actor,
        role=acting.role,
        on_behalf_of_id=acting.on_behalf_of_id,
        data={"step": loaded.item.step_key, "assignee": assignee_id},
        changed=("holder",),
    )
