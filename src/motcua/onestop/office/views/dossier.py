"""The page of a dossier: papers, work, and everything that happened; and the step done there."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.access_log import note_refused_attempt
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.office import dossier_page, queries
from motcua.onestop.office.forms import AssignForm, CommentForm, SendBackForm, StepForm
from motcua.onestop.office.listing import in_english
from motcua.onestop.office.views.loading import actor_of, load_dossier
from motcua.onestop.office.words import result_refusal, step_refusal
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import Step, earlier_steps
from motcua.onestop.processes.services import add_comment, assign, claim, release
from motcua.onestop.processes.services.opening import drawing_of, steps_of
from motcua.onestop.processes.services.steps import Work, complete_work_item, return_step
from motcua.onestop.results.api import ResultRefused, make_control_slip
from motcua.platform import clock

Refusal = StepRefused | TransitionRefused | ResultRefused
REFUSALS = (StepRefused, TransitionRefused, ResultRefused)


@require_safe
@staff_required
def show_dossier(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Left the papers, right the work, below what happened."""
    dossier = load_dossier(request, uuid)
    context = dossier_page.build(dossier=dossier, staff=request.staff, now=clock.now())
    return render(request, "onestop/office/dossier.html", context)


@require_safe
@staff_required
def show_progress(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What the open page asks while something is being signed: nothing new yet, or look again."""
    dossier = load_dossier(request, uuid)
    if dossier_page.is_anything_under_way(dossier):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
@staff_required
def finish_step(request: StaffRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """The main button: the step is done, or asked to be signed.

    The service reads the step under lock and asks for the form's answers then, so that nothing is read twice.
    """
    try:
        complete_work_item(
            item_uuid=item_uuid,
            work=partial(_read_work, request, uuid),
            actor=actor_of(request),
            staff=request.staff,
            now=clock.now(),
        )
    except _Unreadable as unreadable:
        dossier, form = load_dossier(request, uuid), unreadable.form
        context = dossier_page.build(dossier=dossier, staff=request.staff, now=clock.now(), form=form)
        return render(request, "onestop/office/dossier.html", context, status=422)
    except (*REFUSALS, PermissionDenied, WorkItem.DoesNotExist) as error:
        # First of all: may this person know of the dossier?
        dossier = load_dossier(request, uuid)
        if isinstance(error, WorkItem.DoesNotExist):
            raise Http404
        if isinstance(error, PermissionDenied):
            raise
        messages.error(request, _refused(request, dossier, error))
    else:
        messages.success(request, _("Done. The page shows what comes next."))
    return redirect("office:dossier", uuid=uuid)


class _Unreadable(Exception):
    """The posted answers do not do for this kind of step."""

    def __init__(self, form: StepForm) -> None:
        super().__init__()
        self.form = form


def _read_work(request: StaffRequest, uuid: UUID, item: WorkItem) -> Work:
    """What was done in the step, by the form of its kind. Raises ``_Unreadable``."""
    if item.dossier.uuid != uuid:
        raise WorkItem.DoesNotExist
    form = dossier_page.step_form(item, now=clock.now(), data=request.POST)
    if not form.is_valid():
        raise _Unreadable(form)
    answers = form.cleaned_data
    return Work(
        comment=answers["comment"],
        assignee_id=answers.get("assignee") or None,
        received_by=answers.get("received_by", ""),
        data={name: answers[name] for name in ("checklist", "decision") if name in answers},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def send_back(request: StaffRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Choose an earlier step and say why the case returns to it."""
    dossier = load_dossier(request, uuid)
    item = _load_item(request, dossier, item_uuid)
    form = SendBackForm(
        request.POST or None,
        steps=_steps_before(dossier, item),
        language="en" if in_english() else "vi",
    )
    if request.method == "POST" and form.is_valid():
        refused = _try(
            request,
            dossier,
            lambda: return_step(
                item_uuid=item.uuid,
                to_step_key=form.cleaned_data["step"],
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                staff=request.staff,
                now=clock.now(),
            ),
        )
        _say(request, refused, _("The case is sent back."))
        return redirect("office:dossier", uuid=uuid)
    context = {
        **dossier_page.head(dossier=dossier, now=clock.now()),
        "form": form,
        "heading": _("Send back"),
        "button": _("Send back"),
        "dangerous": False,
        "explain": "",
    }
    return render(request, "onestop/office/action.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def hand_step_over(request: StaffRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """The head gives an open step to another colleague."""
    dossier = load_dossier(request, uuid)
    item = _load_item(request, dossier, item_uuid)
    form = AssignForm(
        request.POST or None, colleagues=lambda: queries.list_colleagues(item=item, on=clock.today())
    )
    del form.fields["comment"]
    if request.method == "POST" and form.is_valid():
        refused = _try(
            request,
            dossier,
            lambda: assign(
                item_uuid=item.uuid,
                assignee_id=form.cleaned_data["assignee"],
                actor=actor_of(request),
                staff=request.staff,
                now=clock.now(),
            ),
        )
        _say(request, refused, _("The step is handed over."))
        return redirect("office:dossier", uuid=uuid)
    context = {
        **dossier_page.head(dossier=dossier, now=clock.now()),
        "form": form,
        "heading": _("Give the step to a colleague"),
        "button": _("Hand over"),
        "dangerous": False,
        "explain": "",
    }
    return render(request, "onestop/office/action.html", context, status=422 if form.errors else 200)


@require_POST
@staff_required
def take_step(request: StaffRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """Claim an open step, or put it back with ``release``."""
    dossier = load_dossier(request, uuid)
    item = _load_item(request, dossier, item_uuid)
    do = release if "release" in request.POST else claim
    refused = _try(
        request,
        dossier,
        lambda: do(item_uuid=item.uuid, actor=actor_of(request), staff=request.staff, now=clock.now()),
    )
    _say(request, refused, _("The step is put back.") if do is release else _("The step is now yours."))
    return redirect("office:dossier", uuid=uuid)


@require_POST
@staff_required
def comment(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A remark for colleagues."""
    dossier = load_dossier(request, uuid)
    form = CommentForm(request.POST, prefix="comment")
    if form.is_valid():
        add_comment(
            dossier=dossier,
            text=form.cleaned_data["text"],
            actor=actor_of(request),
            staff=request.staff,
            now=clock.now(),
        )
    else:
        messages.error(request, _("Please write the remark."))
    return redirect("office:dossier", uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def control_slip(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Form 06 on a page to print; posted, it is made as a signed document."""
    dossier = load_dossier(request, uuid)
    if request.method == "POST":
        dossier_page.require(request.staff, "make_form", dossier)
        make_control_slip(dossier=dossier, actor=actor_of(request), now=clock.now())
        messages.success(request, _("The control slip is being made and signed."))
        return redirect("office:dossier", uuid=uuid)
    return render(request, "onestop/office/control_slip.html", dossier_page.slip(dossier, now=clock.now()))


@require_safe
@staff_required
def show_process(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The drawn process of the dossier, and the same steps as a list."""
    dossier = load_dossier(request, uuid)
    run = queries.get_run(dossier=dossier)
    if run is None:
        raise Http404
    context = {
        **dossier_page.head(dossier=dossier, now=clock.now()),
        "xml": drawing_of(run.version),
        "steps": dossier_page.process_steps(dossier, run.version),
    }
    return render(request, "onestop/office/process.html", context)


def _load_item(request: StaffRequest, dossier: Dossier, item_uuid: UUID) -> WorkItem:
    try:
        return queries.get_item_for(staff=request.staff, dossier=dossier, uuid=item_uuid)
    except WorkItem.DoesNotExist:
        raise Http404


def _steps_before(dossier: Dossier, item: WorkItem) -> tuple[Step, ...]:
    run = queries.get_run(dossier=dossier)
    return earlier_steps(steps=steps_of(run.version), key=item.step_key) if run else ()


def _try(request: StaffRequest, dossier: Dossier, call: Callable[[], object]) -> str:
    """Do it; the reason in words when it was refused (and noted), else nothing."""
    try:
        call()
    except REFUSALS as error:
        return _refused(request, dossier, error)
    return ""


def _refused(request: StaffRequest, dossier: Dossier, error: Refusal) -> str:
    """Note the attempt and answer the reason in words."""
    note_refused_attempt(dossier=dossier, code=error.code, actor=request.user, now=clock.now())
    if isinstance(error, StepRefused):
        return step_refusal(error)
    return refusal_text(error) if isinstance(error, TransitionRefused) else result_refusal(error.code)


def _say(request: StaffRequest, refused: str, done: str) -> None:
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, done)
