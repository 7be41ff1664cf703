"""People who hold an office of the round."""

from datetime import date

from django.db.models import Q

from motcua.identity.api import Appointment, User


def people_with_role(role: str, *, on: date) -> list[tuple[User, str]]:
    """Everybody who holds ``role`` by an own appointment on a day, with the code of the agency, by name."""
    rows = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        grants__role=role,
        valid_from__lte=on,
        user__is_active=True,
    )
    found = {
        row.user_id: (row.user, row.unit.agency.code) for row in rows.select_related("user", "unit__agency")
    }
    return sorted(found.values(), key=lambda pair: pair[0].full_name)
