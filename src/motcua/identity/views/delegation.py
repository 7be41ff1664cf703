"""Authority handed over for an absence."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.account_parameters import account_parameter
from motcua.identity.forms import DelegationForm
from motcua.identity.guards import StaffRequest, role_required
from motcua.identity.models import Delegation, Role
from motcua.identity.policies import DelegationPolicy, visible_appointments, visible_delegations
from motcua.identity.queries import in_force, list_offices
from motcua.identity.rules.authority import AuthorityRefused
from motcua.identity.services import delegate, revoke_delegation
from motcua.identity.tables import DelegationFilter, DelegationTable
from motcua.platform import clock
from motcua.platform.files.api import JPEG, PDF, PNG, FileRefused, file_response, store
from motcua.platform.ui.lists import build_list

DOCUMENT_TYPES = frozenset({PDF, JPEG, PNG})
DOCUMENT_BYTES = 10 * 1024 * 1024
# Refusals of the rules: the field each belongs to, and what to say.
REFUSALS = {
    "self": ("delegate", gettext_lazy("Nobody stands in for themselves: choose a colleague.")),
    "other_agency": ("delegate", gettext_lazy("The colleague must belong to the same agency.")),
    "nothing_to_delegate": (
        "delegator",
        gettext_lazy("This office has no role that can be handed over; administration and audit never can."),
    ),
    "ends_before_start": ("valid_to", gettext_lazy("The last day lies before the first.")),
    "too_long": (
        "valid_to",
        gettext_lazy("A delegation covers at most %(days)s days; longer ones need a new appointment."),
    ),
    "document_after_start": (
        "document_on",
        gettext_lazy("The document must be dated on or before the first day."),
    ),
}


@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def list_delegations(request: StaffRequest) -> HttpResponseBase:
    rows = visible_delegations(request.staff).select_related(
        "delegator__user", "delegator__unit", "delegate__user", "document"
    )
    page = build_list(
        request,
        key="delegations",
        table_class=DelegationTable,
        queryset=rows,
        filterset_class=DelegationFilter,
    )
    context = {"page": page, "may_manage": request.staff.has_role(Role.ADMINISTRATOR)}
    return page.export or render(request, "identity/delegations.html", context)


@role_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def add_delegation(request: StaffRequest) -> HttpResponse:
    offices = list_offices(queryset=visible_appointments(request.staff))
    offices = offices.filter(in_force(on=clock.today())).order_by("user__full_name", "id")
    form = DelegationForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "POST" and form.is_valid() and _delegate(request, form):
        messages.success(request, _("The delegation is recorded."))
        return redirect("identity:delegations")
    return render(request, "identity/delegation_form.html", {"form": form})


@role_required(Role.ADMINISTRATOR)
@require_POST
def revoke(request: StaffRequest, uuid: uuids.UUID) -> HttpResponse:
    delegation = _visible(request, uuid)
    DelegationPolicy().require(request.staff, "manage", delegation)
    revoke_delegation(delegation_id=delegation.id, now=clock.now(), actor=request.user)
    messages.success(request, _("The delegation is revoked."))
    return redirect("identity:delegations")


@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def show_document(request: StaffRequest, uuid: uuids.UUID) -> HttpResponseBase:
    delegation = _visible(request, uuid)
    if delegation.document is None:
        raise Http404
    return file_response(delegation.document, inline=True)


def _delegate(request: StaffRequest, form: DelegationForm) -> bool:
    """Record the delegation; False with the reason on the form when a rule or the file store refuses."""
    data = form.cleaned_data
    try:
        document_id = _store(request, data["document"])
        delegate(
            delegator_id=data["delegator"].id,
            delegate_id=data["delegate"].id,
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            document_number=data["document_number"],
            document_on=data["document_on"],
            reason=data["reason"],
            document_id=document_id,
            now=clock.now(),
            actor=request.user,
        )
    except FileRefused as refusal:
        form.add_error("document", refusal.message)
        return False
    except AuthorityRefused as refusal:
        for code in refusal.codes:
            field, text = REFUSALS[code]
            longest = account_parameter(name="delegation_days_at_most", on=data["valid_from"])
            form.add_error(field, str(text) % {"days": longest})
        return False
    return True


def _store(request: StaffRequest, upload: object) -> int | None:
    if not upload:
        return None
    return store(
        content=upload,  # type: ignore[arg-type]  # an uploaded file reads like any binary stream
        name=getattr(upload, "name", ""),
        allowed=DOCUMENT_TYPES,
        max_bytes=DOCUMENT_BYTES,
        uploaded_by_id=request.user.id,
        now=clock.now(),
    ).id


def _visible(request: StaffRequest, uuid: uuids.UUID) -> Delegation:
    rows = visible_delegations(request.staff).select_related("delegator__unit__agency", "document")
    try:
        return rows.get(uuid=uuid)
    except Delegation.DoesNotExist:
        raise Http404
