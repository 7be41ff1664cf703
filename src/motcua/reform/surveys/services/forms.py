"""Publishing versions of forms: from the data file, or from a file that the manager brings."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from motcua.platform.audit.api import Actor, record
from motcua.reform import sources
from motcua.reform.rules.survey_forms import BadForm, Form, read_form
from motcua.reform.surveys.models import FormKind, SurveyForm
from motcua.reform.surveys.services.errors import FormChanged

DATA = Path(__file__).parents[1] / "data" / "forms.json"


def load_forms(*, now: datetime, actor: Actor | None = None) -> list[SurveyForm]:
    """Publish every form of the data file that is not published yet. Raises :class:`FormChanged`."""
    return [publish_form(definition=row, now=now, actor=actor) for row in _shipped()["forms"]]


@cache
def _shipped() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return document


def source_text(form: Form) -> str:
    """What a form rests on, in the reader's language where it is a shipped one; its definition never changes, so
    the data file says its source beside it.
    """
    return sources.source_text(form.source, _shipped()["sources"])


@transaction.atomic
def publish_form(*, definition: Mapping[str, Any], now: datetime, actor: Actor | None = None) -> SurveyForm:
    """One version of a form, from now on unchangeable; the same again changes nothing.

    Raises ``BadForm`` for a definition that contradicts itself and :class:`FormChanged` for other words under
    a version that is published.
    """
    form = read_form(definition)
    if not _is_text(definition):
        raise BadForm("shape")
    digest = digest_of(definition)
    known, created = SurveyForm.objects.get_or_create(
        key=form.key,
        version=form.version,
        defaults={
            "kind": FormKind(form.kind),
            "title_vi": form.title.vi,
            "title_en": form.title.en,
            "definition": dict(definition),
            "digest": digest,
            "published_at": now,
        },
    )
    if known.digest != digest:
        raise FormChanged(str(known))
    if created:
        detail = {"form": form.key, "version": form.version, "digest": digest}
        record(
            action="survey.form_published",
            now=now,
            actor=actor,
            object_type="survey_form",
            object_id=known.pk,
            detail=detail,
        )
    return known


def _is_text(definition: Mapping[str, Any]) -> bool:
    """What database and digest take: no NUL, no half character (``\\ud800``), no NaN, not nested without end."""
    try:
        text = json.dumps(definition, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def digest_of(definition: Mapping[str, Any]) -> str:
    """SHA-256 over the definition with its keys in order."""
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
