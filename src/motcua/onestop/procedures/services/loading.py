"""Loads the data file of the catalogue: fields, procedures, first versions. Loading again changes nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from motcua.identity.api import Unit, agency_by_code
from motcua.onestop.forms.models import FormVersion
from motcua.onestop.procedures.models import (
    Component,
    Procedure,
    ProcedureVersion,
    ServiceField,
    VersionState,
)
from motcua.onestop.procedures.ports import draw_process
from motcua.onestop.procedures.rules.fees import check_rule
from motcua.onestop.procedures.services.versions import fill_search

log = structlog.get_logger(__name__)
DATA = Path(__file__).resolve().parents[1] / "data"

# Entries whose name in the file is also the name of the model field.
SAME_NAMES = (
    "name_vi", "name_en", "purpose_vi", "purpose_en", "applicant_kinds", "conditions_vi", "conditions_en",
    "how_to_vi", "how_to_en", "channels", "level", "sets", "legal_limit", "committed_limit", "limit_unit",
    "after_pause", "supplement_limit", "supplement_unit", "signer", "result_vi", "result_en", "result_kind",
    "result_validity_months", "fee", "legal_bases", "steps", "keywords", "source", "unverified",
)  # fmt: skip


@dataclass(frozen=True)
class LoadReport:
    created: int
    linked: int


def catalogue_entries() -> list[dict[str, Any]]:
    """The procedures of the data file as plain values (key, names, components, steps, fee …), in order."""
    return list(_catalogue(DATA)["procedures"])


def load_catalogue(*, now: datetime, folder: Path = DATA) -> LoadReport:
    """Bring the catalogue of the data files of ``folder`` into the database as first versions; safe to repeat.

    A procedure that exists keeps its versions as they are: what is in force changes only by a decision,
    through the office. A form is linked by the procedure's key as soon as it has been loaded; the process
    is drawn here.
    """
    with transaction.atomic():
        fields = _load_fields(folder)
        known = set(Procedure.objects.values_list("key", flat=True))
        catalogue = _catalogue(folder)
        missing = [entry for entry in catalogue["procedures"] if entry["key"] not in known]
        _create(missing, fields, _frame(catalogue), now)
        linked = _link_forms()
    log.info("catalogue_loaded", created=len(missing), linked=linked)
    return LoadReport(created=len(missing), linked=linked)


@cache
def _catalogue(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "procedures.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _load_fields(folder: Path) -> dict[str, ServiceField]:
    entries = json.loads((folder / "fields.json").read_text(encoding="utf-8"))
    return {
        entry["code"]: ServiceField.objects.update_or_create(code=entry["code"], defaults=entry)[0]
        for entry in entries
    }


def _create(
    entries: Sequence[Mapping[str, Any]],
    fields: Mapping[str, ServiceField],
    frame: Mapping[str, Any],
    now: datetime,
) -> None:
    """First versions of ``entries``, in a few statements however many there are."""
    units = _units_of({entry["agency"] for entry in entries})
    procedures = Procedure.objects.bulk_create(_procedure(entry, units, fields) for entry in entries)
    pairs = list(zip(procedures, entries, strict=True))
    versions = ProcedureVersion.objects.bulk_create(_version(*pair, frame, now) for pair in pairs)
    Component.objects.bulk_create(
        Component(version=version, order=order, **component)
        for version, entry in zip(versions, entries, strict=True)
        for order, component in enumerate(entry["components"], start=1)
    )


def _units_of(codes: Iterable[str]) -> dict[tuple[str, str], Unit]:
    agencies = [agency_by_code(code) for code in codes]
    return {(agency.code, unit.code): unit for agency in agencies for unit in agency.units.all()}


def _procedure(
    entry: Mapping[str, Any], units: Mapping[tuple[str, str], Unit], fields: Mapping[str, ServiceField]
) -> Procedure:
    unit = units[entry["agency"], entry["unit"]]
    return Procedure(
        key=entry["key"],
        national_code=entry["code"] or "",
        agency_id=unit.agency_id,
        unit=unit,
        field=fields[entry["field"]],
    )


def _version(
    procedure: Procedure, entry: Mapping[str, Any], frame: Mapping[str, Any], now: datetime
) -> ProcedureVersion:
    check_rule(rule=entry["fee"])
    version = ProcedureVersion(
        procedure=procedure,
        number=1,
        state=VersionState.PUBLISHED,
        published_at=now,
        process_id=draw_process(key=procedure.key, steps=entry["steps"], now=now),
        **frame,
        **{name: entry[name] for name in SAME_NAMES},
    )
    fill_search(version=version, components=entry["components"])
    return version


def _frame(catalogue: Mapping[str, Any]) -> dict[str, Any]:
    """What all first versions share: the day they start and the decision that published them."""
    return {
        "valid_from": date.fromisoformat(catalogue["valid_from"]),
        "decision_number": catalogue["decision"]["number"],
        "decision_on": date.fromisoformat(catalogue["decision"]["on"]),
        "checked_on": date.fromisoformat(catalogue["checked_on"]),
    }


def _link_forms() -> int:
    """Give versions without a form the newest one of their procedure's key."""
    forms = {form.key: form for form in FormVersion.objects.order_by("number")}
    linked = 0
    for version in ProcedureVersion.objects.select_related("procedure").filter(form=None):
        form = forms.get(version.procedure.key)
        if form is not None:
            linked += ProcedureVersion.objects.filter(pk=version.pk).update(form=form)
    return linked
