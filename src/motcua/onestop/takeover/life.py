"""The life of one dossier told step by step, without the database: what the services would have written.

Every fact passes the same transition table, the same engine and the same deadline rules as a living dossier;
only the writing is put off, so that thousands can be written together.
"""

from datetime import datetime
from typing import Any

from motcua.identity.api import Agency, User
from motcua.onestop.dossiers.models import (
    Channel,
    ClockPause,
    DeliveryTrack,
    Dossier,
    DossierEvent,
    Extension,
    MoneyState,
    PauseCause,
    SupplementRequest,
)
from motcua.onestop.dossiers.parameters import supplement_deadline
from motcua.onestop.dossiers.rules.states import next_state
from motcua.onestop.dossiers.rules.steps import moved_target
from motcua.onestop.dossiers.services.deadlines import deadline_of
from motcua.onestop.procedures.models import AfterPause
from motcua.onestop.processes.models import ProcessInstance, StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.services.opening import drawing_of, new_item
from motcua.onestop.processes.services.steps import DONE, EVENT_BY_NEXT_KIND
from motcua.onestop.results.api import slip_number
from motcua.onestop.takeover.course import Course, Stop, course_of
from motcua.platform.calendar.api import calendar_for
from motcua.postal.api import Delivery, DeliveryEvent, DeliveryState


