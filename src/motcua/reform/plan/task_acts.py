"""What can be done with a task on its page: each act with its form, its words and who may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import StaffContext
from motcua.platform import clock
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import (
    ConfirmForm,
    EvidenceForm,
    ExtendForm,
    HandOnForm,
    NoteForm,
    ReasonForm,
    ReportForm,
)
from motcua.reform.plan.models import WORKING_STATES, PlanState, PlanTask, TaskState
from motcua.reform.plan.services import tasks as services


@dataclass(frozen=True, kw_only=True)
class Act:
    """One button with its form; ``primary`` ones say what happens next."""

    name: str
    title: Promise
    button: Promise
    done: Promise
    form_class: type[forms.Form]
    do: Callable[..., Any]
    may: Callable[[StaffContext, PlanTask], bool]
    states: tuple[str, ...]
    primary: bool = False
    hint: Promise | str = ""

    def form(self, task: PlanTask, data: Any = None, files: Any = None) -> forms.Form:
        """The form, bound when data are given; its controls have ids of their own on the shared page."""
        auto_id = f"{self.name}-%s"
        if self.form_class is not HandOnForm:
            return self.form_class(data, files, auto_id=auto_id)
        return HandOnForm(
            data,
            auto_id=auto_id,
            units=queries.list_units(agency_id=task.agency_id),
            people=queries.list_people(agency_id=task.agency_id, on=clock.today()),
            initial={"unit": task.unit_id, "person": task.person_id},
        )


def _may_confirm(staff: StaffContext, task: PlanTask) -> bool:
    return policies.may_confirm(staff, task, today=clock.today())


def _may_alter(staff: StaffContext, task: PlanTask) -> bool:
    return policies.may_alter(staff, task, today=clock.today())


_ALL = (
    Act(
        name="bao-cao",
        title=_("Report it done"),
        button=_("Report it done"),
        done=_("The report waits to be confirmed."),
        form_class=ReportForm,
        do=services.report_done,
        may=policies.may_report,
        states=WORKING_STATES,
        primary=True,
        hint=_("Today's date counts, once a colleague has confirmed the report."),
    ),
    Act(
        name="xac-nhan",
        title=_("Confirm that it is done"),
        button=_("Confirm"),
        done=_("The task is confirmed done."),
        form_class=ConfirmForm,
        do=services.confirm_done,
        may=_may_confirm,
        states=(TaskState.REPORTED,),
        primary=True,
    ),
    Act(
        name="tra-lai",
        title=_("Return it to be completed"),
        button=_("Return it"),
        done=_("The task is returned."),
        form_class=ReasonForm,
        do=services.return_task,
        may=_may_confirm,
        states=(TaskState.REPORTED,),
    ),
    Act(
        name="tien-do",
        title=_("Note progress"),
        button=_("Keep the note"),
        done=_("The progress is noted."),
        form_class=NoteForm,
        do=services.note_progress,
        may=policies.may_report,
        states=(*WORKING_STATES, TaskState.REPORTED),
    ),
    Act(
        name="minh-chung",
        title=_("Attach evidence"),
        button=_("Attach the file"),
        done=_("The evidence is attached."),
        form_class=EvidenceForm,
        do=services.add_evidence,
        may=policies.may_report,
        states=(*WORKING_STATES, TaskState.REPORTED, TaskState.DONE),
    ),
    Act(
        name="giao-nguoi",
        title=_("Put somebody in charge"),
        button=_("Save"),
        done=_("The task is handed on."),
        form_class=HandOnForm,
        do=lambda *, unit, person, **rest: services.hand_on(unit_id=unit, person_id=person, **rest),
        may=policies.may_hand_on,
        states=WORKING_STATES,
    ),
    Act(
        name="gia-han",
        title=_("Grant a new due date"),
        button=_("Grant it"),
        done=_("The new due date is granted."),
        form_class=ExtendForm,
        do=services.extend_task,
        may=_may_alter,
        states=WORKING_STATES,
        hint=_("Granted after the due date it is a new target only: the task still counts as late."),
    ),
    Act(
        name="huy",
        title=_("Cancel the task"),
        button=_("Cancel the task"),
        done=_("The task is cancelled."),
        form_class=ReasonForm,
        do=services.cancel_task,
        may=_may_alter,
        states=(*WORKING_STATES, TaskState.REPORTED),
        hint=_("A task cancelled after its due date still counts as one that was due."),
    ),
)
ACTS: Mapping[str, Act] = {act.name: act for act in _ALL}


def acts_for(
    staff: StaffContext, task: PlanTask, *, asked: str = "", bound: forms.Form | None = None
) -> list[dict[str, Any]]:
    """Acts that fit the task and this person, each with a form; the one that was just refused keeps its own."""
    if task.plan is not None and task.plan.state != PlanState.ISSUED:
        return []
    fitting = {
        name: act
        for name, act in ACTS.items()
        if name == asked or (task.state in act.states and act.may(staff, task))
    }
    return [
        {
            "name": name,
            "act": act,
            "form": bound if name == asked and bound is not None else act.form(task),
            "open": name == asked,
        }
        for name, act in fitting.items()
    ]
