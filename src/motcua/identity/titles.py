"""How agencies and signers stand on documents (Decree 30/2020, Annex I)."""

from datetime import date

from motcua.identity.models import Agency, Appointment
from motcua.identity.queries import in_force

_HEADS_OF_UNITS = ("Trưởng phòng", "Chánh Văn phòng", "Chi cục trưởng")


def short_name(agency: Agency) -> str:
    """The name below its parent's: the province, which that line names, is not said again."""
    province = agency.parent.name_vi.partition(" tỉnh ")[2] if agency.parent else ""
    return agency.name_vi.removesuffix(f" tỉnh {province}") if province else agency.name_vi


def signer_lines(*, user_id: int, on: date) -> tuple[str, ...]:
    """The lines above a leader's name: a deputy signs for the head, the head of a unit by
    order (Decree 30/2020, Article 13)."""
    offices = Appointment.objects.filter(in_force(on=on), user_id=user_id).select_related("position")
    office = offices.order_by("position__rank", "id").first()
    title = office.position.title_vi.removesuffix(" Ủy ban nhân dân") if office else ""
    if title.startswith("Phó "):
        lines: tuple[str, ...] = (f"KT. {title.removeprefix('Phó ')}", title)
    else:
        lines = (title,) if title else ()
    # Who heads a unit signs by order of the agency's head.
    return ("TL. Giám đốc", *lines) if title.endswith(_HEADS_OF_UNITS) else lines
