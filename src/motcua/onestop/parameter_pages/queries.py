"""Reads for the page of legal numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from motcua.onestop.dossiers.parameters import Parameter, list_parameters
from motcua.onestop.procedures.api import ProcedureVersion, list_versions_in_force
from motcua.onestop.procedures.rules.parts import PARTS

IN_FORCE, FUTURE, ENDED = "in_force", "future", "ended"
# Fees and time limits decide what a citizen pays and when the result is due; they stand first.
WEIGHTY = ("fee", "limit", "committed", "clock", "supplement")


@dataclass(frozen=True)
class Row:
    """A parameter and how it stands on a day."""

    parameter: Parameter
    standing: str


def list_rows(*, on: date) -> list[Row]:
    """Every row of the data file, by name and first day."""
    by_name = sorted(list_parameters(), key=lambda row: (row.name, row.agency, row.valid_from))
    groups = groupby(by_name, key=lambda row: (row.name, row.agency))
    return [row for _, group in groups for row in _standings(list(group), on)]


def list_unconfirmed(*, agency_ids: Iterable[int], on: date) -> list[tuple[ProcedureVersion, list[str]]]:
    """Versions in force of these agencies with the parts that no source confirms, the weighty ones first."""
    versions = list_versions_in_force(on=on).filter(procedure__agency_id__in=list(agency_ids))
    order = [*WEIGHTY, *(part for part in PARTS if part not in WEIGHTY)]
    found = versions.exclude(unverified=[]).select_related("procedure")
    return [(version, [part for part in order if part in version.unverified]) for version in found]


def _standings(rows: list[Parameter], on: date) -> Iterator[Row]:
    begun = [row for row in rows if row.valid_from <= on]
    for row in rows:
        if row.valid_from > on:
            yield Row(row, FUTURE)
        else:
            yield Row(row, IN_FORCE if row is begun[-1] else ENDED)
