"""The past seasons bear being looked into: people, working days, reasons, figures, and the issued report."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from motcua.demo import reform_seasons
from motcua.demo.crowd import WEIGHTS
from motcua.demo.reform_evidence import FILE as EVIDENCE
from motcua.demo.reform_reasons import explain, load_words
from motcua.demo.reform_seasons import BLOCK, FILE, WITHOUT_DOSSIERS, _begin, judge, load_seasons
from motcua.identity.api import list_staff_accounts
from motcua.identity.tests.province import stand_up_province
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar.api import calendar_for, load_calendar
from motcua.reform.api import edition_of, list_scorecards, load_editions, season_of
from motcua.reform.offices import agencies_of
from motcua.reform.papers.models import Paper
from motcua.reform.results.gathering import gather
from motcua.reform.results.models import ResultRun
from motcua.reform.results.queries import snapshot_of
from motcua.reform.results.report import issued_report
from motcua.reform.rules.edition import read_figure
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.season.appraisal_models import Appeal, Appraiser, Opinion
from motcua.reform.season.models import ScoreEntry
from motcua.reform.season.queries import list_motions
from motcua.reform.season.services.assessment import is_scored_by_hand, list_gaps
from motcua.reform.season.services.minutes import find_minutes

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DATA = json.loads(FILE.read_text(encoding="utf-8"))
YEARS = (2021, 2022)
EIGHT_AREAS_BY_TWO = 16


@pytest.fixture(scope="module")
def judged(django_db_setup, django_db_blocker):
    """Both seasons up to the end of the council, once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_calendar(now=NOW)
        stand_up_province(now=NOW)
        load_editions(now=NOW)
        yield {year: judge(year, DATA) for year in YEARS}
        transaction.set_rollback(True)


@pytest.fixture
def seasons(judged, db):
    return judged


def by_hand(season):
    """Criteria that people score and no record measures."""
    return {
        item.code
        for item in edition_of(season).criteria
        if is_scored_by_hand(item, BLOCK) and not item.inputs
    }


def test_everything_that_people_said_names_them(seasons):
    said = ScoreEntry.objects.filter(column__in=("self", "appraised"))
    assert said.count() > 1500
    assert not said.filter(by=None).exists()
    for season in seasons.values():
        heads = dict(list_scorecards(season).values_list("agency__code", "submitted_by__username"))
        assert heads == {code: people["head"] for code, people in DATA["people"].items()}
        assert season.made_by.username == "quanly.cchc"
        assert season.council.filter(is_chair=True).count() == 1 and season.council.count() == len(
            DATA["council"]
        )
        assert not season.scorecards.filter(extras__isnull=False, extras__by=None).exists()


def test_who_assessed_is_of_the_agency_and_who_appraised_is_not(seasons):
    on, everybody = date(2023, 2, 1), [user.pk for user in list_staff_accounts()]
    for year in YEARS:
        homes = agencies_of(user_ids=everybody, year=year, today=on)
        rows = ScoreEntry.objects.filter(scorecard__season__year=year).exclude(by=None)
        for column, agency, user in rows.values_list("column", "scorecard__agency", "by").distinct():
            assert (agency in homes[user]) == (column == "self"), (column, agency, user)


def test_every_area_of_every_agency_has_two_appraisers_from_elsewhere(seasons):
    for season in seasons.values():
        rows = Appraiser.objects.filter(season=season).select_related("user", "agency")
        assert rows.filter(agency=None).count() == EIGHT_AREAS_BY_TWO
        homes = agencies_of(
            user_ids=[row.user_id for row in rows], year=season.year, today=timezone.localdate(NOW)
        )
        for card in list_scorecards(season):
            named = {(row.area, row.order): row for row in rows if row.agency_id is None}
            named |= {(row.area, row.order): row for row in rows if row.agency_id == card.agency_id}
            for row in named.values():
                assert card.agency_id not in homes[row.user_id], (card.agency.code, row.area, row.order)
            assert all(named[str(area), 1].user_id != named[str(area), 2].user_id for area in range(1, 9)), (
                card.agency.code
            )


def test_people_act_on_working_days_and_within_the_last_days(seasons):
    calendar = calendar_for("VN")
    for season in seasons.values():
        record = DATA["years"][str(season.year)]
        days = {name: date.fromisoformat(value) for name, value in record.items() if name.endswith("_on")}
        # The clock freezes figures, on whatever day the year ends.
        del days["frozen_on"]
        for name, day in days.items():
            assert calendar.working_day_from(day) == day, (name, day)
        last = dict(season.dates.values_list("step", "due_on"))
        assert days["submitted_on"] <= last["self_assessment"]
        assert days["submitted_on"] < days["appraised_on"] <= last["appraisal"]
        assert last["answer"] < days["final_on"] <= last["council"]
        assert days["final_on"] < days["published_on"] < days["reported_on"] <= last["publication"]
        moments = ScoreEntry.objects.filter(scorecard__season=season).exclude(by=None)
        for moment in moments.values_list("at", flat=True).distinct():
            assert calendar.working_day_from(timezone.localdate(moment)) == timezone.localdate(moment)


