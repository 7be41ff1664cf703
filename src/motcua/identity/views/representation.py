"""Organisations a citizen acts for, and the officers who look at the written authority."""

import uuid as uuids

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.forms import AuthorityForm
from motcua.identity.guards import PersonRequest, StaffRequest, role_required
from motcua.identity.models import Person, Representation, Role
from motcua.identity.people import (
    claim_organisation,
    confirm_representation,
    end_representation,
    register_organisation_authority,
)
from motcua.identity.queries import (
    get_own_representation,
    list_fellow_representations,
    list_representations,
    list_waiting_authorities,
)
from motcua.identity.tables import AuthorityTable
from motcua.identity.views.account import person_of
from motcua.platform import clock
from motcua.platform.files.api import JPEG, PDF, PNG, FileRefused, StoredFile, file_response, store
from motcua.platform.ui.lists import build_list

DOCUMENT_TYPES = frozenset({PDF, JPEG, PNG})
DOCUMENT_BYTES = 10 * 1024 * 1024


@login_required
@require_http_methods(["GET", "POST"])
def show_representations(request: PersonRequest) -> HttpResponse:
    person = person_of(request)
    form = AuthorityForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _register(request, person, form):
        messages.success(
            request, _("The authority is handed in. It counts once an officer has looked at the document.")
        )
        return redirect("identity:representations")
    context = {
        "form": form,
        "own": list_representations(person_id=person.id),
        "fellows": list_fellow_representations(person_id=person.id, on=clock.today()),
        "today": clock.today(),
    }
    return render(request, "identity/representations.html", context)


@login_required
@require_POST
def end(request: PersonRequest, uuid: uuids.UUID) -> HttpResponse:
    representation = _own(request, uuid)
    end_representation(representation_id=representation.id, now=clock.now(), actor=request.user)
    messages.success(request, _("The authority has ended."))
    return redirect("identity:representations")


@login_required
@require_safe
def show_own_document(request: PersonRequest, uuid: uuids.UUID) -> HttpResponseBase:
    return _document(_own(request, uuid))


@role_required(Role.RECEIVER)
@require_safe
def list_authorities(request: StaffRequest) -> HttpResponseBase:
    page = build_list(
        request, key="authorities", table_class=AuthorityTable, queryset=list_waiting_authorities()
    )
    return page.export or render(request, "identity/authorities.html", {"page": page})


@role_required(Role.RECEIVER)
@require_safe
def show_document(request: StaffRequest, uuid: uuids.UUID) -> HttpResponseBase:
    return _document(_waiting(uuid))


@role_required(Role.RECEIVER)
@require_POST
def decide(request: StaffRequest, uuid: uuids.UUID) -> HttpResponse:
    representation = _waiting(uuid)
    decision = request.POST.get("decision")
    if decision in ("confirm", "confirm_name"):
        confirm_representation(
            representation_id=representation.id,
            is_name_corrected=decision == "confirm_name",
            now=clock.now(),
            actor=request.user,
        )
        messages.success(request, _("The authority is confirmed."))
    else:
        end_representation(representation_id=representation.id, now=clock.now(), actor=request.user)
        messages.info(request, _("The authority is refused."))
    return redirect("identity:authorities")


def _register(request: PersonRequest, person: Person, form: AuthorityForm) -> bool:
    """Keep document and authority; False with the reason on the form when the file is refused."""
    data = form.cleaned_data
    try:
        document = _store(request, data["document"])
    except FileRefused as refusal:
        form.add_error("document", refusal.message)
        return False
    with transaction.atomic():
        organisation = claim_organisation(tax_code=data["tax_code"], now=clock.now(), actor=request.user)
        register_organisation_authority(
            person_id=person.id,
            organisation_id=organisation.id,
            title=data["title"],
            document_number=data["document_number"],
            document_id=document.id,
            claimed_name=data["name_vi"],
            claimed_address=data["address"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            now=clock.now(),
            actor=request.user,
        )
    return True


def _store(request: PersonRequest, upload: object) -> StoredFile:
    return store(
        content=upload,  # type: ignore[arg-type]  # an uploaded file reads like any binary stream
        name=getattr(upload, "name", ""),
        allowed=DOCUMENT_TYPES,
        max_bytes=DOCUMENT_BYTES,
        uploaded_by_id=request.user.id,
        now=clock.now(),
    )


def _own(request: PersonRequest, uuid: uuids.UUID) -> Representation:
    try:
        return get_own_representation(person_id=person_of(request).id, uuid=uuid, on=clock.today())
    except Representation.DoesNotExist:
        raise Http404


def _waiting(uuid: uuids.UUID) -> Representation:
    try:
        return list_waiting_authorities().get(uuid=uuid)
    except Representation.DoesNotExist:
        raise Http404


def _document(representation: Representation) -> HttpResponseBase:
    if representation.document is None:
        raise Http404
    return file_response(representation.document, inline=True)
