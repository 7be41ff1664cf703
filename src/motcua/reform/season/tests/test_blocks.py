"""Peer blocks of a round: who changes them, until when, and what follows."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.audit.api import AuditEvent
from motcua.reform.season.choices import CardState, State
from motcua.reform.season.models import ScoreEntry, Season
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.blocks import set_block
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.tests.conftest import NOW

pytestmark = pytest.mark.django_db
LONELY = "without_dossiers"


@pytest.fixture
def opened(season):
    Season.objects.filter(pk=season.pk).update(state=State.OPEN)
    season.refresh_from_db()
    return season


@pytest.fixture
def on_the_day():
    with clock.at(NOW):
        yield


def page(name, *args):
    return reverse(f"season:{name}", args=args)


def test_an_agency_changes_its_peers_and_keeps_what_it_scored(opened, card, manager, fill):
    row = card("SXD")
    fill(row)
    entries = ScoreEntry.objects.count()
    set_block(scorecard=row, block=LONELY, reason="không có thủ tục", **manager)
    row.refresh_from_db()
    left_out = [item.code for item in edition_of(opened).criteria if not item.applies_to(row.block)]
    assert (row.block, ScoreEntry.objects.count()) == (LONELY, entries)
    assert left_out
    (event,) = AuditEvent.objects.filter(action="scorecard.block_set")
    assert (event.detail["former"], event.detail["block"]) == ("with_dossiers", LONELY)


def test_the_same_block_again_changes_nothing(opened, card, manager):
    set_block(scorecard=card("SXD"), block="with_dossiers", reason="", **manager)
    assert not AuditEvent.objects.filter(action="scorecard.block_set").exists()


@pytest.mark.parametrize(
    ("block", "reason", "code"), [("mine", "vì thế", "no_such_block"), (LONELY, "  ", "reason_missing")]
)
def test_only_a_known_block_and_only_with_a_reason(opened, card, manager, block, reason, code):
    with pytest.raises(SeasonRefused) as refused:
        set_block(scorecard=card("SXD"), block=block, reason=reason, **manager)
    assert refused.value.code == code


def test_a_signed_card_and_a_round_in_appraisal_keep_their_blocks(opened, card, manager):
    row = card("SXD")
    row.state, row.submitted_at = CardState.SUBMITTED, NOW
    row.save()
    with pytest.raises(SeasonRefused, match="submitted"):
        set_block(scorecard=row, block=LONELY, reason="x", **manager)
    Season.objects.update(state=State.APPRAISAL)
    with pytest.raises(SeasonRefused, match="wrong_state"):
        set_block(scorecard=card("STP"), block=LONELY, reason="x", **manager)


@pytest.mark.parametrize("username", ["cchc.sxd", "gd.sxd", "thamdinh", "kiemtra", "cv.vp"])
def test_nobody_else_changes_a_block(opened, card, acting, username):
    with pytest.raises(PermissionDenied):
        set_block(scorecard=card("SXD"), block=LONELY, reason="x", **acting(username))


def test_nobody_changes_the_block_of_the_own_house(opened, card, manager):
    with pytest.raises(PermissionDenied):
        set_block(scorecard=card("SNV"), block=LONELY, reason="x", **manager)


def test_the_manager_changes_it_on_the_page_and_the_own_house_has_no_form(
    opened, card, seen_by, on_the_day, django_assert_max_num_queries
):
    browser = seen_by("quanly.cchc")
    assert page("blocks", 2022) in browser.get(page("season", 2022)).text
    with django_assert_max_num_queries(25):
        text = browser.get(page("blocks", 2022)).text
    assert page("block", 2022, card("SXD").uuid) in text
    assert page("block", 2022, card("SNV").uuid) not in text
    wrong = browser.post(page("block", 2022, card("SXD").uuid), {"block": LONELY, "reason": ""})
    assert (wrong.status_code, card("SXD").block) == (422, "with_dossiers")
    browser.post(page("block", 2022, card("SXD").uuid), {"block": LONELY, "reason": "không có thủ tục"})
    assert card("SXD").block == LONELY
    assert "Cơ quan không tiếp nhận hồ sơ</td>" in browser.get(page("blocks", 2022)).text


@pytest.mark.parametrize("username", ["cchc.sxd", "gd.sxd", "thamdinh", "cv.vp"])
def test_the_page_is_for_those_who_oversee(opened, card, seen_by, on_the_day, username):
    browser = seen_by(username)
    assert browser.get(page("blocks", 2022)).status_code in (403, 404)
    answer = browser.post(page("block", 2022, card("SXD").uuid), {"block": LONELY, "reason": "x"})
    assert answer.status_code in (403, 404)
    assert card("SXD").block == "with_dossiers"
