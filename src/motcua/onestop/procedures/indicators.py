"""Figures of the catalogue for reports and indexes, each with the records behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from motcua.onestop.procedures.models import ProcedureVersion, ServiceLevel
from motcua.onestop.procedures.queries import list_versions_in_force


@dataclass(frozen=True)
class Figure:
    """One figure: its value and the keys of the procedures or fields that make it."""

    name: str
    value: int
    records: tuple[str, ...]


def figures(*, agency_code: str, on: date) -> dict[str, Figure]:
    """``procedures``, ``full_online``, ``postal_service`` and ``fields`` of an agency, in force on a day."""
    versions = list(list_versions_in_force(on=on, agency_code=agency_code))
    keys_by_name = {
        "procedures": _keys(versions, lambda version: True),
        "full_online": _keys(versions, is_full_online),
        "postal_service": _keys(versions, is_by_post),
        "fields": tuple(sorted({version.procedure.field.code for version in versions})),
    }
    return {name: Figure(name, len(keys), keys) for name, keys in keys_by_name.items()}


def is_full_online(version: ProcedureVersion) -> bool:
    """The whole way from filing to result goes online."""
    return version.level == ServiceLevel.FULL and "online" in version.channels


def is_by_post(version: ProcedureVersion) -> bool:
    """Papers and result may travel by public post."""
    return "post" in version.channels


def _keys(versions: list[ProcedureVersion], fits: Callable[[ProcedureVersion], bool]) -> tuple[str, ...]:
    return tuple(sorted(version.procedure.key for version in versions if fits(version)))
