"""Who files, read from the shared applicant block."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# By what right a person files for an organisation (Civil Code 91/2015/QH13, Art. 137 and 138).
LEGAL, AUTHORISED = "legal", "authorised"


@dataclass(frozen=True)
class Applicant:
    """As the dossier keeps it. ``id_number`` is the tax code of an organisation; ``recipient`` is who takes the
    post, empty where nobody was named.
    """

    name: str
    id_number: str
    phone: str
    email: str
    address: str
    return_channel: str
    return_address: str
    recipient: str = ""
    recipient_phone: str = ""


def applicant_of(data: Mapping[str, Any]) -> Applicant:
    """Read the shared blocks ``applicant`` and ``result``. Missing answers are empty text."""
    block, result = data.get("applicant", {}), data.get("result", {})
    is_organisation = block.get("kind") == "organisation"
    name, number, address = (
        ("organisation_name", "tax_code", "organisation_address")
        if is_organisation
        else ("full_name", "id_number", "address")
    )
    return Applicant(
        name=block.get(name, ""),
        id_number=block.get(number, ""),
        phone=block.get("phone", ""),
        email=block.get("email", ""),
        address=block.get(address, ""),
        return_channel=result.get("channel", "online"),
        return_address=result.get("address", ""),
        recipient=result.get("recipient", ""),
        recipient_phone=result.get("phone", ""),
    )
