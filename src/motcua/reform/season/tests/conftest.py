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
)
from motcua.identity.tests.province import stand_up_province
from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import Indicator, Kind, Record
from motcua.platform.testing.replay import replay
from motcua.reform.editions.api import load_editions, published_edition
from motcua.reform.season.models import ScoreEntry
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.appraisal import name_appraiser
from motcua.reform.season.services.assessment import is_scored_by_hand
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.services.moves import advance
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
            records=lambda code, _period: [
                Record(key=f"{code}-1", label=f"{key} {code}", url="/x/", on=date(2022, 5, 9))
            ],
            absent=Fraction(0) if kind == Kind.NUMBER and not key.startswith("surv") else None,
        )

    monkeypatch.setattr(indicators, "_known", {key: offer(key, kind) for key, (kind, _) in FIGURES.items()})
    return figures


@pytest.fixture
def province(db):
    replay(("season", NOW), _stand_up)


def _stand_up():
    stand_up_province(now=NOW)
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
def seen_by(client, user):
    def seen_by(username):
        client.force_login(user(username))
        return client

    return seen_by


@pytest.fixture
def card(season):
    return lambda code: season.scorecards.select_related("agency", "season__edition").get(agency__code=code)


@pytest.fixture
def duo(season):
    """A round of two departments only: what is tried on two holds for ten."""
    season.scorecards.exclude(agency__code__in=("SKHCN", "SXD")).delete()
    return season


@pytest.fixture
def fill():
    """Full points by hand on every criterion of a card, each with an explanation."""

    def fill(card, points=None, by=None):
        ScoreEntry.objects.bulk_create(
            ScoreEntry(
                scorecard=card,
                edition_id=card.season.edition_id,
                code=criterion.code,
                column="self",
                points=criterion.points if points is None else points,
                reason="theo hồ sơ",
                by=by,
                at=NOW,
            )
            for criterion in edition_of(card.season).criteria
            if is_scored_by_hand(criterion, card.block)
        )

    return fill


@pytest.fixture
def keys(province, signing_twins):
    signing_twins("user:giamdoc", "Phạm Đức Thắng")
    signing_twins("user:phogiamdoc", "Đỗ Ngọc Mai")
    signing_twins("user:gd.sxd", "Hoàng Kim Lan")


@pytest.fixture
def manager(staff, user):
    return {"staff": staff("quanly.cchc"), "by": user("quanly.cchc"), "now": NOW}


@pytest.fixture
def acting(staff, user):
    return lambda username: {"staff": staff(username), "by": user(username), "now": NOW}


@pytest.fixture
def appraising(duo, fill, manager, acting, user):
    """Both cards submitted, figures frozen, areas named: the round is in appraisal."""
    for row in duo.scorecards.select_related("season__edition", "agency"):
        fill(row)
    duo.scorecards.update(state="submitted", submitted_at=NOW)
    freeze(season=duo, by=None, now=NOW)
    for area in edition_of(duo).areas:
        for order, username in ((1, "thamdinh"), (2, "thamdinh2")):
            name_appraiser(season=duo, area=area.code, order=order, user=user(username), **manager)
    duo = advance(season=advance(season=duo, **manager), **manager)
    return duo
