"""Shared pieces of the clock's tests: the national calendar 2022–2027 and short ways to ask."""

import json
from datetime import date, time
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

import motcua
from motcua.kernel.calendar import DayKind, DayRule
from motcua.kernel.tests.offices import ZONE, at, office
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, Pause, Policy, compute

DAYS_FILE = Path(motcua.__file__).parent / "platform" / "calendar" / "data" / "vn_days.json"
RESTART, SUBTRACT = (Policy(after, False, time(15)) for after in ("restart", "subtract"))


@cache
def official():
    """The calendar of Viet Nam as shipped, read without a database."""
    rows = json.loads(DAYS_FILE.read_text(encoding="utf-8"))["days"]
    rules = [
        DayRule(**{**row, "day": date.fromisoformat(row["day"]), "kind": DayKind(row["kind"])})
        for row in rows
    ]
    return office(*rules)


def limit_of(text):
    """``15 working_days`` or ``same_day``."""
    amount, _, unit = text.rpartition(" ")
    return Limit(int(amount or 0), LimitUnit(unit))


def pause(start, end=None, cause="supplement"):
    return Pause(cause, at(start), at(end) if end else None, "118/2025/NĐ-CP")


def deadline(received, limit, *pauses, policy=RESTART, calendar=None):
    return compute(
        limit=limit_of(limit),
        policy=policy,
        calendar=calendar or official(),
        received_at=at(received),
        pauses=pauses,
    )


def due(received, limit, *pauses, **how):
    """The due moment as text, ``2023-02-07 17:00``; None while the clock stands still."""
    moment = deadline(received, limit, *pauses, **how).due
    return moment and f"{moment:%Y-%m-%d %H:%M}"


# Strategies

moments = st.datetimes(
    at("2022-01-01").replace(tzinfo=None), at("2027-06-30").replace(tzinfo=None), timezones=st.just(ZONE)
)
limits = st.one_of(
    st.builds(Limit, st.integers(1, 60), st.just(LimitUnit.WORKING_DAYS)),
    st.builds(Limit, st.integers(1, 100), st.just(LimitUnit.HOURS)),
    st.builds(Limit, st.integers(1, 60), st.just(LimitUnit.DAYS)),
    st.builds(Limit, st.integers(1, 6), st.just(LimitUnit.MONTHS)),
    st.just(Limit(0, LimitUnit.SAME_DAY)),
)
policies = st.builds(Policy, st.sampled_from(["restart", "subtract"]), st.booleans(), st.just(time(15)))
