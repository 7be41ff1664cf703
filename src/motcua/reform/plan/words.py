"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.reform.plan.models import TaskSource

ACTIONS: dict[str, Any] = {
    "reform_plan.begun": _("Reform plan begun"),
    "reform_plan.changed": _("Draft of a reform plan changed"),
    "reform_plan.task_changed": _("Task of a draft plan changed"),
    "reform_plan.task_removed": _("Task taken out of a draft plan"),
    "reform_plan.submitted": _("Reform plan laid before the leader"),
    "reform_plan.sent_back": _("Reform plan sent back by the leader"),
    "reform_plan.issued": _("Reform plan issued"),
    "reform_plan.noted_anew": _("Particulars of a plan signed outside noted anew"),
    "reform_plan.date_confirmed": _("Date of a reform plan confirmed by the leader"),
    "reform_plan.closed": _("Reform plan closed"),
    "reform_plan.reopened": _("Closed reform plan opened again"),
    "reform_plan.taken_over": _("Reform plan taken over"),
    "reform_task.added": _("Reform task added"),
    "reform_task.progress_noted": _("Progress of a reform task noted"),
    "reform_task.evidence_added": _("Evidence added to a reform task"),
    "reform_task.reported": _("Reform task reported done"),
    "reform_task.confirmed": _("Reform task confirmed done"),
    "reform_task.returned": _("Reform task returned to be completed"),
    "reform_task.extended": _("New due date of a reform task granted"),
    "reform_task.cancelled": _("Reform task cancelled"),
    "reform_task.handed_on": _("Reform task given to another person"),
    "reform_task.reminded": _("Reminder of a reform task sent"),
}
THINGS: dict[str, Any] = {"reform_plan": _("Reform plan"), "reform_task": _("Reform task")}
DETAILS: dict[str, Any] = {
    "due_on": _("Due date"),
    "counts": _("Counts"),
    "issued_on": _("Date of the document"),
    "task": _("Task"),
    "tasks": _("Tasks"),
}
VALUES: dict[str, dict[Any, Any]] = {
    "counts": {True: _("yes"), False: _("no")},
    "source": dict(TaskSource.choices),
}
