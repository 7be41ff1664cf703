"""The page before the form: who files, what is needed, and the list of drafts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Organisation, Person, get_person_for, list_represented_organisations
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.forms.components import uploads_of
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.parameters import DRAFT_UNDO_DAYS
from motcua.onestop.forms.queries import (
    get_deleted_draft_for,
    last_dossier_of,
    list_deleted_drafts,
    list_drafts,
)
from motcua.onestop.forms.rules.model import text
from motcua.onestop.forms.services.drafts import (
    DraftClosed,
    answers_to_reuse,
    delete_draft,
    restore_draft,
    start_draft,
)
from motcua.onestop.forms.versions import load
from motcua.onestop.forms.views.access import language, own_draft, person
from motcua.onestop.procedures.api import get_version_in_force
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform import clock

SELF = "self"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Explain what is needed and for whom the dossier is; a POST begins the draft."""
    version = _version_or_404(key)
    filer = get_person_for(person(request))
    organisations = _organisations(filer)
    choices = _choices(version, filer, organisations)
    if request.method == "POST":
        chosen = request.POST.get("applicant", "")
        if chosen in {choice["value"] for choice in choices}:
            return _begin(request, version, filer, _organisation(organisations, chosen))
    return _render(request, version, choices, has_error=request.method == "POST" and bool(choices))


def _version_or_404(key: str) -> ProcedureVersion:
    try:
        version = get_version_in_force(key, clock.today())
    except ProcedureVersion.DoesNotExist:
        raise Http404
    if version is None or version.form is None or "online" not in version.channels:
        raise Http404
    return version


def _organisations(filer: Person | None) -> list[Organisation]:
    return list_represented_organisations(person_id=filer.pk, on=clock.today()) if filer else []


def _choices(
    version: ProcedureVersion, filer: Person | None, organisations: list[Organisation]
) -> list[dict[str, Any]]:
    kinds = set(version.applicant_kinds)
    choices: list[dict[str, Any]] = []
    if "citizen" in kinds and filer is not None:
        choices.append({"value": SELF, "label": filer.full_name, "hint": _("For yourself, as an individual")})
    for organisation in organisations:
        if "organisation" in kinds or ("business" in kinds and organisation.is_business):
            hint = _("Tax code %(code)s") % {"code": organisation.tax_code}
            choices.append({"value": str(organisation.uuid), "label": organisation.name_vi, "hint": hint})
    return choices


def _organisation(organisations: list[Organisation], chosen: str) -> Organisation | None:
    return next((item for item in organisations if str(item.uuid) == chosen), None)


def _begin(
    request: HttpRequest, version: ProcedureVersion, filer: Person | None, organisation: Organisation | None
) -> HttpResponse:
    answers: dict[str, Any] = {}
    if request.POST.get("reuse"):
        earlier = _earlier(request, version, organisation)
        answers = answers_to_reuse(earlier.form_data, version=version) if earlier else {}
    draft = start_draft(
        user=person(request),
        version=version,
        organisation=organisation,
        answers=answers,
        person=filer,
        now=clock.now(),
    )
    return redirect("forms:tasks", uuid=draft.uuid)


def _earlier(
    request: HttpRequest, version: ProcedureVersion, organisation: Organisation | None
) -> Dossier | None:
    return last_dossier_of(
        user_id=person(request).pk,
        organisation_id=organisation.pk if organisation else None,
        procedure_id=version.procedure_id,
        on=clock.today(),
    )


def _render(
    request: HttpRequest, version: ProcedureVersion, choices: list[dict[str, Any]], *, has_error: bool
) -> HttpResponse:
    assert version.form is not None
    form = load(version.form).form
    first = choices[0]["value"] if len(choices) == 1 else ""
    return render(
        request,
        "onestop/forms/start.html",
        {
            "version": version,
            "choices": choices,
            "chosen": request.POST.get("applicant", first),
            "has_error": has_error,
            "pages": [text(page.title, language()) for page in form.pages],
            "components": uploads_of(version),
            "had_earlier": Dossier.objects.filter(
                submitted_by=person(request), version__procedure_id=version.procedure_id
            ).exists(),
            "drafts": list_drafts(user_id=person(request).pk).filter(
                version__procedure_id=version.procedure_id
            )[:5],
        },
    )


@login_required
@require_safe
def show_drafts(request: HttpRequest) -> HttpResponse:
    """The person's drafts, and those that can still be taken back."""
    user_id = person(request).pk
    return render(
        request,
        "onestop/forms/drafts.html",
        {
            "drafts": list(list_drafts(user_id=user_id)),
            "deleted": list(list_deleted_drafts(user_id=user_id, now=clock.now())),
            "undo_days": DRAFT_UNDO_DAYS,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask, then put the draft aside; it can be taken back."""
    draft = own_draft(request, uuid)
    if request.method != "POST":
        return render(request, "onestop/forms/delete.html", {"draft": draft, "undo_days": DRAFT_UNDO_DAYS})
    try:
        delete_draft(draft_id=draft.pk, actor=person(request), now=clock.now())
    except DraftClosed:
        return redirect("forms:receipt", uuid=uuid)
    messages.info(request, _("The draft was deleted. It can be taken back from the list below."))
    return redirect("forms:drafts")


@login_required
@require_POST
def restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a deleted draft back."""
    user = person(request)
    try:
        draft = get_deleted_draft_for(user_id=user.pk, uuid=uuid)
        restore_draft(draft_id=draft.pk, actor=user, now=clock.now())
    except Draft.DoesNotExist:
        raise Http404
    return redirect("forms:tasks", uuid=uuid)
