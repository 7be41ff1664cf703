"""One task: its page, what can be done with it, and the two quick forms that make one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Agency, Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.files.api import (
    DOCX,
    JPEG,
    PDF,
    PNG,
    XLSX,
    FileRefused,
    StoredFile,
    file_response,
    record_refusal,
    store,
)
from motcua.reform.plan import policies, queries
from motcua.reform.plan.forms import AssignmentForm, DirectionForm, named
from motcua.reform.plan.models import PlanTask, TaskEvidence, TaskSource
from motcua.reform.plan.parameters import area_name, shortest_term_on
from motcua.reform.plan.presentation import due_words, short_words, standing_tag, timeline_of
from motcua.reform.plan.services import tasks as services
from motcua.reform.plan.task_acts import ACTS, Act, acts_for

MAX_BYTES = 20 * 1024 * 1024
EVIDENCE = frozenset({PDF, JPEG, PNG, DOCX, XLSX})


@require_safe
@role_required(*policies.READERS)
def show_task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One task with its facts, evidence and course, and what can be done with it now."""
    return _render(request, _load(request, uuid))


@require_POST
@role_required(*policies.READERS)
def act_on(request: StaffRequest, uuid: UUID, act: str) -> HttpResponse:
    """One of the acts of :data:`ACTS`; what was typed stays when it cannot be taken."""
    task = _load(request, uuid)
    known = ACTS.get(act)
    if known is None:
        raise Http404
    form = known.form(task, request.POST, request.FILES)
    if not form.is_valid():
        return _render(request, task, act=act, form=form, status=422)
    try:
        _do(request, task, known, form)
    except FileRefused as refused:
        record_refusal(
            refused, object_type="reform_task", object_id=task.uuid, actor=request.user, now=clock.now()
        )
        form.add_error("file", refused.message)
        return _render(request, task, act=act, form=form, status=422)
    except services.NothingToShow:
        form.add_error("result", _("Write what was reached, or attach evidence first."))
        return _render(request, task, act=act, form=form, status=422)
    except services.PastDue:
        form.add_error("due_on", _("The new date must not lie before today or before the date it moves."))
        return _render(request, task, act=act, form=form, status=422)
    except services.NotPossible:
        messages.error(request, _("The task has moved on in the meantime; nothing was changed."))
    else:
        messages.success(request, str(known.done))
    return redirect("plan:task", uuid=uuid)


@require_safe
@role_required(*policies.READERS)
def download(request: StaffRequest, uuid: UUID, piece: UUID) -> HttpResponseBase:
    """A file of evidence."""
    try:
        evidence = services.get_evidence(task=_load(request, uuid), uuid=piece)
    except TaskEvidence.DoesNotExist:
        raise Http404
    return file_response(evidence.file, inline="xem" in request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.LEADER, Role.REFORM_OFFICER)
def give_direction(request: StaffRequest) -> HttpResponse:
    """A leader's direction or a meeting's conclusion becomes a task."""
    agency_id = next(held.agency_id for held in request.staff.matching(Role.LEADER, Role.REFORM_OFFICER))
    form = DirectionForm(
        request.POST or None,
        units=queries.list_units(agency_id=agency_id),
        people=queries.list_people(agency_id=agency_id, on=clock.today()),
        initial={"form_key": uuid4(), "source": TaskSource.DIRECTION},
    )
    return _give(request, form, "reform/plan/direct.html", lambda _form: agency_id, from_province=False)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.REFORM_MANAGER, Role.LEADER)
def assign(request: StaffRequest) -> HttpResponse:
    """A task of the People's Committee for one agency."""
    policies.require(policies.may_assign_from_province(request.staff))
    agencies = queries.list_assignable(staff=request.staff, on=clock.today())
    form = AssignmentForm(request.POST or None, agencies=agencies, initial={"form_key": uuid4()})
    return _give(
        request,
        form,
        "reform/plan/assign.html",
        lambda form: form.cleaned_data["agency"],
        from_province=True,
        shortest=shortest_term_on(clock.today()),
    )


