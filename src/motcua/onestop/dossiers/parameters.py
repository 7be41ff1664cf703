"""The legal numbers of the clock: dated rows with their source, read from a data file."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from motcua.identity.api import Agency
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.rules.deadlines import AfterPause, Limit, LimitUnit, Policy, compute
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.calendar.api import calendar_for

DATA = Path(__file__).parent / "data" / "clock_parameters.json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal number from a date on. ``agency`` is empty where it holds for everybody."""

    name: str
    valid_from: date
    value: Any
    article_vi: str
    article_en: str
    source: str
    verified: bool
    agency: str = ""


@cache
def list_parameters() -> tuple[Parameter, ...]:
    """Every row of the data file, oldest first."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["parameters"]
    read = (Parameter(**{**row, "valid_from": date.fromisoformat(row["valid_from"])}) for row in rows)
    return tuple(sorted(read, key=lambda row: row.valid_from))


@cache
def get_parameter(*, name: str, on: date, agency: str = "") -> Parameter:
    """The row in force on a day, the agency's own before the general one; LookupError if there is none."""
    rows = [row for row in list_parameters() if row.name == name and row.valid_from <= on]
    own = [row for row in rows if row.agency and row.agency == agency]
    general = [row for row in rows if not row.agency]
    for candidates in (own, general):
        if candidates:
            return candidates[-1]
    raise LookupError(f"no legal parameter {name} on {on}")


def policy_for(*, version: ProcedureVersion, agency: Agency, on: date) -> Policy:
    """How the clock of a procedure version runs in an agency, by the parameters of the day of receipt."""
    return Policy(
        after_pause=AfterPause(version.after_pause),
        next_opening=bool(get_parameter(name="next_opening", on=on, agency=agency.code).value),
        cut_off=time.fromisoformat(get_parameter(name="same_day_cut_off", on=on, agency=agency.code).value),
    )


def supplement_deadline(*, dossier: Dossier, now: datetime) -> datetime:
    """Until when the applicant may answer a supplement request made now."""
    version, calendar = dossier.version, calendar_for(dossier.agency.calendar)
    due = compute(
        limit=Limit(version.supplement_limit, LimitUnit(version.supplement_unit)),
        policy=policy_for(version=version, agency=dossier.agency, on=calendar.local(now).date()),
        calendar=calendar,
        received_at=now,
    ).due
    assert due is not None, "a term without pauses always ends"
    return due
