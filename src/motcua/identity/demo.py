"""The demonstration's province: agencies, units, staff and a few citizens, all fictional."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from motcua.identity.models import Agency, Organisation, Position, Unit, User
from motcua.identity.people import (
    OrganisationDetails,
    PersonDetails,
    create_citizen_account,
    register_organisation,
    register_organisation_authority,
    register_person,
)
from motcua.identity.services import appoint, create_staff_account

DEMO_FILE = Path(__file__).parent / "data" / "demo.json"
Record = Mapping[str, Any]


@dataclass(frozen=True)
class DemoAccount:
    """One account to show at the start of the demonstration, and what it is for."""

    username: str
    full_name: str
    what_vi: str
    what_en: str


@dataclass(frozen=True)
class DemoProvince:
    """What :func:`provision_demo` found or made; ``password`` opens every account of the demonstration."""

    agencies: int
    units: int
    staff: int
    password: str
    accounts: tuple[DemoAccount, ...]


@transaction.atomic
def provision_demo(*, now: datetime, password: str | None = None) -> DemoProvince:
    """Load the fictional province from ``data/demo.json``; a second call adds only what is missing."""
    data: Record = json.loads(DEMO_FILE.read_text(encoding="utf-8"))
    secret = password or settings.DEMO_PASSWORD
    known = set(User.objects.values_list("username", flat=True))
    units = _load_units(data)
    positions = _load_positions(data)
    since = date.fromisoformat(data["in_office_since"])
    staff = list(_list_staff(data))
    new_staff = [record for record in staff if record["username"] not in known]
    new_people = [record for record in data["people"] if record["username"] not in known]
    # One hash for all: the password is printed anyway, and seventy separate ones would take half a minute.
    password_hash = make_password(secret) if new_staff or new_people else ""
    for record in new_staff:
        _load_staff(record, units, positions, since, password_hash, now)
    organisations = _load_organisations(data, now)
    for record in new_people:
        _load_citizen(record, organisations, password_hash, now)
    return DemoProvince(
        agencies=len(data["agencies"]),
        units=len(units),
        staff=len(staff),
        password=secret,
        accounts=_showcase(data, staff),
    )


def _load_units(data: Record) -> dict[tuple[str, str], Unit]:
    """Agencies and their units by (agency code, unit code); the first agency of the file is the province."""
    units: dict[tuple[str, str], Unit] = {}
    province: Agency | None = None
    for record in data["agencies"]:
        values = {name: value for name, value in record.items() if name not in ("code", "units")}
        agency, _ = Agency.objects.get_or_create(code=record["code"], defaults={**values, "parent": province})
        province = province or agency
        for order, unit in enumerate(record["units"]):
            names = {"name_vi": unit["name_vi"], "name_en": unit["name_en"], "order": order}
            units[agency.code, unit["code"]], _ = Unit.objects.get_or_create(
                agency=agency, code=unit["code"], defaults=names
            )
    return units


def _load_positions(data: Record) -> dict[str, Position]:
    return {
        record["code"]: Position.objects.get_or_create(
            code=record["code"], defaults={name: record[name] for name in ("title_vi", "title_en", "rank")}
        )[0]
        for record in data["positions"]
    }


def _list_staff(data: Record) -> Iterator[Record]:
    for agency in data["agencies"]:
        for unit in agency["units"]:
            for record in unit["staff"]:
                yield {**record, "agency": agency["code"], "unit": unit["code"]}


def _load_staff(
    record: Record,
    units: Mapping[tuple[str, str], Unit],
    positions: Mapping[str, Position],
    since: date,
    password_hash: str,
    now: datetime,
) -> None:
    user = create_staff_account(
        username=record["username"],
        full_name=record["full_name"],
        email=f"{record['username']}@{record['agency'].lower()}.lamson.example",
        password_hash=password_hash,
        is_administrator=record.get("is_administrator", False),
        now=now,
    )
    for office in (record, *record.get("also", ())):
        appoint(
            user_id=user.id,
            unit_id=units[office["agency"], office["unit"]].id,
            position_id=positions[office["position"]].id,
            roles=office["roles"],
            valid_from=since,
            now=now,
        )


def _load_organisations(data: Record, now: datetime) -> dict[str, Organisation]:
    return {
        record["tax_code"]: register_organisation(details=OrganisationDetails(**record), now=now)
        for record in data["organisations"]
    }


def _load_citizen(
    record: Record, organisations: Mapping[str, Organisation], password_hash: str, now: datetime
) -> None:
    user = create_citizen_account(
        username=record["username"],
        email=record["email"],
        full_name=record["full_name"],
        password_hash=password_hash,
        now=now,
    )
    details = PersonDetails(
        **{name: record[name] for name in ("full_name", "id_number", "phone", "email", "address")},
        date_of_birth=date.fromisoformat(record["date_of_birth"]),
        assurance_level=record["assurance_level"],
    )
    person = register_person(details=details, user_id=user.id, now=now)
    for authority in record.get("represents", ()):
        register_organisation_authority(
            person_id=person.id,
            organisation_id=organisations[authority["tax_code"]].id,
            title=authority["title"],
            is_legal_representative=authority["is_legal_representative"],
            document_number=authority["document_number"],
            valid_from=date.fromisoformat(authority["valid_from"]),
            is_confirmed=True,
            now=now,
        )


def _showcase(data: Record, staff: list[Record]) -> tuple[DemoAccount, ...]:
    names = {record["username"]: record["full_name"] for record in (*staff, *data["people"])}
    return tuple(DemoAccount(full_name=names[record["username"]], **record) for record in data["showcase"])


def list_demo_accounts() -> tuple[DemoAccount, ...]:
    """The accounts worth trying, from the file; whether they are loaded is not asked."""
    data: Record = json.loads(DEMO_FILE.read_text(encoding="utf-8"))
    return _showcase(data, list(_list_staff(data)))