def _give(
    request: StaffRequest,
    form: Any,
    template: str,
    agency_of: Callable[[Any], int],
    *,
    from_province: bool,
    **context: object,
) -> HttpResponse:
    context["form"] = form
    if request.method != "POST" or not form.is_valid():
        return render(request, template, context, status=422 if form.errors else 200)
    try:
        task = _give_as_typed(
            request, form.cleaned_data, agency_id=agency_of(form), from_province=from_province
        )
    except services.PastDue:
        form.add_error("due_on", _("This date has passed. Nobody is given a task that is late already."))
        return render(request, template, context, status=422)
    except services.OtherContent as error:
        # What was typed stays, under a key of its own: sent once more, it makes a task beside the first one.
        form.data = {**form.data.dict(), "form_key": str(uuid4())}
        words = _(
            "This form has made task %(task)s already, with other words, and nothing was changed. "
            "Send it once more to give a second task."
        )
        form.add_error(None, words % {"task": error.task})
        return render(request, template, {**context, "made": error.task}, status=422)
    messages.success(request, _("The task is given."))
    return redirect("plan:task", uuid=task.uuid)


def _give_as_typed(
    request: StaffRequest, data: dict[str, Any], *, agency_id: int, from_province: bool
) -> PlanTask:
    return services.give_task(
        staff=request.staff,
        agency_id=agency_id,
        from_province=from_province,
        source=data.get("source", TaskSource.PROVINCE),
        # The form carries a key of its own: sent twice, it makes one task.
        source_id=f"form:{data['form_key']}",
        source_label=data["source_label"],
        text=data["text"],
        due_on=data["due_on"],
        area=data["area"],
        product=data["product"],
        unit_id=data.get("unit"),
        person_id=data.get("person"),
        now=clock.now(),
    )


def _load(request: StaffRequest, uuid: UUID) -> PlanTask:
    try:
        return queries.get_task_for(staff=request.staff, uuid=uuid, today=clock.today())
    except PlanTask.DoesNotExist:
        raise Http404


def _do(request: StaffRequest, task: PlanTask, act: Act, form: forms.Form) -> None:
    values = dict(form.cleaned_data)
    if "file" in values:
        policies.require(policies.may_report(request.staff, task))
        values["file"] = _stored(request, values["file"])
    act.do(task_id=task.pk, **values, staff=request.staff, now=clock.now())


def _stored(request: StaffRequest, upload: Any) -> StoredFile:
    return store(
        content=upload,
        name=upload.name,
        allowed=EVIDENCE,
        max_bytes=MAX_BYTES,
        uploaded_by_id=request.user.pk,
        now=clock.now(),
    )


def _render(
    request: StaffRequest,
    task: PlanTask,
    *,
    act: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    tone, words = due_words(task, today=clock.today())
    agency: Agency = task.agency
    context = {
        "task": task,
        "tag": standing_tag(task.standing),  # type: ignore[attr-defined]
        "due": {"tone": tone, "words": words},
        "area": area_name(task.area),
        "not_counted": short_words(task),
        "agency_name": named(agency),
        "unit_name": named(task.unit) if task.unit else "",
        "evidence": _files(task),
        "entries": timeline_of(list(task.notes.select_related("author").order_by("id"))),
        "judges": queries.find_judges_above(task=task, on=clock.today()),
        "acts": acts_for(request.staff, task, asked=act, bound=form),
    }
    return render(request, "reform/plan/task.html", context, status=status)


def _files(task: PlanTask) -> list[dict[str, Any]]:
    pieces = task.evidence.select_related("file__blob", "added_by").order_by("id")
    return [
        {
            "name": piece.file.name,
            "label": piece.label,
            "size": piece.file.blob.size,
            "at": piece.added_at,
            "kind": "pdf" if piece.file.blob.media_type == PDF else "",
            "url": _address(task, piece),
        }
        for piece in pieces
    ]


def _address(task: PlanTask, piece: TaskEvidence) -> str:
    return reverse("plan:evidence", args=[task.uuid, piece.uuid])