def test_appeals_are_filed_and_answered_within_their_days_by_whoever_may(seasons):
    working_day = calendar_for("VN").working_day_from
    outcomes = []
    for season in seasons.values():
        last = dict(season.dates.values_list("step", "due_on"))
        appeals = Appeal.objects.filter(scorecard__season=season).select_related("scorecard__agency")
        for appeal in appeals.order_by("scorecard__agency__code"):
            filed, answered = timezone.localdate(appeal.filed_at), timezone.localdate(appeal.answered_at)
            assert working_day(filed) == filed <= last["appeal"]
            assert working_day(answered) == answered <= last["answer"]
            agency = appeal.scorecard.agency.code
            assert appeal.filed_by.username == DATA["people"][agency]["self"]
            outcomes.append((season.year, agency, appeal.code, appeal.answer))
    assert outcomes == [
        (2021, "SGDDT", "6.4", "accepted"),
        (2021, "STC", "4.1", "rejected"),
        (2022, "SCT", "2.2", "rejected"),
        (2022, "SGDDT", "4.4", "accepted"),
        (2022, "STP", "7.6", "rejected"),
    ]


def test_the_council_decides_what_is_in_dispute_by_the_votes_of_its_members(seasons):
    assert list_motions(seasons[2021]) == []
    (motion,) = list_motions(seasons[2022])
    assert (motion.state, motion.chosen, motion.votes.count()) == ("decided", "recognised", 3)
    entry = motion.scorecard.entries.get(column="council", code=motion.code)
    appraised = motion.scorecard.entries.get(column="appraised", code=motion.code)
    assert (entry.points, entry.inputs) == (appraised.points, appraised.inputs)


def test_both_appraisers_stand_behind_what_was_recognised(seasons):
    for season in seasons.values():
        held = Opinion.objects.filter(scorecard__season=season)
        amount = ScoreEntry.objects.filter(scorecard__season=season, column="appraised").count()
        accepted = Appeal.objects.filter(scorecard__season=season, answer="accepted").count()
        assert held.count() == 2 * (amount - accepted) > 800
        assert not held.filter(order=1, accepts=False, reason="").exists()


def test_the_season_of_this_year_is_open_and_its_standing_asked_for(seasons):
    with transaction.atomic():
        _begin(NOW.year, DATA["manager"], NOW)
        begun = season_of(NOW.year)
        assert (begun.state, begun.computed_at) == ("open", NOW)
        blocks = dict(begun.scorecards.values_list("agency__code", "block"))
        without = {code for code, block in blocks.items() if block == "without_dossiers"}
        # Two of those that the demonstration's running years have no dossiers of.
        assert without == set(WITHOUT_DOSSIERS) <= blocks.keys() - WEIGHTS.keys()
        assert {block for code, block in blocks.items() if code not in without} == {BLOCK}
        assert ResultRun.objects.filter(season=begun, kind="provisional", state="waiting").count() == 1
        transaction.set_rollback(True)


@pytest.mark.parametrize("year", YEARS)
def test_documents_shown_and_days_told_are_working_days(seasons, year):
    working_day = calendar_for("VN").working_day_from
    rows = json.loads(EVIDENCE.read_text(encoding="utf-8"))["scans"]
    told = [
        cell[name]["on"]
        for row in DATA["years"][str(year)]["agencies"].values()
        for cell in row["scores"].values()
        for name in ("inputs", "self_inputs", "appraised_inputs")
        if "on" in cell.get(name, {})
    ]
    assert len(told) > 5
    for day in [date.fromisoformat(text) for text in (*told, *(f"{year}-{row['day']}" for row in rows))]:
        assert working_day(day) == day, day


def test_nothing_that_counts_lacks_both_reason_and_document(seasons):
    for season in seasons.values():
        for card in list_scorecards(season):
            # Without dossiers and plans some records say nothing; with them the demonstration has no gap at all.
            gaps = [gap for gap in list_gaps(card) if gap.kind != "unscored" or gap.code in by_hand(season)]
            assert gaps == [], card.agency.code
            proved = set(card.evidence.filter(removed_at=None).values_list("code", flat=True))
            said = card.entries.filter(column="self", code__in=by_hand(season))
            assert said.count() == len(by_hand(season))
            bare = [row.code for row in said if not row.reason.strip() and row.code not in proved]
            assert bare == [], (card.agency.code, bare)


