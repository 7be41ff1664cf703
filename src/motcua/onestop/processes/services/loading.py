"""A step for writing: found by its public id, its dossier locked first, then read again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_staff_context
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.transitions import lock_dossier
from motcua.onestop.policies import Acting, policy
from motcua.onestop.processes.models import ProcessInstance, StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.refusals import StepRefused

RUNNING = (State.RECEIVED, State.IN_PROCESS)
PAUSED = (State.SUPPLEMENT, State.PAYMENT)


@dataclass(frozen=True)
class LoadedStep:
    """A step with everything a service needs; ``dossier`` is locked."""

    item: WorkItem
    dossier: Dossier
    instance: ProcessInstance


def load_step(item_uuid: UUID) -> LoadedStep:
    """Two statements: lock the dossier, then read. Raises ``WorkItem.DoesNotExist``."""
    try:
        dossier = lock_dossier(Subquery(WorkItem.objects.filter(uuid=item_uuid).values("dossier_id")))
    except Dossier.DoesNotExist as error:
        raise WorkItem.DoesNotExist from error
    item = WorkItem.objects.select_related("dossier__process", "agency").get(uuid=item_uuid)
    instance = item.dossier.process
    item.dossier = dossier
    return LoadedStep(item=item, dossier=dossier, instance=instance)


def context_of(actor: User, staff: StaffContext | None, now: datetime) -> StaffContext:
    """The actor's offices on that day; pages pass the one they have."""
    return staff or get_staff_context(user_id=actor.pk, on=timezone.localdate(now))


def require_open(item: WorkItem) -> None:
    """Raise :class:`StepRefused` when somebody was faster or the dossier ended."""
    if item.state in (WorkItemState.DONE, WorkItemState.RETURNED):
        raise StepRefused("already_done", by=item.done_by_id)
    if item.state != WorkItemState.OPEN:
        raise StepRefused("not_open")


def require_running(loaded: LoadedStep) -> None:
    """Paused and ended dossiers stand still; only the hand-over of a result happens after the end."""
    state = loaded.dossier.state
    if loaded.item.step_kind == StepKind.RETURN and state == State.DONE:
        return
    if state in PAUSED:
        raise StepRefused("dossier_paused")
    if state not in RUNNING:
        raise StepRefused("dossier_ended")


def require_actor(staff: StaffContext, item: WorkItem) -> Acting:
    """Raise ``PermissionDenied`` unless this person may do the step, for themselves or for an absent
    colleague.
    """
    acting = policy.acting_on(staff=staff, item=item)
    if acting is None:
        raise PermissionDenied("step")
    return acting
