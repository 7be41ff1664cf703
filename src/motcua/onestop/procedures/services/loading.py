"""Loads the catalogue's data file: fields, procedures and their first versions. Loading again changes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from motcua.identity.api import Agency, agency_by_code
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
from motcua.onestop.procedures.services.versions import refresh_search

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
    """The procedures of the data file as plain values (key, names, components, steps, fee rule …), in its order."""
    return list(_catalogue()["procedures"])


def load_catalogue(*, now: datetime) -> LoadReport:
    """Bring the catalogue of the data file into the database as first versions; safe to repeat.

    A procedure that exists keeps its versions as they are: what is in force changes only by a decision, through
    the office. A form is linked by the procedure's key as soon as it has been loaded; the process is drawn here.
    """
    with transaction.atomic():
        fields = _load_fields()
        known = set(Procedure.objects.values_list("key", flat=True))
        missing = [entry for entry in catalogue_entries() if entry["key"] not in known]
        for entry in missing:
            _create(entry, fields, now)
        linked = _link_forms()
    log.info("catalogue_loaded", created=len(missing), linked=linked)
    return LoadReport(created=len(missing), linked=linked)


@cache
def _catalogue() -> dict[str, Any]:
    return json.loads((DATA / "procedures.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _load_fields() -> dict[str, ServiceField]:
    entries = json.loads((DATA / "fields.json").read_text(encoding="utf-8"))
    return {
        entry["code"]: ServiceField.objects.update_or_create(code=entry["code"], defaults=entry)[0]
        for entry in entries
    }


def _create(entry: Mapping[str, Any], fields: Mapping[str, ServiceField], now: datetime) -> None:
    agency: Agency = agency_by_code(entry["agency"])
    procedure = Procedure.objects.create(
        key=entry["key"],
        national_code=entry["code"] or "",
        agency=agency,
        unit=agency.units.get(code=entry["unit"]),
        field=fields[entry["field"]],
    )
    check_rule(rule=entry["fee"])
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        state=VersionState.PUBLISHED,
        published_at=now,
        process_id=draw_process(key=procedure.key, steps=entry["steps"], now=now),
        **_frame(),
        **{name: entry[name] for name in SAME_NAMES},
    )
    Component.objects.bulk_create(
        Component(version=version, order=order, **component)
        for order, component in enumerate(entry["components"], start=1)
    )
    refresh_search(version=version)


def _frame() -> dict[str, Any]:
    """What all first versions share: the day they start and the decision that published them."""
    catalogue = _catalogue()
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
