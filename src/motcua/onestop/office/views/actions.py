"""Actions beside the step, each on a small page: supplement, fee, new date, stop, refuse, receive."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.api import StaffRequest, staff_required
from motcua.onestop.access_log import note_refused_attempt, note_refused_dossier
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.reception import receive
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.office import dossier_page
from motcua.onestop.office.actions import ACTIONS, Action
from motcua.onestop.office.forms import SupplementForm
from motcua.onestop.office.views.loading import load_dossier
from motcua.onestop.office.words import step_refusal
from motcua.onestop.policies import policy
from motcua.onestop.processes.refusals import StepRefused
from motcua.platform import clock


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def act(request: StaffRequest, uuid: UUID, slug: str) -> HttpResponse:
    """One action: its page, and what it does when posted."""
    action = ACTIONS.get(slug)
    if action is None:
        raise Http404
    dossier = load_dossier(request, uuid)
    if policy.acting_for(staff=request.staff, action=action.rule, dossier=dossier) is None:
        note_refused_dossier(uuid=uuid, actor=request.user, now=clock.now(), action=action.rule)
        raise PermissionDenied(action.rule)
    form = action.form(request.POST if request.method == "POST" else None)
    if isinstance(form, SupplementForm) and not dossier.supplements.exists():
        form.ask_for_the_first_time()
    if request.method == "POST" and form.is_valid():
        return _run(request, action, dossier, dict(form.cleaned_data))
    context = {
        **dossier_page.head(dossier=dossier, now=clock.now()),
        "form": form,
        "heading": action.label,
        "button": action.button,
        "explain": action.explain,
        "dangerous": action.dangerous,
    }
    return render(request, "onestop/office/action.html", context, status=422 if form.errors else 200)


@require_POST
@staff_required
def receive_submission(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Accept a submission: official code, running clock, form 01."""
    dossier = load_dossier(request, uuid)
    try:
        received = receive(
            dossier_id=dossier.pk,
            staff=request.staff,
            now=clock.now(),
            note=request.POST.get("note", "")[:4000],
        )
    except TransitionRefused as error:
        _note(request, dossier, error.code)
        messages.error(request, refusal_text(error))
    except StepRefused as error:
        _note(request, dossier, error.code)
        messages.error(request, step_refusal(error))
    else:
        text = _("Received as %(code)s. The receipt slip is being signed.") % {"code": received.code}
        messages.success(request, text)
    return redirect("office:dossier", uuid=uuid)


def _run(request: StaffRequest, action: Action, dossier: Dossier, answers: dict[str, object]) -> HttpResponse:
    try:
        action.run(dossier, request.staff, clock.now(), answers)
    except TransitionRefused as error:
        _note(request, dossier, error.code)
        messages.error(request, refusal_text(error))
    else:
        messages.success(request, str(action.done))
    return redirect("office:dossier", uuid=dossier.uuid)


def _note(request: StaffRequest, dossier: Dossier, code: str) -> None:
    note_refused_attempt(dossier=dossier, code=code, actor=request.user, now=clock.now())
