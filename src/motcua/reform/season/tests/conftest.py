"""A round over the departments of the demo province, with indicators of the tests' own."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import timezone

from motcua.identity.api import (
    Agency,
    AgencyKind,
    agency_by_code,
    get_staff_context,
    list_staff_accounts,
    provision_demo,
)
from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import Indicator, Kind, Record
from motcua.platform.testing.replay import replay
from motcua.reform.editions.api import load_editions, published_edition
from motcua.reform.season.services.rounds import start_season

NOW = datetime(2023, 1, 4, 3, 0, tzinfo=UTC)
FIGURES = {
    "plan.issued_on": (Kind.DATE, {"SKHCN": date(2022, 1, 20)}),
    "plan.tasks_done": (Kind.NUMBER, {"SKHCN": Fraction(9), "SXD": Fraction(6)}),
    "plan.tasks_due": (Kind.NUMBER, {"SKHCN": Fraction(10), "SXD": Fraction(10)}),
    "surv.sipas.percent": (Kind.NUMBER, {"SKHCN": Fraction(90), "SXD": Fraction(80)}),
}


@pytest.fixture
def rooms(monkeypatch):
    """Only these figures are offered; changing the mapping changes what the rooms say."""
    figures = {key: dict(values) for key, (_kind, values) in FIGURES.items()}

    def offer(key, kind):
        return Indicator(
            key=key,
            name=key,
            unit="x",
            kind=kind,
            values=lambda _period: figures[key],
            records=lambda code, _period: [Record(key=f"{code}-1", label=f"{key} {code}", url="/x/")],
            absent=Fraction(0) if kind == Kind.NUMBER and not key.startswith("surv") else None,
        )

    monkeypatch.setattr(indicators, "_known", {key: offer(key, kind) for key, (kind, _) in FIGURES.items()})
    return figures


@pytest.fixture
def province(db):
    replay(("season", NOW), _stand_up)


def _stand_up():
    provision_demo(now=NOW)
    load_editions(now=NOW)


@pytest.fixture
def season(province, rooms):
    departments = Agency.objects.filter(kind=AgencyKind.DEPARTMENT).order_by("code")
    return start_season(
        year=2022,
        edition=published_edition(2022),
        standing_body=agency_by_code("SNV"),
        agencies=departments,
        blocks={agency.code: "with_dossiers" for agency in departments},
        by=None,
        now=NOW,
    )


@pytest.fixture
def user(province):
    people = {account.username: account for account in list_staff_accounts()}
    return people.__getitem__


@pytest.fixture
def staff(user):
    return lambda username: get_staff_context(user_id=user(username).pk, on=timezone.localdate(NOW))


@pytest.fixture
def card(season):
    return lambda code: season.scorecards.select_related("agency", "season__edition").get(agency__code=code)
