"""Reads of the identity room."""

from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import BigIntegerField, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from motcua.identity.models import (
    Agency,
    AgencyKind,
    Appointment,
    Organisation,
    Person,
    Representation,
    RoleGrant,
    User,
    UserKind,
    same_name,
)
from motcua.identity.rules.staff import NEVER_DELEGATED, Membership, StaffContext
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param

MEMBERSHIP_FIELDS = (
    "appointment_id",
    "appointment__unit__agency_id",
    "appointment__unit__agency__code",
    "appointment__unit_id",
    "appointment__unit__code",
    "role",
    "appointment__unit__agency__kind",
)
# The same columns as fields of Membership, with the two of a delegation behind them.
MEMBERSHIP_NAMES = (
    "appointment_id",
    "agency_id",
    "agency_code",
    "unit_id",
    "unit_code",
    "role",
    "agency_kind",
    "via_delegation_id",
    "delegator_user_id",
)


def in_force(*, on: date | Param, prefix: str = "") -> Q:
    """Rows with ``valid_from``/``valid_to`` (last day, open when empty) that are valid on ``on``."""
    started = Q(**{f"{prefix}valid_from__lte": on})
    open_ended = Q(**{f"{prefix}valid_to__isnull": True})
    return started & (open_ended | Q(**{f"{prefix}valid_to__gte": on}))


def get_staff_context(*, user_id: int, on: date) -> StaffContext:
    """Roles, units and delegations of one account on a day: one statement, two when it holds no office."""
    rows = _read_roles.all(user_id=user_id, on=on)
    if not rows:
        name = User.objects.filter(id=user_id).values_list("full_name", flat=True).first()
        return StaffContext(user_id=user_id, full_name=name or "")
    # Own offices come first, so that a step done in both capacities is recorded as one's own.
    rows.sort(key=lambda row: (row[7] is not None, row[0], row[5]))
    memberships = tuple(Membership(**dict(zip(MEMBERSHIP_NAMES, row[:-1], strict=True))) for row in rows)
    return StaffContext(user_id=user_id, full_name=rows[0][-1], memberships=memberships)


def _own_roles(user_id: Param, on: Param) -> "QuerySet[RoleGrant, tuple]":  # type: ignore[type-arg]
    return (
        RoleGrant.objects.filter(
            in_force(on=on, prefix="appointment__"),
            appointment__user_id=user_id,
            appointment__user__is_active=True,
        )
        .annotate(
            delegation_id=Cast(Value(None), IntegerField()),
            delegator_id=Cast(Value(None), IntegerField()),
            name=F("appointment__user__full_name"),
        )
        .values_list(*MEMBERSHIP_FIELDS, "delegation_id", "delegator_id", "name")
    )


def _delegated_roles(user_id: Param, on: Param) -> "QuerySet[RoleGrant, tuple]":  # type: ignore[type-arg]
    """Roles of absent colleagues. Both offices must be in force; a delegated role is not passed on."""
    given = "appointment__given_delegations__"
    return (
        RoleGrant.objects.filter(
            in_force(on=on, prefix="appointment__")
            & in_force(on=on, prefix=given)
            & in_force(on=on, prefix=f"{given}delegate__")
            & Q(
                **{
                    f"{given}revoked_at__isnull": True,
                    f"{given}delegate__user_id": user_id,
                    f"{given}delegate__user__is_active": True,
                }
            )
        )
        .exclude(role__in=NEVER_DELEGATED)
        .annotate(
            delegation_id=F(f"{given}id"),
            delegator_id=F("appointment__user_id"),
            name=F(f"{given}delegate__user__full_name"),
        )
        .values_list(*MEMBERSHIP_FIELDS, "delegation_id", "delegator_id", "name")
    )


def _all_roles() -> "QuerySet[RoleGrant, tuple]":  # type: ignore[type-arg]
    user, on = Param("user_id", BigIntegerField()), Param("on", DateField())
    return _own_roles(user, on).union(_delegated_roles(user, on), all=True)