def test_whoever_recognises_less_or_without_figures_says_why(seasons):
    for season in seasons.values():
        for card in list_scorecards(season):
            own = {row.code: row for row in card.entries.filter(column="self")}
            for row in card.entries.filter(column="appraised"):
                unmeasured = row.code not in by_hand(season) and row.points is not None and not row.inputs
                if row.points != own[row.code].points or unmeasured:
                    assert row.reason and row.reason_code, (card.agency.code, row.code)
                    assert own[row.code].reason, (card.agency.code, row.code)


def test_every_criterion_is_explained_with_its_own_figures(seasons):
    words = load_words()
    assert by_hand(seasons[2022]) | {"7.4", "7.5", "8.5"} == set(words)
    assert explain(words["6.1"], {"num": "94.1", "den": "100"}, 2022) == (
        "Giải ngân 94,1 % kế hoạch vốn đầu tư công được giao. Căn cứ: xác nhận của Kho bạc Nhà nước tỉnh."
    )
    assert explain(words["4.4"], {"num": "0", "den": "0"}, 2022).startswith("Cơ quan không có đơn vị")
    assert "15/06/2022" in explain(words["4.1"], {"on": "2022-06-15"}, 2022)
    assert "Có 1 vi phạm" in explain(words["5.2"], {"findings": "1"}, 2022)
    assert "chưa ban hành" in explain(words["7.7"], {"list": False, "updated": True}, 2022).lower()
    texts = ScoreEntry.objects.filter(code__in=words).exclude(reason="").values_list("reason", flat=True)
    assert not [text for text in texts if "{" in text or ".." in text or "  " in text]


def test_figures_under_the_name_of_an_indicator_are_those_that_were_frozen(seasons):
    for season in seasons.values():
        measured = {item.code: item.inputs for item in edition_of(season).criteria if item.inputs}
        for card in gather(season):
            frozen = {
                row.key: read_figure(row.value)
                for row in season.metrics.filter(agency__code=card.code, is_frozen=True)
            }
            for column in card.columns.values():
                for code in measured.keys() & column.keys():
                    shown = column[code].inputs or {}
                    known = {name: frozen[key] for name, key in measured[code].items() if key in frozen}
                    assert {name: shown[name] for name in shown if name in known} == (
                        known if shown else {}
                    ), (season.year, card.code, code)


def test_who_stands_among_those_with_dossiers_has_a_record_of_them(seasons):
    years = json.loads((FILE.parent.parent / "reform_years.json").read_text(encoding="utf-8"))["years"]
    for season in seasons.values():
        blocks = dict(season.scorecards.values_list("agency__code", "block"))
        assert set(blocks.values()) == {BLOCK}
        assert {code for code, plan in years[str(season.year)].items() if plan["dossiers"] >= 30} == set(
            blocks
        )


def test_points_without_figures_follow_from_the_share_that_their_explanation_tells(seasons):
    for season in seasons.values():
        for agency, row in DATA["years"][str(season.year)]["agencies"].items():
            for code, cell in row["scores"].items():
                if "told" in cell:
                    inputs = {"num": Fraction(cell["told"]["share"]), "den": Fraction(100)}
                    points = edition_of(season).criterion(code).rule.score(inputs).points
                    assert f"{round_half_up(points, 2)}" == cell["appraised"], (season.year, agency, code)


@pytest.fixture
def published(seasons, signing_twins, monkeypatch):
    """Both seasons published by the loader, with few draws."""
    signing_twins("seal:SNV", "Sở Nội vụ", "seal", organisation="Sở Nội vụ")
    signing_twins("user:gd.snv", "Nghiêm Thị Thảo", "person")
    monkeypatch.setattr(reform_seasons, "_begin", lambda *_args: None)
    load = partial(load_seasons, now=NOW, report=lambda _text: None)
    assert load() == len(YEARS)
    return load


def test_report_and_minutes_of_a_past_season_are_issued_once_on_their_days(published):
    for year in YEARS:
        minutes = find_minutes(season_of(year))
        assert (minutes.state, str(minutes.issued_on)) == ("sealed", DATA["years"][str(year)]["final_on"])
        paper = issued_report(snapshot_of(year))
        assert (paper.symbol, str(paper.issued_on)) == (
            "01/BC-SNV",
            DATA["years"][str(year)]["reported_on"],
        )
        assert paper.signer.username == "gd.snv" and paper.sealed_by.username == "vt.snv"
        assert season_of(year).published_at < paper.signed_at
    papers, events = Paper.objects.count(), AuditEvent.objects.count()
    assert published() == 0
    assert (Paper.objects.count(), AuditEvent.objects.count()) == (papers, events)
