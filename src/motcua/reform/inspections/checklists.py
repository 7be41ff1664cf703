"""Versions of the checklist: shipped ones come from a data file, further ones are written in the office."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from motcua.identity.api import User
from motcua.platform.audit.api import record
from motcua.reform import sources
from motcua.reform.inspections.models import InspectionChecklist

DATA = Path(__file__).parent / "data" / "checklists.json"
Item = dict[str, str]


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Every version of the data file."""
    rows: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))["checklists"]
    return tuple(rows)


@cache
def areas_in_english() -> Mapping[str, str]:
    """English names of the areas of the data file, by the Vietnamese ones that items carry."""
    names: dict[str, str] = json.loads(DATA.read_text(encoding="utf-8"))["areas"]
    return names


def source_text(checklist: InspectionChecklist) -> str:
    """What a version rests on, in the reader's language where it is a shipped one."""
    return sources.source_text(checklist.source, shipped())


def load_checklists(*, now: datetime) -> int:
    """Bring the shipped versions in; returns how many were new. A version that is there stays as it is."""
    known = set(InspectionChecklist.objects.values_list("key", "number"))
    fresh = [row for row in shipped() if (row["key"], row["number"]) not in known]
    for row in fresh:
        values = {name: value for name, value in row.items() if name not in ("source_vi", "source_en")}
        InspectionChecklist.objects.get_or_create(
            key=row["key"],
            number=row["number"],
            defaults={
                **values,
                "valid_from": date.fromisoformat(row["valid_from"]),
                "source": row["source_vi"],
                "digest": digest_of(row["items"]),
                "created_at": now,
            },
        )
    return len(fresh)


def current_checklist(*, scope: str, on: date, now: datetime) -> InspectionChecklist:
    """The version in force on a day: the last that began by then, else the first of all."""
    versions = InspectionChecklist.objects.filter(scope=scope)
    if not versions.exists():
        load_checklists(now=now)
    in_force = versions.filter(valid_from__lte=on).order_by("valid_from", "number").last()
    return in_force or versions.order_by("valid_from", "number")[0]


@transaction.atomic
def add_version(
    *,
    after: InspectionChecklist,
    name_vi: str,
    name_en: str,
    items: Sequence[Item],
    valid_from: date,
    source: str,
    actor: User,
    now: datetime,
) -> InspectionChecklist:
    """The next version of a checklist; visits that began keep theirs. The same items again give the same version."""
    InspectionChecklist.objects.select_for_update().get(pk=after.pk)
    digest = digest_of(items)
    same = InspectionChecklist.objects.filter(key=after.key, digest=digest, valid_from=valid_from).first()
    if same is not None:
        return same
    versions = InspectionChecklist.objects.filter(key=after.key)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    added = InspectionChecklist.objects.create(
        key=after.key,
        number=last + 1,
        name_vi=name_vi,
        name_en=name_en,
        scope=after.scope,
        items=list(items),
        digest=digest,
        valid_from=valid_from,
        source=source,
        created_at=now,
    )
    record(
        action="inspection.checklist_added",
        now=now,
        actor=actor,
        object_type="inspection_checklist",
        object_id=added.pk,
        detail={"checklist": added.number},
    )
    return added


def digest_of(items: Sequence[Item]) -> str:
    """SHA-256 of the items in a fixed form."""
    text = json.dumps(items, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