# Asked by every request of the office.
_read_roles = Planned(_all_roles)


def users_with_role(*, role: str, agency_id: int, unit_id: int | None = None, on: date) -> list[User]:
    """Active accounts that hold ``role`` in the agency (and unit) on a day, stand-ins included."""
    offices = RoleGrant.objects.filter(
        in_force(on=on, prefix="appointment__"), role=role, appointment__unit__agency_id=agency_id
    )
    if unit_id is not None:
        offices = offices.filter(appointment__unit_id=unit_id)
    holders: list[Q] = [Q(appointments__in=offices.values("appointment_id"))]
    if role not in NEVER_DELEGATED:
        held = "appointments__held_delegations__"
        holders.append(
            in_force(on=on, prefix="appointments__")
            & in_force(on=on, prefix=held)
            & Q(
                **{
                    f"{held}revoked_at__isnull": True,
                    f"{held}delegator__in": offices.values("appointment_id"),
                }
            )
        )
    return list(
        User.objects.filter(reduce(or_, holders), is_active=True).distinct().order_by("full_name", "id")
    )


def get_person_for(user: User) -> Person | None:
    """The natural person behind an account; staff and technical accounts have none."""
    return Person.objects.filter(user_id=user.id).first()


def get_person_id_for(user: User) -> int | None:
    """The number alone: what a dossier keeps of the person behind an account."""
    return next((number for (number,) in _person_ids.all(user=user.id)), None)


_person_ids = Planned(
    lambda: Person.objects.filter(user_id=Param("user", BigIntegerField())).values_list("id")
)


def get_representative_id(user: User, *, organisation_id: int, on: date) -> int | None:
    """The number of the person behind an account when they may act for the organisation that day, or None."""
    found = _representative_ids.all(user=user.id, organisation=organisation_id, on=on)
    return next((number for (number,) in found), None)


def _all_representative_ids() -> QuerySet[Representation, tuple[int]]:
    held = Representation.objects.filter(
        in_force(on=Param("on", DateField())),
        person__user_id=Param("user", BigIntegerField()),
        organisation_id=Param("organisation", BigIntegerField()),
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    )
    return held.order_by("id").values_list("person_id")


_representative_ids = Planned(_all_representative_ids)


def get_own_person(*, user_id: int) -> Person:
    """Like :func:`get_person_for`, raising ``Person.DoesNotExist``."""
    return Person.objects.get(user_id=user_id)


def find_person_by_id_hash(*, id_number_hash: str) -> Person | None:
    """The person proved to own this ID number, else one met at the counter without account; never a claim."""
    owners = Person.objects.filter(id_number_hash=id_number_hash).exclude(id_number_hash="")
    return owners.filter(Q(assurance_level__gt=0) | Q(user=None)).order_by("-assurance_level", "id").first()


def list_represented_organisations(*, person_id: int, on: date) -> list[Organisation]:
    """Organisations for which the person holds confirmed written authority on that day, by name."""
    held = Representation.objects.filter(
        in_force(on=on), person_id=person_id, confirmed_at__isnull=False, ended_at__isnull=True
    )
    return list(Organisation.objects.filter(id__in=held.values("organisation_id")).order_by("name_vi", "id"))


def organisations_of_account(*, user_id: int, on: date) -> "QuerySet[Representation, int]":
    """Ids of the organisations for which the account's owner acts that day, for use inside another query."""
    held = Representation.objects.filter(
        in_force(on=on), person__user_id=user_id, confirmed_at__isnull=False, ended_at__isnull=True
    )
    return held.values_list("organisation_id", flat=True)


