"""Evidence of the demonstration: documents of the house and scans stand behind the criteria they prove."""

from datetime import UTC, datetime

import pytest

from motcua.demo.reform_evidence import show_evidence
from motcua.demo.reform_seasons import BLOCK
from motcua.identity.api import agency_by_code
from motcua.identity.tests.province import stand_up_province
from motcua.reform.api import load_editions, published_edition, start_season
from motcua.reform.season.evidence_models import EvidenceItem, EvidenceLink
from motcua.reform.season.models import Season

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
THEN = datetime(2023, 1, 13, 9, 30, tzinfo=UTC)


@pytest.fixture
def season(db):
    stand_up_province(now=NOW)
    load_editions(now=NOW)
    return start_season(
        year=2022,
        edition=published_edition(2022),
        standing_body=agency_by_code("SNV"),
        agencies=[agency_by_code(code) for code in ("SKHCN", "SYT", "SCT")],
        by=None,
        now=THEN,
        blocks=dict.fromkeys(("SKHCN", "SYT", "SCT"), BLOCK),
    )


def test_scans_stand_behind_their_criteria_and_say_that_nobody_signed_them(season):
    assert show_evidence(season=season, now=THEN) == 9
    items = EvidenceItem.objects.order_by("agency__code", "number")
    assert {item.verdict for item in items} == {"unsigned"}
    links = EvidenceLink.objects.filter(scorecard__agency__code="SKHCN")
    assert set(links.values_list("code", flat=True)) == {"1.7", "2.5", "5.4", "5.7", "6.4", "7.4", "7.5"}
    links = EvidenceLink.objects.filter(scorecard__agency__code="SCT")
    assert set(links.values_list("code", flat=True)) == {"7.4", "7.5"}


def test_cards_that_are_no_drafts_any_more_stay_as_they_are(season):
    Season.objects.filter(pk=season.pk).update(state="final")
    season.refresh_from_db()
    assert show_evidence(season=season, now=THEN) == 0


def test_shown_twice_nothing_is_added(season):
    show_evidence(season=season, now=THEN)
    counts = EvidenceItem.objects.count(), EvidenceLink.objects.count()
    show_evidence(season=season, now=THEN)
    assert (EvidenceItem.objects.count(), EvidenceLink.objects.count()) == counts
