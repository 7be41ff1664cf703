"""A step for writing: found by its public id, locked together with its dossier."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, UUIDField
from django.utils import timezone

from motcua.identity.api import StaffContext, User, get_staff_context
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.policies import Acting, policy
from motcua.onestop.processes.models import ProcessInstance, StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.refusals import StepRefused
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param

# What finishing a step reads of its dossier; anything else is read when a service asks for it.
OF_DOSSIER = (
    "uuid",
    "code",
    "temporary_code",
    "agency__code",
    "agency__calendar",
    "agency__parent",
    "unit",
    "received_by_agency",
    "return_channel",
    "state",
    "sub_state",
    "due_at",
    "holder",
    "last_event",
)
OF_RUN = ("dossier", "state", "is_finished", "updated_at", "version__digest")


def _locked_step() -> QuerySet[WorkItem]:
    """The dossier is locked first, as everywhere; the other two are named so that all three are read as they
    are once the lock is held, and not as they were when the statement began to wait.
    """
    return (
        WorkItem.objects.select_for_update(of=("dossier", "self", "dossier__process"))
        .filter(uuid=Param("uuid", UUIDField()), dossier__process__isnull=False)
        .select_related("dossier__agency", "dossier__process__version")
        .only(
            *(field.name for field in WorkItem._meta.concrete_fields),
            *(f"dossier__{name}" for name in OF_DOSSIER),
            *(f"dossier__process__{name}" for name in OF_RUN),
        )
    )


LOCKED_STEP = Planned(_locked_step)
RUNNING = (State.RECEIVED, State.IN_PROCESS)
PAUSED = (State.SUPPLEMENT, State.PAYMENT)


@dataclass(frozen=True)
class LoadedStep:
    """A step with everything a service needs; ``dossier`` is locked."""

    item: WorkItem
    dossier: Dossier
    instance: ProcessInstance


def load_step(item_uuid: UUID) -> LoadedStep:
    """The step, its dossier and its run, locked and read in one statement. Raises ``WorkItem.DoesNotExist``."""
    item = next(iter(LOCKED_STEP.all(uuid=item_uuid)), None)
    if item is None:
        raise WorkItem.DoesNotExist
    return LoadedStep(item=item, dossier=item.dossier, instance=item.dossier.process)


def context_of(actor: User, staff: StaffContext | None, now: datetime) -> StaffContext:
    """The actor's offices on that day; pages pass the one they have."""
    return staff or get_staff_context(user_id=actor.pk, on=timezone.localdate(now))


def require_open(item: WorkItem) -> None:
    """Raise :class:`StepRefused` when somebody was faster, with name and moment, or the dossier ended."""
    if item.state in (WorkItemState.DONE, WorkItemState.RETURNED):
        name = item.done_by.full_name if item.done_by else ""
        raise StepRefused("already_done", name=name, at=item.done_at)
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
    colleague; :class:`StepRefused` (``being_done``) when they might have, but a colleague is signing it.
    """
    acting = policy.acting_on(staff=staff, item=item)
    if acting is not None:
        return acting
    if item.pending and item.assignee and policy.holds(staff=staff, item=item):
        raise StepRefused("being_done", name=item.assignee.full_name, at=item.claimed_at)
    raise PermissionDenied("step")