def account_acting_for(*, organisation_id: int, on: date) -> int | None:
    """An account whose owner acts for the organisation that day, by law before by written authority; None without."""
    held = Representation.objects.filter(
        in_force(on=on),
        organisation_id=organisation_id,
        person__user__is_active=True,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    )
    newest = held.order_by("-is_legal_representative", "-valid_from", "-id")
    return newest.values_list("person__user_id", flat=True).first()


def get_authority(*, person_id: int, organisation_id: int, on: date) -> Representation | None:
    """The confirmed authority by which the person acts for the organisation that day; the law's comes first."""
    held = Representation.objects.filter(
        in_force(on=on),
        person_id=person_id,
        organisation_id=organisation_id,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    )
    return held.order_by("-is_legal_representative", "-valid_from", "-id").first()


def known_name_instead(*, tax_code: str, name: str) -> str:
    """The confirmed name of the organisation when it differs from ``name`` in more than blanks and capitals,
    or an empty text.
    """
    known = Organisation.objects.filter(tax_code=tax_code).values_list("name_vi", flat=True).first()
    return known if known and not same_name(known, name) else ""


def list_representations(*, person_id: int) -> QuerySet[Representation]:
    """Every authority the person holds or held, newest first."""
    return (
        Representation.objects.filter(person_id=person_id)
        .select_related("organisation", "document")
        .order_by("-valid_from", "-id")
    )


def agency_by_code(code: str) -> Agency:
    """The agency with this short code; raises ``Agency.DoesNotExist``."""
    return Agency.objects.get(code=code)


def get_province() -> Agency:
    """The People's Committee that stands above the agencies; raises ``Agency.DoesNotExist``."""
    return Agency.objects.get(kind=AgencyKind.PROVINCE)


def list_agencies() -> list[Agency]:
    """Active agencies of the province, by code; the province itself is :func:`get_province`."""
    return list(Agency.objects.filter(is_active=True).exclude(kind=AgencyKind.PROVINCE).order_by("code"))


def list_staff_accounts() -> QuerySet[User]:
    return User.objects.filter(kind=UserKind.STAFF).order_by("full_name", "id")


def get_user(*, user_id: int) -> User:
    return User.objects.get(id=user_id)


def list_waiting_authorities() -> QuerySet[Representation]:
    """Unconfirmed, not ended, oldest first."""
    return (
        Representation.objects.filter(confirmed_at__isnull=True, ended_at__isnull=True)
        .select_related("person", "organisation", "document")
        .order_by("id")
    )


def get_own_representation(*, person_id: int, uuid: UUID, on: date) -> Representation:
    """An authority the person holds, or one for an organisation whose legal representative they are that day.

    Raises ``Representation.DoesNotExist`` for everybody else's.
    """
    led = list_led_organisations(person_id=person_id, on=on)
    return Representation.objects.select_related("organisation", "person", "document").get(
        Q(person_id=person_id) | Q(organisation__in=led), uuid=uuid
    )


def list_led_organisations(*, person_id: int, on: date) -> QuerySet[Organisation]:
    """Organisations whose confirmed legal representative the person is on that day: they may end others'
    authority.
    """
    led = Representation.objects.filter(
        in_force(on=on),
        person_id=person_id,
        is_legal_representative=True,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    )
    return Organisation.objects.filter(id__in=led.values("organisation_id")).order_by("name_vi", "id")


def list_fellow_representations(*, person_id: int, on: date) -> QuerySet[Representation]:
    """Who else acts for the organisations that the person leads on that day."""
    return (
        Representation.objects.filter(
            organisation__in=list_led_organisations(person_id=person_id, on=on), ended_at__isnull=True
        )
        .exclude(person_id=person_id)
        .select_related("organisation", "person")
        .order_by("organisation__name_vi", "person__full_name", "id")
    )


def list_offices(*, queryset: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Appointments with all that a list shows of them."""
    return queryset.select_related("user", "position", "unit__agency").prefetch_related("grants")


def find_user(*, username: str) -> User | None:
    """The account with this name, if there is one."""
    return User.objects.filter(username=username).first()
