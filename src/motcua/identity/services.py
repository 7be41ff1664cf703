"""Writes about staff: accounts, appointments, roles and delegations. One transaction each, audited."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from motcua.identity.account_parameters import account_parameter
from motcua.identity.models import Appointment, Delegation, RoleGrant, Unit, User, UserKind
from motcua.identity.rules.authority import AuthorityRefused, check_delegation, check_period
from motcua.platform.audit import api as audit


@transaction.atomic
def create_staff_account(
    *,
    username: str,
    full_name: str,
    email: str,
    now: datetime,
    actor: User | None = None,
    password_hash: str = "",
    is_administrator: bool = False,
) -> User:
    """A new staff account; without ``password_hash`` (Django's encoded form) it waits for a reset."""
    user = User(
        username=username,
        full_name=full_name,
        email=email,
        kind=UserKind.STAFF,
        is_staff=is_administrator,
        is_superuser=is_administrator,
        password=password_hash,
    )
    if not password_hash:
        user.set_unusable_password()
    user.save()
    audit.record(
        action="identity.staff_account_created",
        now=now,
        actor=actor,
        object_type="user",
        object_id=str(user.uuid),
        detail={"username": username},
    )
    return user


@transaction.atomic
def appoint(
    *,
    user_id: int,
    unit_id: int,
    position_id: int,
    roles: Iterable[str],
    valid_from: date,
    now: datetime,
    valid_to: date | None = None,
    actor: User | None = None,
) -> Appointment:
    """Put a member of staff into a unit and position with its roles.

    Raises :class:`AuthorityRefused` (``ends_before_start``, ``not_staff``).
    """
    check_period(start=valid_from, end=valid_to)
    user = User.objects.select_for_update().get(id=user_id)
    if user.kind != UserKind.STAFF:
        raise AuthorityRefused("not_staff")
    appointment = Appointment.objects.create(
        user=user, unit_id=unit_id, position_id=position_id, valid_from=valid_from, valid_to=valid_to
    )
    granted = sorted(set(roles))
    RoleGrant.objects.bulk_create([RoleGrant(appointment=appointment, role=role) for role in granted])
    _record(appointment, action="identity.staff_appointed", now=now, actor=actor, detail={"roles": granted})
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment_id: int, last_day: date, now: datetime, actor: User | None = None
) -> Appointment:
    """Set the last day in office; running delegations of this office are cut by the same date on reading."""
    appointment = _locked_appointment(appointment_id)
    check_period(start=appointment.valid_from, end=last_day)
    appointment.valid_to = last_day
    appointment.save(update_fields=["valid_to"])
    detail: dict[str, object] = {"last_day": last_day.isoformat()}
    _record(appointment, action="identity.staff_appointment_ended", now=now, actor=actor, detail=detail)
    return appointment


@transaction.atomic
def grant_role(*, appointment_id: int, role: str, now: datetime, actor: User | None = None) -> RoleGrant:
    """Give an office one more role; a role it already has stays as it is and leaves no trace."""
    appointment = _locked_appointment(appointment_id)
    grant, is_new = RoleGrant.objects.get_or_create(appointment=appointment, role=role)
    if is_new:
        _record(
            appointment, action="identity.staff_role_granted", now=now, actor=actor, detail={"role": role}
        )
    return grant


@transaction.atomic
def withdraw_role(*, appointment_id: int, role: str, now: datetime, actor: User | None = None) -> bool:
    """Take a role away; False when the office did not have it."""
    appointment = _locked_appointment(appointment_id)
    removed, _ = RoleGrant.objects.filter(appointment=appointment, role=role).delete()
    if removed:
        _record(
            appointment, action="identity.staff_role_withdrawn", now=now, actor=actor, detail={"role": role}
        )
    return bool(removed)


@transaction.atomic
def delegate(
    *,
    delegator_id: int,
    delegate_id: int,
    valid_from: date,
    valid_to: date,
    document_number: str,
    document_on: date,
    now: datetime,
    reason: str = "",
    document_id: int | None = None,
    actor: User | None = None,
) -> Delegation:
    """Hand the roles of one appointment to a colleague for an absence (ủy quyền), by a dated document.

    Raises :class:`AuthorityRefused` with the codes of :func:`rules.authority.check_delegation`.
    """
    # Both rows in one fixed order, so that two delegations made at once cannot wait for each other.
    offices = {
        office.id: office
        for office in Appointment.objects.select_for_update(of=("self",))
        .select_related("unit__agency")
        .filter(id__in=[delegator_id, delegate_id])
        .order_by("id")
    }
    giver, holder = offices[delegator_id], offices[delegate_id]
    check_delegation(
        same_person=giver.user_id == holder.user_id,
        same_agency=giver.unit.agency_id == holder.unit.agency_id,
        roles=frozenset(giver.grants.values_list("role", flat=True)),
        start=valid_from,
        end=valid_to,
        document_on=document_on,
        longest_days=account_parameter(name="delegation_days_at_most", on=valid_from),
    )
    delegation = Delegation.objects.create(
        delegator=giver,
        delegate=holder,
        valid_from=valid_from,
        valid_to=valid_to,
        document_number=document_number,
        document_on=document_on,
        document_id=document_id,
        reason=reason,
    )
    _record_delegation(delegation, action="identity.authority_delegated", now=now, actor=actor)
    return delegation


@transaction.atomic
def revoke_delegation(*, delegation_id: int, now: datetime, actor: User | None = None) -> Delegation:
    """End a delegation at once; one that was already revoked stays as it was."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("delegator__unit__agency", "delegate")
        .get(id=delegation_id)
    )
    if delegation.revoked_at is None:
        delegation.revoked_at = now
        delegation.save(update_fields=["revoked_at"])
        _record_delegation(delegation, action="identity.delegation_revoked", now=now, actor=actor)
    return delegation


def _locked_appointment(appointment_id: int) -> Appointment:
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("unit__agency", "user")
        .get(id=appointment_id)
    )


def _record(
    appointment: Appointment, *, action: str, now: datetime, actor: User | None, detail: dict[str, object]
) -> None:
    unit = Unit.objects.select_related("agency").get(id=appointment.unit_id)
    audit.record(
        action=action,
        now=now,
        actor=actor,
        agency_code=unit.agency.code,
        object_type="appointment",
        object_id=str(appointment.id),
        detail={"user_id": appointment.user_id, "unit": unit.code, **detail},
    )


def _record_delegation(delegation: Delegation, *, action: str, now: datetime, actor: User | None) -> None:
    audit.record(
        action=action,
        now=now,
        actor=actor,
        agency_code=delegation.delegator.unit.agency.code,
        object_type="delegation",
        object_id=str(delegation.uuid),
        detail={
            "from_user_id": delegation.delegator.user_id,
            "to_user_id": delegation.delegate.user_id,
            "valid_from": delegation.valid_from.isoformat(),
            "valid_to": delegation.valid_to.isoformat(),
            "document": delegation.document_number,
        },
    )
