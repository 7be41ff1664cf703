"""Dossiers of 2021 and 2022 in every department, so that the reform index of past years has something to count.

``data/reform_years.json`` says how many there were and what became of them; chance decides the rest. They are told
with the real rules and written in bulk, like the crowd of :mod:`motcua.demo.crowd`, and have no files.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from motcua.demo.composing import Composer
from motcua.demo.crowd import load_neighbours
from motcua.demo.fates import Colleagues, Teller, find_colleagues
from motcua.demo.people import Applicant, make_applicants
from motcua.identity.api import agency_by_code
from motcua.onestop.api import Channel, Dossier
from motcua.onestop.procedures.api import ProcedureVersion, list_versions_in_force
from motcua.onestop.takeover.api import Life, write_lives
from motcua.platform.calendar.api import calendar_for

YEARS_FILE = Path(__file__).parent / "data" / "reform_years.json"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# The accounts of the crowd come before these; so do the numbers of its postal slips.
FIRST_APPLICANT, APPLICANTS = 201, 36
FIRST_NUMBER = 100_000
FATES = ("supplement", "twice", "refused", "withdrawn")
# Within these working days the year's dossiers are done before the next year begins, or soon after.
SHORTEST, LONGEST = 5, 15

Plan = Mapping[str, Any]


def load_reform_years(*, now: datetime, report: Callable[[str], object]) -> int:
    """Make the dossiers of both years unless they are there; answers how many were written. All or nothing."""
    load_neighbours(now=now)
    if Dossier.objects.filter(idempotency_key=_key(FIRST_NUMBER)).exists():
        return 0
    years: Mapping[str, Mapping[str, Plan]] = json.loads(YEARS_FILE.read_text(encoding="utf-8"))["years"]
    amount = sum(int(plan["dossiers"]) for plans in years.values() for plan in plans.values())
    report(f"Composing {amount} dossiers of {' and '.join(years)}…")
    with transaction.atomic():
        write_lives(lives=list(_tell(years, now)), action="demo.reform_years_generated", now=now)
    return amount


def _key(number: int) -> str:
    return f"demo-reform-{number}"


def _tell(years: Mapping[str, Mapping[str, Plan]], now: datetime) -> Iterator[Life]:
    random = Random("motcua-reform-years")  # noqa: S311 - the same years on every machine
    start = datetime(int(min(years)), 1, 1, tzinfo=ZONE)
    applicants = make_applicants(amount=APPLICANTS, random=random, now=start, first=FIRST_APPLICANT)
    colleagues = find_colleagues(on=timezone.localdate(now))
    number = FIRST_NUMBER
    for year, plans in years.items():
        for code, plan in plans.items():
            past = _Past(code, int(year), plan, random, applicants, colleagues)
            yield from past.tell(number, now)
            number += plan["dossiers"]


def list_short(*, agency_code: str, year: int, today: date) -> list[ProcedureVersion]:
    """Procedures of a department that were in force in the year and take neither very short nor very long.

    The catalogue of a demonstration begun by an older release starts in 2022; then those of today serve.
    """
    for day in (date(year, 12, 31), today):
        versions = list_versions_in_force(on=day, agency_code=agency_code)
        if short := [item for item in versions if SHORTEST <= item.committed_limit <= LONGEST]:
            return short
    return []


class _Past:
    """One department in one year."""

    def __init__(
        self,
        code: str,
        year: int,
        plan: Plan,
        random: Random,
        applicants: list[Applicant],
        colleagues: Colleagues,
    ) -> None:
        self.code, self.year, self.plan, self.random = code, year, plan, random
        self.colleagues = colleagues
        self.applicants = applicants

    def tell(self, number: int, now: datetime) -> Iterator[Life]:
        """The year's lives in the order of their filing, the first under this number."""
        centre = agency_by_code("PVHCC")
        teller = Teller(self.random, now, self.colleagues, centre, at_centre=self.plan["centre"] / 100)
        versions = list_short(agency_code=self.code, year=self.year, today=timezone.localdate(now))
        composer = Composer(self.random, self.applicants, versions, {self.code: 1})
        online = self.plan["online"]
        channels = ((Channel.ONLINE, online), (Channel.COUNTER, 90 - online), (Channel.POST, 10))
        for offset, (moment, fate) in enumerate(zip(self._moments(), self._fates(), strict=True)):
            key = _key(number + offset)
            dossier = composer.dossier(key=key, submitted_at=moment, channels=channels)
            yield teller.tell(dossier, fate=fate)

    def _moments(self) -> list[datetime]:
        """On working days of the year, evenly."""
        calendar = calendar_for("VN")
        first = datetime(self.year, 1, 4, 8, tzinfo=ZONE)
        span = datetime.fromisoformat(f"{self.year}-{self.plan['until']}").replace(tzinfo=ZONE) - first
        openings = (
            calendar.next_opening(first + span * self.random.random()) for _ in range(self.plan["dossiers"])
        )
        return sorted(
            calendar.add_office_time(opening, timedelta(minutes=self.random.randint(1, 400)))
            for opening in openings
        )

    def _fates(self) -> list[str]:
        """As many of each as the plan says, shuffled."""
        apologised = self.plan["apologised"]
        fates = ["apologised"] * apologised + ["late"] * (self.plan["late"] - apologised)
        fates += [fate for fate in FATES for _ in range(self.plan[fate])]
        fates += [""] * (self.plan["dossiers"] - len(fates))
        self.random.shuffle(fates)
        return fates
