"""What the identity room hands over when a person asks for their data (Law 91/2025: right to a copy)."""

from typing import Any

from motcua.identity.models import Person, Representation, User
from motcua.platform.privacy.plain import plain_values

ACCOUNT = ("username", "email", "full_name", "language", "date_joined", "last_login")
PERSON = (
    "full_name",
    "id_number",
    "date_of_birth",
    "phone",
    "email",
    "address",
    "assurance_level",
    "verified_at",
)
AUTHORITY = ("title", "document_number", "valid_from", "valid_to", "confirmed_at", "ended_at")


def export_account(user_id: int) -> dict[str, Any]:
    """Account, person and authorities of one user as plain JSON values."""
    user = User.objects.get(id=user_id)
    person = Person.objects.filter(user_id=user_id).first()
    authorities = Representation.objects.filter(person__user_id=user_id).select_related("organisation")
    return {
        "account": plain_values(user, ACCOUNT),
        "person": plain_values(person, PERSON) if person is not None else None,
        "authorities": [
            {
                "organisation": row.organisation.name_vi,
                "tax_code": row.organisation.tax_code,
                **plain_values(row, AUTHORITY),
            }
            for row in authorities.order_by("id")
        ],
    }
