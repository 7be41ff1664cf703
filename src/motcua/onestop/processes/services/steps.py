"""A step is done, or sent back: the engine moves, rows close and open, the fact is recorded."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.identity.api import Role, StaffContext, User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.services.council import council_returns, send_to_council
from motcua.onestop.dossiers.services.ending import finish, hand_over, record_return, require_same_taker
from motcua.onestop.dossiers.transitions import record_event
from motcua.onestop.policies import Acting
from motcua.onestop.processes import engine
from motcua.onestop.processes.models import StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import (
    REWORK_KINDS,
    Step,
    earlier_steps,
)
from motcua.onestop.processes.services.desk import require_fit
from motcua.onestop.processes.services.loading import (
    LoadedStep,
    context_of,
    load_step,
    require_actor,
    require_open,
    require_running,
)
from motcua.onestop.processes.services.opening import (
    close_return_step,
    drawing_of,
    is_returned_by_itself,
    new_item,
    steps_by_key,
    steps_of,
)
from motcua.onestop.processes.services.signing import ask_for_signature, is_being_signed, paper_of
from motcua.onestop.processes.services.work import DONE, Work
from motcua.onestop.results.api import reopen_result
from motcua.platform.rows import insert_row, update_row

__all__ = [
    "DONE",
    "EVENT_BY_NEXT_KIND",
    "Work",
    "complete_work_item",
    "finish_signed_step",
    "return_step",
]

# The event that tells the dossier's table where it now waits.
EVENT_BY_NEXT_KIND: dict[str, str] = {
    StepKind.COUNCIL: "sent_to_council",
    StepKind.SIGN: "waiting_for_signature",
    StepKind.VERIFY: "sent_to_other_agency",
    StepKind.ISSUE: "signed",
}
INITIALLING = frozenset({StepKind.DRAFT, StepKind.REVIEW})
SIGNING = INITIALLING | {StepKind.SIGN, StepKind.ISSUE}


@transaction.atomic
def complete_work_item(
    *,
    item_uuid: UUID,
    work: Work | Callable[[WorkItem], Work],
    actor: User,
    now: datetime,
    staff: StaffContext | None = None,
) -> WorkItem:
    """Finish an open step and open the next one. Drafts, reviews, signatures and issuing first ask for a
    signature: the step then stays open, ``pending``, until :func:`finish_signed_step`.

    ``work`` may be read from the locked step; what that raises passes through and nothing is done. Done again
    by the same person with the same outcome, the first time stands. Raises
    ``WorkItem.DoesNotExist``, ``PermissionDenied``, :class:`StepRefused` and ``TransitionRefused``.
    """
    loaded = load_step(item_uuid)
    item = loaded.item
    if not isinstance(work, Work):
        work = work(item)
    if item.state == WorkItemState.DONE and (item.done_by_id, item.outcome) == (actor.pk, work.outcome):
        if item.step_kind == StepKind.RETURN:
            require_same_taker(dossier=loaded.dossier, received_by=work.received_by)
        return item
    require_open(item)
    require_running(loaded)
    acting = require_actor(context_of(actor, staff, now), item)
    if item.step_kind in SIGNING:
        return ask_for_signature(loaded, work, actor, acting, now)
    if item.step_kind == StepKind.ASSIGN:
        _check_assignee(loaded, work, now)
    _close(item, work, actor.pk, acting, now)
    _go_on(loaded, work, actor, acting, now)
    return item


@transaction.atomic
def finish_signed_step(*, item_uuid: UUID, now: datetime) -> WorkItem:
    """The signature that a step asked for stands on the document: the step is done. Repeated, nothing
    changes.
    """
    loaded = load_step(item_uuid)
    item = loaded.item
    if item.state != WorkItemState.OPEN or not item.pending:
        return item
    actor = item.assignee
    assert actor is not None  # asking for a signature took the step on the signer's desk
    acting = Acting(
        role=item.role,
        agency_id=item.agency_id,
        unit_id=item.unit_id or 0,
        on_behalf_of_id=item.on_behalf_of_id,
    )
    work = Work(outcome=item.pending, comment=item.comment, data=item.data)
    _close(item, work, actor.pk, acting, now)
    _go_on(loaded, work, actor, acting, now)
    return item


@transaction.atomic
def return_step(
    *,
    item_uuid: UUID,
    to_step_key: str,
    reason: str,
    actor: User,
    now: datetime,
    staff: StaffContext | None = None,
) -> WorkItem:
    """Send the case back to an earlier working step, with the reason; answers with the step opened again.

    It goes to whoever did that step last. Raises like :func:`complete_work_item` (``cannot_send_back``,
    ``reason_missing``, ``being_signed``).
    """
    if not reason.strip():
        raise StepRefused("reason_missing")
    loaded = load_step(item_uuid)
    item = loaded.item
    require_open(item)
    require_running(loaded)
    acting = require_actor(context_of(actor, staff, now), item)
    step = _step_to_return_to(loaded, to_step_key)
    if item.pending and is_being_signed(paper_of(loaded)):
        raise StepRefused("being_signed")
    if step.kind in REWORK_KINDS or item.pending:
        reopen_result(dossier=loaded.dossier, actor=actor, now=now)
    item.state = WorkItemState.RETURNED
    _close(item, Work(outcome="sent_back", comment=reason.strip()), actor.pk, acting, now)
    return _reopen(loaded, step, reason.strip(), actor, acting, now)


def _check_assignee(loaded: LoadedStep, work: Work, now: datetime) -> None:
    if work.assignee_id is None:
        raise StepRefused("assignee_missing")
    require_fit(assignee_id=work.assignee_id, role=Role.SPECIALIST, item=loaded.item, now=now)


def _close(item: WorkItem, work: Work, actor_id: int, acting: Acting, now: datetime) -> None:
    if item.state == WorkItemState.OPEN:
        item.state = WorkItemState.DONE
    item.outcome, item.comment, item.data, item.pending = work.outcome, work.comment, work.data, ""
    item.done_at, item.done_by_id = now, actor_id
    item.on_behalf_of_id = acting.on_behalf_of_id
    item.assignee_id = item.assignee_id or actor_id
    update_row(
        item,
        "state",
        "outcome",
        "comment",
        "data",
        "pending",
        "done_at",
        "done_by",
        "on_behalf_of",
        "assignee",
    )


def _go_on(loaded: LoadedStep, work: Work, actor: User, acting: Acting, now: datetime) -> None:
    item, dossier = loaded.item, loaded.dossier
    move = engine.complete(
        bpmn=drawing_of(loaded.instance.version),
        state=loaded.instance.state,
        task_id=item.task_id,
        outcome=work.outcome,
    )
    _save_run(loaded, move, now)
    if item.step_kind == StepKind.COUNCIL:
        council_returns(dossier=dossier, now=now)
    opened = _open_next(loaded, move, work, actor, now)
    if any(following.step_kind == StepKind.COUNCIL for following in opened):
        send_to_council(dossier=dossier, now=now)
    if item.step_kind == StepKind.ISSUE:
        _finish(dossier, actor, acting, now)
    elif item.step_kind == StepKind.RETURN:
        hand_over(dossier=dossier, received_by=work.received_by, actor=actor, role=acting.role, now=now)
    else:
        _record(loaded, _event_kind(opened), actor, acting, opened, now)


def _finish(dossier: Dossier, actor: User, acting: Acting, now: datetime) -> None:
    finish(dossier=dossier, actor=actor, role=acting.role, now=now)
    if is_returned_by_itself(dossier):
        record_return(dossier=dossier, now=now, via="online")
        close_return_step(dossier=dossier, actor_id=actor.pk, now=now)


def _open_next(
    loaded: LoadedStep, move: engine.Move, work: Work, actor: User, now: datetime
) -> list[WorkItem]:
    steps = steps_by_key(steps_of(loaded.instance.version))
    opened = []
    for task in move.opened:
        step = steps[task.step_key]
        chosen = work.assignee_id if step.kind == StepKind.DRAFT else None
        item = new_item(
            dossier=loaded.dossier,
            step=step,
            task=task,
            opened_by_id=actor.pk,
            now=now,
            assignee_id=chosen,
            handler_id=chosen or loaded.item.handler_id,
        )
        opened.append(insert_row(item))
    return opened


def _save_run(loaded: LoadedStep, move: engine.Move, now: datetime) -> None:
    instance = loaded.instance
    instance.state, instance.is_finished, instance.updated_at = move.state, move.is_finished, now
    update_row(instance, "state", "is_finished", "updated_at")


def _event_kind(opened: list[WorkItem]) -> str:
    return EVENT_BY_NEXT_KIND.get(opened[0].step_kind, "step_done") if opened else "step_done"


def _record(
    loaded: LoadedStep,
    kind: str,
    actor: User,
    acting: Acting,
    opened: list[WorkItem],
    now: datetime,
    reason: str = "",
) -> None:
    loaded.dossier.holder_id = opened[0].assignee_id if opened else None
    record_event(
        dossier=loaded.dossier,
        kind=kind,
        now=now,
        actor=actor,
        role=acting.role,
        on_behalf_of_id=acting.on_behalf_of_id,
        reason=reason,
        data={
            "step": loaded.item.step_key,
            "step_vi": loaded.item.name_vi,
            "step_en": loaded.item.name_en,
            "outcome": loaded.item.outcome,
            "next": [{"key": item.step_key, "vi": item.name_vi, "en": item.name_en} for item in opened],
        },
        changed=("holder",),
    )


def _step_to_return_to(loaded: LoadedStep, key: str) -> Step:
    allowed = earlier_steps(steps=steps_of(loaded.instance.version), key=loaded.item.step_key)
    found = next((step for step in allowed if step.key == key), None)
    if found is None:
        raise StepRefused("cannot_send_back", step=key)
    return found


def _reopen(
    loaded: LoadedStep, step: Step, reason: str, actor: User, acting: Acting, now: datetime
) -> WorkItem:
    try:
        move = engine.send_back(
            bpmn=drawing_of(loaded.instance.version), state=loaded.instance.state, step_key=step.key
        )
    except engine.EngineRefused:
        raise StepRefused("not_passed", step=step.key)
    _save_run(loaded, move, now)
    WorkItem.objects.filter(
        dossier=loaded.dossier, state=WorkItemState.OPEN, task_id__in=move.withdrawn
    ).update(state=WorkItemState.CANCELLED, done_at=now)
    if loaded.item.step_kind == StepKind.COUNCIL:
        council_returns(dossier=loaded.dossier, now=now)
    again = new_item(
        dossier=loaded.dossier,
        step=step,
        task=move.opened[0],
        opened_by_id=actor.pk,
        now=now,
        assignee_id=_last_worker(loaded.dossier, step.key),
        handler_id=loaded.item.handler_id,
    )
    insert_row(again)
    if step.kind == StepKind.COUNCIL:
        send_to_council(dossier=loaded.dossier, now=now)
    _record(loaded, "step_sent_back", actor, acting, [again], now, reason)
    return again


def _last_worker(dossier: Dossier, step_key: str) -> int | None:
    rows = WorkItem.objects.filter(dossier=dossier, step_key=step_key, state=WorkItemState.DONE)
    return rows.order_by("-done_at").values_list("done_by_id", flat=True).first()
