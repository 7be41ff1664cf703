"""Fictional applicants of the demonstration, composed from lists of common names."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random

from motcua.identity.api import (
    Organisation,
    OrganisationDetails,
    Person,
    PersonDetails,
    User,
    create_citizen_account,
    register_organisation,
    register_organisation_authority,
    register_person,
)
from motcua.platform.privacy.fields import lookup_hash

NAMES_FILE = Path(__file__).parent / "data" / "names.json"
# The generated dossiers reach two years back.
YEARS_LED = 3


@dataclass(frozen=True)
class Applicant:
    """An account with its person, and the organisation it files for, if any."""

    user: User
    person: Person
    details: PersonDetails
    organisation: Organisation | None

    @property
    def name(self) -> str:
        return self.organisation.name_vi if self.organisation else self.details.full_name

    @property
    def id_hash(self) -> str:
        return lookup_hash(self.organisation.tax_code if self.organisation else self.details.id_number)

    def answers(self) -> dict[str, str]:
        """The applicant block of an e-form."""
        details = self.details
        block = {
            "kind": "citizen",
            "full_name": details.full_name,
            "id_number": details.id_number,
            "birth_date": details.date_of_birth.isoformat() if details.date_of_birth else "",
            "phone": details.phone,
            "email": details.email,
            "address": details.address,
        }
        if self.organisation is None:
            return block
        return {
            **block,
            "kind": "organisation",
            "organisation_name": self.organisation.name_vi,
            "tax_code": self.organisation.tax_code,
            "organisation_address": self.organisation.address,
            "position": "Giám đốc",
            "authority": "legal",
        }


def make_applicants(*, amount: int, random: Random, now: datetime, first: int = 1) -> list[Applicant]:
    """So many new accounts, numbered from ``first``; every third files for an organisation.

    Nobody can sign in with them.
    """
    words: dict[str, list[str]] = json.loads(NAMES_FILE.read_text(encoding="utf-8"))
    return [_make(number, words, random, now) for number in range(first, first + amount)]


def _make(number: int, words: dict[str, list[str]], random: Random, now: datetime) -> Applicant:
    details = _details(number, words, random)
    username = f"dan{number:03d}"
    user = create_citizen_account(
        username=username, email=details.email, full_name=details.full_name, now=now
    )
    person = register_person(details=details, user_id=user.pk, now=now)
    organisation = _organisation(number, words, random, now) if number % 3 == 0 else None
    if organisation:
        _lead(person, organisation, now)
    return Applicant(user, person, details, organisation)


def _lead(person: Person, organisation: Organisation, now: datetime) -> None:
    """Head of the firm since before its first dossier; without authority the account would not see them."""
    register_organisation_authority(
        person_id=person.pk,
        organisation_id=organisation.pk,
        valid_from=date(now.year - YEARS_LED, 1, 1),
        title="Giám đốc",
        is_legal_representative=True,
        is_confirmed=True,
        now=now,
    )


def _details(number: int, words: dict[str, list[str]], random: Random) -> PersonDetails:
    group = random.choice(("men", "women"))
    parts = (words["family"], words[f"middle_{group}"], words[group])
    return PersonDetails(
        full_name=" ".join(random.choice(part) for part in parts),
        # Numbers that begin with 099 are not in use.
        id_number=f"099{number:09d}",
        date_of_birth=date(random.randint(1960, 2004), random.randint(1, 12), random.randint(1, 28)),
        phone=f"0900{number:06d}",
        email=f"dan{number:03d}@dan.lamson.example",
        address=_address(words, random),
        assurance_level=2,
    )


def _organisation(number: int, words: dict[str, list[str]], random: Random, now: datetime) -> Organisation:
    name = f"Công ty TNHH {random.choice(words['trades'])} {random.choice(words['firms'])}"
    details = OrganisationDetails(
        tax_code=f"999{number:07d}",
        name_vi=name,
        address=_address(words, random),
        phone=f"0290{number:06d}",
        email=f"congty{number:03d}@dan.lamson.example",
    )
    return register_organisation(details=details, now=now)


def _address(words: dict[str, list[str]], random: Random) -> str:
    house = random.randint(1, 199)
    return (
        f"số {house} đường {random.choice(words['streets'])}, {random.choice(words['wards'])}, tỉnh Lam Sơn"
    )
