"""What inspections took from a round that was closed earlier is what stood at its close, whatever came afterwards."""

from datetime import date, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps

from motcua.identity.api import agency_by_code
from motcua.reform.inspections.models import RemedyNotice, RemedyVerification, Shortcoming
from motcua.reform.season.models import KeptEffect, Season
from motcua.reform.season.takeover import take_over
from motcua.reform.season.tests.conftest import NOW

DAY = timedelta(days=1)
CLOSED = NOW
BEFORE, AFTER = CLOSED - DAY, CLOSED + DAY

# Each shortcoming is named by its criterion; of these the first three took points when the round closed.
STOOD = {
    "1.1": {"notified": BEFORE},
    "1.2": {"notified": BEFORE - DAY, "said": [(BEFORE, "partly"), (AFTER, "closed")], "state": "closed"},
    "1.3": {
        "notified": BEFORE - 2 * DAY,
        "said": [(BEFORE - DAY, "closed"), (BEFORE, "reopened"), (AFTER, "closed")],
        "state": "closed",
    },
    "1.4": {"notified": BEFORE - DAY, "said": [(BEFORE, "closed")], "state": "closed", "lasting": True},
}
STOOD_NOT = {
    "2.1": {"notified": AFTER},
    "2.2": {"notified": BEFORE - DAY, "said": [(BEFORE, "closed"), (AFTER, "reopened")], "state": "reopened"},
    "2.3": {"notified": None, "state": "draft"},
    "2.4": {"notified": BEFORE, "effect": "none"},
}


@pytest.fixture
def shortcomings(province, user):
    author, organiser, owner = user("tp.cchc"), agency_by_code("SNV"), agency_by_code("SKHCN")

    def find(code, notified, said=(), state="open", effect="veto", lasting=False):
        notice = RemedyNotice.objects.create(
            agency=organiser,
            scope="province",
            recipient_agency=owner,
            made_by=author,
            made_at=NOW - 9 * DAY,
            issued_at=notified,
        )
        found = Shortcoming.objects.create(
            agency=organiser,
            scope="province",
            ordinal=1,
            area="x",
            criterion=code,
            description="x",
            owner_agency=owner,
            deadline=date(2023, 3, 1),
            due_on=date(2023, 3, 1),
            state=state,
            effect=effect,
            effect_year=2022,
            effect_until_closed=not lasting,
            notice=notice,
            found_on=date(2022, 12, 1),
            created_at=NOW - 9 * DAY,
            created_by=author,
        )
        for at, outcome in said:
            RemedyVerification.objects.create(
                shortcoming=found, outcome=outcome, verified_at=at, verified_by=author
            )

    for code, facts in (STOOD | STOOD_NOT).items():
        find(code, **facts)


def kept():
    return sorted(KeptEffect.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("state", "published_at", "state_since"), [("final", None, CLOSED), ("published", CLOSED, AFTER)]
)
def test_rounds_closed_before_effects_were_kept_keep_those_of_their_close(
    season, shortcomings, state, published_at, state_since
):
    snapshot = UUID(int=7) if published_at else None
    Season.objects.update(
        state=state, published_at=published_at, state_since=state_since, snapshot_uuid=snapshot
    )
    import_module("motcua.reform.migrations.0019_keep_effects_of_closed_rounds").keep(apps, None)
    assert kept() == [*STOOD]


def test_a_round_taken_over_keeps_what_stood_on_its_last_day(province, shortcomings):
    day = CLOSED.date().isoformat()
    agencies = {"SKHCN": {"block": "with_dossiers", "scores": {}}}
    days = dict.fromkeys(("opened_on", "frozen_on", "submitted_on", "appraised_on", "final_on"), day)
    take_over(
        record={"year": 2022, "standing_body": "SNV", "agencies": agencies, **days}, now=NOW + 900 * DAY
    )
    assert kept() == [*STOOD]
