"""How agencies, their heads and signers stand on documents (Decree 30/2020, Annex I): the one way of the house."""

from datetime import date

from motcua.identity.models import Agency, AgencyKind, Appointment, Role, RoleGrant, Unit
from motcua.identity.queries import get_staff_context, in_force
from motcua.identity.rules.signing import Office, head_behind, title_block, title_of_head, with_body

# Led by a collective, for which its chair signs; every other agency is led by one head.
_COLLECTIVE = "Ủy ban nhân dân"


def short_name(agency: Agency) -> str:
    """The name below its parent's: the province, which that line names, is not said again."""
    province = agency.parent.name_vi.partition(" tỉnh ")[2] if agency.parent else ""
    return agency.name_vi.removesuffix(f" tỉnh {province}") if province else agency.name_vi


def head_title(*, agency: Agency, on: date) -> str:
    """The title of the agency's head, from the positions of its leaders; nobody in office: what the law calls it."""
    leaders = RoleGrant.objects.filter(
        in_force(on=on, prefix="appointment__"), role=Role.LEADER, appointment__unit__agency=agency
    ).order_by("appointment__position__rank", "appointment_id")
    title = leaders.values_list("appointment__position__title_vi", flat=True).first()
    return head_behind(title) if title else title_of_head(agency.name_vi)


def authority_of(*, agency: Agency, on: date, is_short: bool = False) -> str:
    """Whose authority a decision rests on: ``Chủ tịch Ủy ban nhân dân tỉnh Lam Sơn``, ``Giám đốc Sở Nội vụ tỉnh …``.

    ``is_short`` leaves out the province, as :func:`short_name` does.
    """
    return with_body(head_title(agency=agency, on=on), short_name(agency) if is_short else agency.name_vi)


def signer_lines(
    *, user_id: int, agency: Agency, on: date, absent_id: int | None = None, as_head: bool = False
) -> tuple[str, ...]:
    """The lines above the name of who signs for ``agency`` (Decree 30/2020, Article 13).

    ``as_head``: the document rests on the authority of the agency's head, so no collective speaks in it.
    ``absent_id``: the colleague in whose place, by a written authorisation, it is signed.
    """
    held = _held(user_id, agency, on)
    if held is None:
        return ()
    absent = _held(absent_id, agency, on) if absent_id is not None else None
    home = held.unit.agency
    return title_block(
        office=Office(
            title=held.position.title_vi,
            leads=_has(held, Role.LEADER),
            heads_unit=_has(held, Role.HEAD_OF_UNIT),
        ),
        head=head_title(agency=home if absent is None else absent.unit.agency, on=on),
        collective=_COLLECTIVE if home.kind == AgencyKind.PROVINCE and not as_head else "",
        is_authorised=absent is not None and _has(absent, Role.LEADER),
    )


def drafting_unit(*, user_id: int, agency: Agency, on: date) -> str:
    """The unit that a letter of ``agency`` names as its drafter: ``SNV-CCHC``, ``UBND-SNV``, ``UBND-VP``.

    That of the person, or the person's agency where another agency drafts; leaders have their office draft for them,
    since a board of leaders drafts nothing.
    """
    offices = get_staff_context(user_id=user_id, on=on).memberships
    own = [held for held in offices if held.via_delegation_id is None]
    led = {held.unit_id for held in own if held.role == Role.LEADER}
    units = [held.unit_code for held in own if held.agency_id == agency.pk and held.unit_id not in led]
    if units:
        return units[0]
    elsewhere = [held.agency_code for held in own if held.agency_id != agency.pk]
    if elsewhere and not any(held.agency_id == agency.pk for held in own):
        return elsewhere[0]
    office = Unit.objects.filter(agency=agency, name_vi__startswith="Văn phòng").order_by("order", "id")
    return office.values_list("code", flat=True).first() or "VP"


def _held(user_id: int, agency: Agency, on: date) -> Appointment | None:
    """In which of several offices somebody signs: one of that agency first, of those the one that leads."""
    rows = Appointment.objects.filter(in_force(on=on), user_id=user_id).prefetch_related("grants")
    return min(
        rows.select_related("position", "unit__agency"),
        key=lambda row: (
            row.unit.agency_id != agency.pk,
            not _has(row, Role.LEADER),
            row.position.rank,
            row.pk,
        ),
        default=None,
    )


def _has(held: Appointment, role: Role) -> bool:
    return any(grant.role == role for grant in held.grants.all())
