"""Form versions from the data files or from the editor."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from motcua.identity.api import User
from motcua.onestop.forms.models import FormVersion
from motcua.onestop.forms.parameters import DATA_DIR
from motcua.onestop.forms.rules.compile import compile_form
from motcua.onestop.forms.rules.model import read_form
from motcua.onestop.forms.rules.validators import references_outside
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.audit.api import record


class FormInvalid(Exception):
    """The schema or ui-schema cannot be a form; ``reason`` says where."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def load_forms(*, now: datetime, folder: Path = DATA_DIR) -> int:
    """Make a version of every form file of ``folder`` whose content is new; returns how many. Safe to repeat.

    Procedure versions without a form get the newest one of their key. Call it after ``load_catalogue``.
    """
    shared = json.loads((DATA_DIR / "_shared.json").read_text(encoding="utf-8"))
    known = set(FormVersion.objects.values_list("key", "digest"))
    made = 0
    with transaction.atomic():
        for file in sorted(folder.glob("[a-z]*.json")):
            schema, ui = compile_form(json.loads(file.read_text(encoding="utf-8")), shared)
            if (file.stem, digest_of(schema, ui)) not in known:
                _make_version(file.stem, schema, ui, now)
                made += 1
        _give_forms_to_versions()
    return made


def save_form(
    *, key: str, schema: Mapping[str, Any], ui: Mapping[str, Any], actor: User, now: datetime
) -> FormVersion:
    """A new version from the editor; the same content answers with the version that has it.

    Raises :class:`FormInvalid`. Drafts and dossiers stay on the version they began with.
    """
    check_form(schema, ui)
    with transaction.atomic():
        same = FormVersion.objects.filter(key=key, digest=digest_of(schema, ui)).first()
        if same is not None:
            return same
        version = _make_version(key, schema, ui, now)
        record(
            action="form.version_made",
            now=now,
            actor=actor,
            object_type="form",
            object_id=key,
            detail={"number": version.number, "digest": version.digest},
        )
        return version


def check_form(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> None:
    """Raises :class:`FormInvalid` when schema and ui do not make a form."""
    try:
        Draft202012Validator.check_schema(schema)
        form = read_form(schema, ui)
    except SchemaError as error:
        raise FormInvalid(f"schema: {error.json_path}: {error.message}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise FormInvalid(f"ui: {error}") from error
    if outside := references_outside(schema):
        raise FormInvalid(f"schema: $ref: {', '.join(outside)}")
    shared = {"applicant.kind", "applicant.full_name", "applicant.id_number", "result.channel"}
    missing = sorted(shared - set(form.fields))
    if missing:
        raise FormInvalid(f"schema: {', '.join(missing)}")


def digest_of(schema: Mapping[str, Any], ui: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of schema and ui; the order of keys does not matter, except that of pages and fields."""
    content = json.dumps([schema, ui], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _make_version(key: str, schema: Mapping[str, Any], ui: Mapping[str, Any], now: datetime) -> FormVersion:
    last = FormVersion.objects.filter(key=key).aggregate(top=Max("number"))["top"] or 0
    version = FormVersion.objects.create(
        key=key, number=last + 1, schema=schema, ui=ui, digest=digest_of(schema, ui), created_at=now
    )
    # A version that is in force or still to come asks its next applicants by the new form.
    ProcedureVersion.objects.filter(procedure__key=key, valid_to__isnull=True).update(form=version)
    return version


def _give_forms_to_versions() -> None:
    without = ProcedureVersion.objects.filter(form__isnull=True).select_related("procedure")
    for version in without:
        version.form = FormVersion.objects.filter(key=version.procedure.key).order_by("-number").first()
        version.save(update_fields=["form"])
