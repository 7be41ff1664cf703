"""What every stored field means for privacy: none, personal or sensitive, what for, and for how long.

Law 91/2025 and Decree 356/2025 on personal data ask for it. Each app writes ``personal_data.py`` with
``PERSONAL_DATA``: model name → field name → :class:`FieldNote`. A test fails for a field nobody described.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db.models import Model

from motcua.platform.history import is_history


class Sensitivity(StrEnum):
    """Basic and sensitive personal data as Decree 356/2025 tells them apart."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True)
class FieldNote:
    """The privacy note of one field; ``retention`` says how long, in words people can check."""

    sensitivity: Sensitivity
    purpose: str = ""
    retention: str = ""


Notes = Mapping[str, Mapping[str, FieldNote]]
TECHNICAL = FieldNote(Sensitivity.NONE)


def none(*fields: str) -> dict[str, FieldNote]:
    """Fields that say nothing about a person."""
    return dict.fromkeys(fields, TECHNICAL)


def personal(*fields: str, purpose: str, retention: str) -> dict[str, FieldNote]:
    return dict.fromkeys(fields, FieldNote(Sensitivity.PERSONAL, purpose, retention))


def sensitive(*fields: str, purpose: str, retention: str) -> dict[str, FieldNote]:
    return dict.fromkeys(fields, FieldNote(Sensitivity.SENSITIVE, purpose, retention))


def notes_of(*, app: AppConfig) -> Notes:
    """``PERSONAL_DATA`` of an app; empty when it has no ``personal_data`` module."""
    name = f"{app.name}.personal_data"
    if find_spec(name) is None:
        return {}
    notes: Notes = import_module(name).PERSONAL_DATA
    return notes


def find_unannotated(*, app_labels: Iterable[str]) -> list[str]:
    """``app.Model.field`` of every stored field without a note; automatic primary keys need none."""
    missing: list[str] = []
    for label in app_labels:
        app = apps.get_app_config(label)
        notes = notes_of(app=app)
        for model in _annotated_models(app):
            known = notes.get(model.__name__, {})
            missing += [f"{model._meta.label}.{name}" for name in _field_names(model) if name not in known]
    return missing


def find_stale(*, app_labels: Iterable[str]) -> list[str]:
    """``app.Model.field`` of every note whose field no longer exists."""
    stale: list[str] = []
    for label in app_labels:
        app = apps.get_app_config(label)
        real = {model.__name__: set(_field_names(model)) for model in _annotated_models(app)}
        for model, fields in notes_of(app=app).items():
            stale += [f"{label}.{model}.{name}" for name in fields if name not in real.get(model, set())]
    return stale


def _annotated_models(app: AppConfig) -> Iterable[type[Model]]:
    """Row history holds the fields of the model it follows, whose notes speak for both."""
    return (model for model in app.get_models() if not is_history(model))


def _field_names(model: type[Model]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.get_internal_type() == "BigAutoField")
    ]
