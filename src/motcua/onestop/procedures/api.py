"""The door of the catalogue: what a procedure demands on a day, what it costs, and the loader of its data."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.onestop.procedures.models import Component, Procedure, ProcedureVersion, ServiceField
from motcua.onestop.procedures.queries import (
    get_version_in_force,
    list_fields,
    list_public,
    list_versions_in_force,
)
from motcua.onestop.procedures.rules.fees import FeeLine, FeeQuote, FeeStatus, quote
from motcua.onestop.procedures.services.loading import LoadReport, catalogue_entries, load_catalogue

__all__ = [
    "Component",
    "FeeLine",
    "FeeQuote",
    "FeeStatus",
    "LoadReport",
    "Procedure",
    "ProcedureVersion",
    "ServiceField",
    "catalogue_entries",
    "fee_for",
    "get_version_in_force",
    "list_fields",
    "list_public",
    "list_versions_in_force",
    "load_catalogue",
]


def fee_for(version: ProcedureVersion, answers: Mapping[str, Any], on: date | None = None) -> FeeQuote:
    """The fee of a dossier in VND from its form answers, by the version's rule.

    ``on`` decides which dated discounts count; without it the first day of the version.
    """
    return quote(rule=version.fee, answers=answers, on=on or version.valid_from)
