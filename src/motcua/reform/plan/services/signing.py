"""The plan as a paper: made for the leader to sign, and what its signature or refusal means here.

The paper is set in Vietnamese whatever the language of the page.
"""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_province, get_user
from motcua.platform.audit.api import record
from motcua.platform.ui.formats import format_date
from motcua.reform.papers.api import (
    Paper,
    PaperKind,
    PaperRefused,
    PaperState,
    list_papers_of,
    make_paper,
)
from motcua.reform.plan import policies
from motcua.reform.plan.models import DateBasis, PlanState, PlanTask, ReformPlan
from motcua.reform.plan.parameters import list_areas
from motcua.reform.plan.services.plans import issue, locked_plan, require_ready
from motcua.reform.standing_body import list_bodies_above

SUBJECT = "reform_plan"
# The table numbers its rows itself.
_COLUMNS = ("Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Người phụ trách", "Thời hạn")
_WIDTHS = (12, 8, 6, 6, 5)


def submit_plan(*, plan_id: int, staff: StaffContext, now: datetime) -> Paper:
    """Make the paper of a draft plan and lay it before the leader. Submitted twice it is one paper.

    Raises ``PermissionDenied``, ``NotPossible``, ``EmptyPlan``.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id)
        policies.require(policies.may_draft(staff, plan.agency_id))
        if plan.state == PlanState.SIGNING:
            return _waiting_paper(plan)
        require_ready(plan)
        plan.state = PlanState.SIGNING
        plan.save(update_fields=["state"])
        actor = get_user(user_id=staff.user_id)
        record(
            action="reform_plan.submitted",
            now=now,
            actor=actor,
            agency_code=plan.agency.code,
            object_type="reform_plan",
            object_id=plan.uuid,
        )
        return make_paper(
            kind=PaperKind.PLAN,
            agency=plan.agency,
            title=plan.title,
            template="reform/papers/typst/document.typ",
            data=_content(plan, timezone.localdate(now)),
            made_by=actor,
            subject=(SUBJECT, plan.uuid),
            addressees=[get_province()],
            now=now,
        )


def on_signed(paper: Paper, now: datetime) -> None:
    plan = _plan_of(paper)
    if plan.state != PlanState.SIGNING:
        raise PaperRefused("cancelled")
    assert paper.issued_on is not None
    issue(
        plan=plan,
        issued_on=paper.issued_on,
        basis=DateBasis.PAPER,
        document_number=paper.symbol,
        actor=paper.signer,
        now=now,
    )


def on_cancelled(paper: Paper, now: datetime) -> None:
    """A refused draft leads back to the desk; a plan in force is not unmade by withdrawing its paper."""
    plan = _plan_of(paper)
    if plan.state != PlanState.SIGNING:
        return
    plan.state = PlanState.DRAFT
    plan.save(update_fields=["state"])
    record(
        action="reform_plan.sent_back",
        now=now,
        actor=paper.cancelled_by,
        agency_code=plan.agency.code,
        object_type="reform_plan",
        object_id=plan.uuid,
        detail={"reason": paper.cancel_reason},
    )


def find_paper(*, plan: ReformPlan) -> Paper | None:
    """The newest paper of the plan; None for a plan signed outside this system or not submitted."""
    return list_papers_of(subject_type=SUBJECT, subject_id=plan.uuid).order_by("-id").first()


def _waiting_paper(plan: ReformPlan) -> Paper:
    papers = list_papers_of(subject_type=SUBJECT, subject_id=plan.uuid)
    return papers.filter(state=PaperState.DRAFT).latest("id")


def _plan_of(paper: Paper) -> ReformPlan:
    return locked_plan(ReformPlan.objects.values_list("pk", flat=True).get(uuid=paper.subject_id))


def _content(plan: ReformPlan, on: date) -> dict[str, Any]:
    tasks = list(plan.tasks.select_related("unit", "person").order_by("number"))
    paragraphs = [part.strip() for part in plan.introduction.split("\n\n") if part.strip()]
    aims = [{"heading": "I. Mục đích, yêu cầu", "paragraphs": paragraphs}] if paragraphs else []
    return {
        "heading": "Kế hoạch",
        "subject": plan.title,
        "sections": [*aims, *_task_sections(tasks, first=len(aims) + 1)],
        "recipients": [*list_bodies_above(agency=plan.agency, on=on), "Các đơn vị thuộc cơ quan"],
        "archive": "VT",
    }


def _task_sections(tasks: list[PlanTask], *, first: int) -> list[dict[str, Any]]:
    order = {area.code: area for area in list_areas()}
    tasks.sort(key=lambda task: (order[task.area].order, task.number))
    by_area = [(code, list(rows)) for code, rows in groupby(tasks, key=lambda task: task.area)]
    return [
        {"heading": f"{_roman(number)}. {order[code].name_vi}", "table": _table(rows)}
        for number, (code, rows) in enumerate(by_area, start=first)
    ]


def _table(tasks: list[PlanTask]) -> dict[str, Any]:
    rows = [
        [
            task.text,
            task.product,
            task.unit.name_vi if task.unit else "",
            task.person.full_name if task.person else "",
            format_date(task.due_on),
        ]
        for task in tasks
    ]
    return {"columns": list(_COLUMNS), "rows": rows, "widths": list(_WIDTHS)}


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]