class Life:
    """Starts with an unsaved dossier as submitted; each method adds one fact at its moment."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.events: list[DossierEvent] = []
        self.items: list[WorkItem] = []
        self.pauses: list[ClockPause] = []
        self.supplements: list[SupplementRequest] = []
        self.extensions: list[Extension] = []
        self.deliveries: list[Delivery] = []
        self.delivery_events: list[DeliveryEvent] = []
        self.run: ProcessInstance | None = None
        self._position = 0
        data = {"channel": dossier.channel}
        self._add("submitted", dossier.submitted_at, actor=dossier.submitted_by, data=data, moves=False)

    @property
    def course(self) -> Course:
        process = self.dossier.version.process
        assert process is not None
        return course_of(drawing_of(process))

    @property
    def next_stop(self) -> Stop | None:
        """The step that waits to be done; None before receipt and after the end."""
        return self.course.stops[self._position] if self.open_item else None

    @property
    def open_item(self) -> WorkItem | None:
        last = self.items[-1] if self.items else None
        return last if last is not None and last.state == WorkItemState.OPEN else None

    def receive(self, *, at: datetime, officer: User, desk: Agency) -> None:
        """Receipt and start of the clock; the code is given when all lives are written."""
        dossier = self.dossier
        dossier.received_at, dossier.received_by_agency = at, desk
        self._count_due()
        dossier.original_due_at = dossier.due_at
        due = dossier.due_at.isoformat() if dossier.due_at else ""
        self._add("received", at, actor=officer, role="receiver", data={"code": "", "due": due})
        first = self._open(dossier.submitted_at, opened_by=None, assignee=officer)
        first.target_at = None
        self._close(first, at, officer, "received")
        self._position = 1
        self._open(at, opened_by=officer, assignee=None)

    def refuse(self, *, at: datetime, officer: User, reason: str) -> None:
        self.dossier.finished_at = at
        self._add("refused", at, actor=officer, role="receiver", reason=reason)

    def work(self, *, at: datetime, actor: User, assignee: User | None = None, data: Any = None) -> None:
        """Do the open step. ``assignee`` goes with an assignment. Issuing finishes the dossier."""
        item = self.open_item
        assert item is not None
        item.data = data or {}
        self._close(item, at, actor, DONE)
        self._position += 1
        handler = assignee or item.handler
        opened = self._open(at, opened_by=actor, assignee=assignee, handler=handler)
        if item.step_kind == StepKind.ISSUE:
            self._finish(at, actor, item.role)
            return
        self.dossier.holder_id = opened.assignee_id
        self._add(
            EVENT_BY_NEXT_KIND.get(opened.step_kind, "step_done"),
            at,
            actor=actor,
            role=item.role,
            data={
                "step": item.step_key,
                "step_vi": item.name_vi,
                "step_en": item.name_en,
                "outcome": DONE,
                "next": [{"key": opened.step_key, "vi": opened.name_vi, "en": opened.name_en}],
            },
        )

    def claim(self, *, person: User) -> None:
        """The person takes the open step from the shared pile as soon as it lies there."""
        item = self.open_item
        assert item is not None
        item.assignee, item.claimed_at = person, item.opened_at
        self.dossier.holder = person
        data = {"step": item.step_key, "assignee": person.pk}
        self._add("step_assigned", self.events[-1].at, actor=person, role=item.role, data=data)

    def ask_supplement(
        self, *, at: datetime, actor: User, items: list[str], reason: str, override_ground: str = ""
    ) -> datetime:
        """The clock stops; answers until when the applicant may complete the papers.

        A second request has its ``override_ground``.
        """
        until = supplement_deadline(dossier=self.dossier, now=at)
        request = SupplementRequest(
            dossier=self.dossier,
            ordinal=len(self.supplements) + 1,
            items=items,
            reason=reason,
            override_ground=override_ground,
            requested_by=actor,
            requested_at=at,
            answer_by=until,
        )
        self.supplements.append(request)
        number = slip_number(
            dossier=str(self.dossier),
            form_no="02",
            ordinal=request.ordinal,
            agency_code=self.dossier.agency.code,
        )
        self._pause(PauseCause.SUPPLEMENT, number, at)
        data = {"items": items, "answer_by": until.isoformat()}
        self._add("supplement_requested", at, actor=actor, role="specialist", reason=reason, data=data)
        return until

    def answer_supplement(self, *, at: datetime, note: str) -> None:
        self.supplements[-1].answered_at, self.supplements[-1].answer_note = at, note
        self._resume(at)
        self._add("supplement_answered", at, actor=self.dossier.submitted_by, reason=note)

    def apologise(self, *, at: datetime, actor: User, role: str, new_due: datetime, reason: str) -> None:
        """A new date is promised before the old one (form 04)."""
        dossier, item = self.dossier, self.open_item
        assert dossier.due_at is not None and item is not None
        self.extensions.append(
            Extension(
                dossier=dossier,
                old_due_at=dossier.due_at,
                new_due_at=new_due,
                reason=reason,
                signed_by=actor,
                created_at=at,
            )
        )
        dossier.due_at = item.dossier_due_at = new_due
        data = {"new_due": new_due.isoformat()}
        self._add("extended", at, actor=actor, role=role, reason=reason, data=data)

    def ask_payment(self, *, at: datetime, actor: User) -> None:
        self._pause(PauseCause.PAYMENT, "", at)
        data = {"amount": self.dossier.fee_total}
        self._add("payment_requested", at, actor=actor, role="receiver", data=data)

    def pay(self, *, at: datetime, officer: User, receipt: str) -> None:
        """The fee is taken at the counter, with no clock waiting for it."""
        self.dossier.money_state = MoneyState.PAID
        data = {"receipt": receipt, "amount": self.dossier.fee_total}
        self._add("paid", at, actor=officer, role="receiver", data=data)

    def end_early(self, kind: str, *, at: datetime, actor: User | None, role: str, reason: str) -> None:
        """``withdrawn`` or ``stopped``: off every desk, with the reason."""
        self.dossier.finished_at = at
        self._add(kind, at, actor=actor, role=role, reason=reason)
        for pause in self.pauses:
            pause.ended_at = pause.ended_at or at
        if self.open_item:
            self.open_item.done_at, self.open_item.state = at, WorkItemState.CANCELLED
        self._end_run(at)

    def collect(self, *, at: datetime, officer: User) -> None:
        """The applicant takes the result at the counter."""
        self._return(at, "counter", officer, "receiver")

    def deliver(self, *, handed_at: datetime, at: datetime, slip: str) -> None:
        """The post took the item at ``handed_at`` and delivered it at ``at``."""
        delivery, dossier = self.deliveries[-1], self.dossier
        delivery.slip_number, delivery.next_booking_at = slip, None
        delivery.handed_over_at, delivery.delivered_at = handed_at, at
        delivery.state, delivery.received_by = DeliveryState.DELIVERED, dossier.applicant_name[:100]
        self._note(delivery, "office:handed_over", DeliveryState.HANDED_OVER, handed_at)
        self._note(delivery, f"{slip}-delivered", DeliveryState.DELIVERED, at)
        self._add("handed_to_post", handed_at, data={"slip": slip})
        self._return(at, "post", None, "")

    def _finish(self, at: datetime, actor: User, role: str) -> None:
        dossier = self.dossier
        dossier.finished_at, dossier.delivery_state = at, DeliveryTrack.READY
        self._add("finished", at, actor=actor, role=role)
        if dossier.return_channel == Channel.POST:
            self._ask_post(at)
        if dossier.return_channel == Channel.ONLINE:
            self._return(at, "online", None, "", closed_by=actor)

    def _return(
        self, at: datetime, via: str, actor: User | None, role: str, closed_by: User | None = None
    ) -> None:
        dossier = self.dossier
        dossier.returned_at, dossier.delivery_state = at, DeliveryTrack.DELIVERED
        received_by = "" if via == "online" else dossier.applicant_name
        self._add("returned", at, actor=actor, role=role, data={"via": via, "received_by": received_by})
        item = self.open_item
        if item is not None:
            self._close(item, at, closed_by or actor, "returned")
        self._end_run(at)

    def _ask_post(self, at: datetime) -> None:
        dossier = self.dossier
        delivery = Delivery(
            direction="to_citizen",
            subject_id=dossier.uuid,
            recipient_name=dossier.applicant_name[:200],
            address=dossier.contact_address,
            phone=dossier.contact_phone,
            requested_at=at,
            next_booking_at=at,
        )
        self.deliveries.append(delivery)
        self._note(delivery, "office:requested", DeliveryState.REQUESTED, at)

    def _note(self, delivery: Delivery, event_id: str, state: str, at: datetime) -> None:
        fact = DeliveryEvent(delivery=delivery, carrier_event_id=event_id, state=state, at=at, recorded_at=at)
        self.delivery_events.append(fact)

    def _open(
        self, at: datetime, *, opened_by: User | None, assignee: User | None, handler: User | None = None
    ) -> WorkItem:
        stop = self.course.stops[self._position]
        item = new_item(
            dossier=self.dossier,
            step=stop.step,
            task=stop.task,
            opened_by_id=opened_by.pk if opened_by else None,
            now=at,
            assignee_id=assignee.pk if assignee else None,
        )
        item.handler = handler
        self.items.append(item)
        if self.run is None:
            process_id = self.dossier.version.process_id
            assert process_id is not None
            self.run = ProcessInstance(dossier=self.dossier, version_id=process_id, updated_at=at)
        self.run.state, self.run.updated_at = stop.state, at
        return item

    def _close(self, item: WorkItem, at: datetime, actor: User | None, outcome: str) -> None:
        item.state, item.outcome, item.done_at, item.done_by = WorkItemState.DONE, outcome, at, actor
        item.assignee_id = item.assignee_id or (actor.pk if actor else None)

    def _end_run(self, at: datetime) -> None:
        if self.run is not None:
            self.run.is_finished, self.run.updated_at = True, at

    def _pause(self, cause: str, ground: str, at: datetime) -> None:
        self.pauses.append(ClockPause(dossier=self.dossier, cause=cause, ground=ground, started_at=at))
        self.dossier.due_at = None

    def _resume(self, at: datetime) -> None:
        self.pauses[-1].ended_at = at
        self._count_due()
        if self.open_item:
            self.open_item.dossier_due_at = self.dossier.due_at
            self._move_target(self.open_item, at)

    def _move_target(self, item: WorkItem, resumed_at: datetime) -> None:
        starts_anew = self.dossier.version.after_pause == AfterPause.RESTART
        if item.target_at is not None:
            item.target_at = moved_target(
                calendar=calendar_for(self.dossier.agency.calendar),
                target=item.target_at,
                counted_from=item.opened_at if starts_anew else self.pauses[-1].started_at,
                resumed_at=resumed_at,
            )

    def _count_due(self) -> None:
        deadline = deadline_of(self.dossier, pauses=self.pauses)
        self.dossier.due_at = deadline.due if deadline else None

    def _add(
        self,
        kind: str,
        at: datetime,
        *,
        actor: User | None = None,
        role: str = "",
        reason: str = "",
        data: dict[str, Any] | None = None,
        moves: bool = True,
    ) -> None:
        dossier, before, is_public = self.dossier, None, True
        if moves:
            row, before = next_state(kind=kind, state=self.dossier.state), int(dossier.state)
            dossier.state = int(row.leads_to) if row.leads_to is not None else dossier.state
            dossier.sub_state = row.sub_state if row.sub_state is not None else dossier.sub_state
            is_public = row.is_public
        dossier.last_event = len(self.events) + 1
        self.events.append(
            DossierEvent(
                dossier=dossier,
                sequence=dossier.last_event,
                kind=kind,
                at=at,
                actor=actor,
                actor_role=role,
                from_state=before,
                to_state=dossier.state,
                reason=reason,
                data=data or {},
                is_public=is_public,
            )
        )
