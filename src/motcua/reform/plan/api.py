"""The door of the reform plan for other rooms, re-exported by ``motcua.reform.api``.

A meeting's conclusion or a document's assignment becomes a task here::

    task = add_task(
        agency_id=agency.pk, source=TaskSource.MEETING, source_id=f"meeting:{conclusion.uuid}",
        source_label="Thông báo 12/TB-SKHCN", text="…", due_on=date(2026, 12, 1),
        unit_id=unit.pk, person_id=user.pk, actor=request.user, now=now,
    )

Called again with the same source and ``source_id`` it answers the same task.
"""

from motcua.reform.plan.models import PlanTask, TaskSource, TaskState
from motcua.reform.plan.services.tasks import add_task
from motcua.reform.plan.takeover import KeptPlan, KeptTask, take_over_plan

__all__ = ["KeptPlan", "KeptTask", "PlanTask", "TaskSource", "TaskState", "add_task", "take_over_plan"]
