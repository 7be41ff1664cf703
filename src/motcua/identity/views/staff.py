"""Staff of the agencies: accounts, appointments and roles."""

import uuid as uuids

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.forms import AppointmentForm, EndOfficeForm, StaffAccountForm
from motcua.identity.guards import StaffRequest, role_required
from motcua.identity.idle import enable_staff_account
from motcua.identity.models import Appointment, Role, Unit, User, UserKind
from motcua.identity.policies import AppointmentPolicy, UnitPolicy, visible_appointments
from motcua.identity.queries import list_offices
from motcua.identity.services import (
    appoint,
    create_staff_account,
    end_appointment,
    grant_role,
    withdraw_role,
)
from motcua.identity.tables import StaffFilter, StaffTable
from motcua.platform import clock
from motcua.platform.ui.lists import build_list


@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def list_staff(request: StaffRequest) -> HttpResponseBase:
    page = build_list(
        request,
        key="staff",
        table_class=StaffTable,
        queryset=list_offices(queryset=visible_appointments(request.staff)),
        filterset_class=StaffFilter,
    )
    context = {"page": page, "may_manage": request.staff.has_role(Role.ADMINISTRATOR)}
    return page.export or render(request, "identity/staff.html", context)


@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def show_member(request: StaffRequest, uuid: uuids.UUID) -> HttpResponse:
    offices, user = _offices_of(request, uuid)
    policy = AppointmentPolicy()
    rows = [
        {
            "office": office,
            "may_manage": policy.may(request.staff, "manage", office),
            "missing": [role for role in Role.choices if role[0] not in _roles(office)],
        }
        for office in offices
    ]
    form = AppointmentForm(units=_units(request))
    context = {"member": user, "offices": rows, "form": form, "may_manage": _manages(request)}
    return render(request, "identity/staff_member.html", context)


@role_required(Role.ADMINISTRATOR)
@require_POST
def open_again(request: StaffRequest, uuid: uuids.UUID) -> HttpResponse:
    """Open an account that was closed for want of use; only who manages an office of that person may."""
    offices, user = _offices_of(request, uuid)
    if not any(AppointmentPolicy().may(request.staff, "manage", office) for office in offices):
        raise Http404
    enable_staff_account(user_id=user.pk, now=clock.now(), actor=request.user)
    messages.success(request, _("The account is open again; its owner can sign in."))
    return redirect("identity:staff_member", uuid=uuid)


@role_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def add_member(request: StaffRequest) -> HttpResponse:
    form = StaffAccountForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, clock.now()
        user = create_staff_account(
            username=data["username"],
            full_name=data["full_name"],
            email=data["email"],
            now=now,
            actor=request.user,
        )
        _appoint(request, user, data)
        messages.success(request, _("The account exists; its owner sets a password by “Forgotten password”."))
        return redirect("identity:staff_member", uuid=user.uuid)
    return render(request, "identity/staff_form.html", {"form": form})


@role_required(Role.ADMINISTRATOR)
@require_POST
def add_office(request: StaffRequest, uuid: uuids.UUID) -> HttpResponse:
    _offices, user = _offices_of(request, uuid)
    form = AppointmentForm(request.POST, units=_units(request))
    if not form.is_valid():
        context = {"member": user, "offices": [], "form": form, "may_manage": True}
        return render(request, "identity/staff_member.html", context, status=422)
    _appoint(request, user, form.cleaned_data)
    messages.success(request, _("The appointment is recorded."))
    return redirect("identity:staff_member", uuid=uuid)


@role_required(Role.ADMINISTRATOR)
@require_POST
def change_role(request: StaffRequest, office_id: int) -> HttpResponse:
    """Give (``grant``) or take away (``withdraw``) one role of an office."""
    office = _managed(request, office_id)
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    change = withdraw_role if request.POST.get("change") == "withdraw" else grant_role
    change(appointment_id=office.id, role=role, now=clock.now(), actor=request.user)
    messages.success(request, _("The roles are changed."))
    return redirect("identity:staff_member", uuid=office.user.uuid)


@role_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def end_office(request: StaffRequest, office_id: int) -> HttpResponse:
    office = _managed(request, office_id)
    form = EndOfficeForm(request.POST or None, first_day=office.valid_from)
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        end_appointment(appointment_id=office.id, last_day=last_day, now=clock.now(), actor=request.user)
        messages.success(request, _("The last day in office is recorded."))
        return redirect("identity:staff_member", uuid=office.user.uuid)
    return render(request, "identity/end_office.html", {"form": form, "office": office})


def _appoint(request: StaffRequest, user: User, data: dict[str, object]) -> None:
    appoint(
        user_id=user.id,
        unit_id=data["unit"].id,  # type: ignore[attr-defined]
        position_id=data["position"].id,  # type: ignore[attr-defined]
        roles=data["roles"],  # type: ignore[arg-type]
        valid_from=data["valid_from"],  # type: ignore[arg-type]
        now=clock.now(),
        actor=request.user,
    )


def _offices_of(request: StaffRequest, uuid: uuids.UUID) -> tuple[list[Appointment], User]:
    """What the administrator may see of a person; nothing visible is the same as nobody there."""
    offices = list(
        list_offices(queryset=visible_appointments(request.staff))
        .filter(user__uuid=uuid, user__kind=UserKind.STAFF)
        .order_by("-valid_from", "id")
    )
    if not offices:
        raise Http404
    return offices, offices[0].user


def _managed(request: StaffRequest, office_id: int) -> Appointment:
    office = list_offices(queryset=visible_appointments(request.staff)).filter(id=office_id).first()
    if office is None:
        raise Http404
    AppointmentPolicy().require(request.staff, "manage", office)
    return office


def _units(request: StaffRequest):  # type: ignore[no-untyped-def]
    units = Unit.objects.select_related("agency").order_by("agency__code", "order", "id")
    return UnitPolicy().visible(units, request.staff)


def _manages(request: StaffRequest) -> bool:
    return request.staff.has_role(Role.ADMINISTRATOR)


def _roles(office: Appointment) -> set[str]:
    return {grant.role for grant in office.grants.all()}
