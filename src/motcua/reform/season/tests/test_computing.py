from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.platform.indicators import api as indicators
from motcua.platform.indicators.api import Record
from motcua.platform.ui.preferences import LANGUAGE_COOKIE
from motcua.reform.editions.presentation import input_names, rule_sentences
from motcua.reform.results.gathering import gather
from motcua.reform.rules.edition import MissingPolicy
from motcua.reform.rules.index import compute
from motcua.reform.season.api import cards, compute_season, edition_of, figures, freeze, get_season
from motcua.reform.season.models import MetricValue, Scorecard, ScoreEntry, Season
from motcua.reform.season.services.assessment import is_scored_by_hand
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.freezing import ask_to_freeze
from motcua.reform.season.tests.conftest import NOW


def scores(season, code):
    return cards(season, "computed")[code].scores


def test_criteria_with_known_figures_are_scored_exactly(season):
    compute_season(season=season, now=NOW)
    found = scores(season, "SKHCN")
    assert found["1.1"] == 1
    assert found["1.2"] == Fraction(18, 10)
    assert found["8.1"] == 9


def test_a_criterion_whose_figures_no_room_offers_is_left_out_of_the_computed_card(season):
    compute_season(season=season, now=NOW)
    assert scores(season, "SKHCN")["2.1"] is None


def test_an_unknown_number_is_not_zero(season):
    compute_season(season=season, now=NOW)
    assert scores(season, "SYT")["8.1"] is None


def test_a_day_that_is_not_there_means_not_done(season):
    compute_season(season=season, now=NOW)
    assert scores(season, "SXD")["1.1"] == 0


def test_computing_again_adds_nothing(season):
    compute_season(season=season, now=NOW)
    before = ScoreEntry.objects.count()
    assert compute_season(season=season, now=NOW).changed == 0
    assert ScoreEntry.objects.count() == before


def test_a_changed_figure_adds_one_entry_and_keeps_the_old_one(season, rooms, card):
    compute_season(season=season, now=NOW)
    rooms["plan.tasks_done"]["SKHCN"] = Fraction(10)
    compute_season(season=season, now=NOW)
    entries = card("SKHCN").entries.filter(code="1.2").order_by("id")
    assert [entry.points for entry in entries] == [Fraction(9, 5), Fraction(2)]
    assert scores(season, "SKHCN")["1.2"] == 2


def test_figures_behind_the_points_can_be_read(season):
    compute_season(season=season, now=NOW)
    assert figures(season, "SKHCN", "computed")["1.2"] == {"num": Fraction(9), "den": Fraction(10)}


def test_a_figure_that_is_not_known_any_more_takes_its_points_back(season, rooms, card):
    compute_season(season=season, now=NOW)
    del rooms["surv.sipas.percent"]["SKHCN"]
    assert compute_season(season=season, now=NOW).changed == 1
    assert scores(season, "SKHCN")["8.1"] is None
    assert "8.1" not in figures(season, "SKHCN", "computed")
    assert compute_season(season=season, now=NOW).changed == 0
    rooms["surv.sipas.percent"]["SKHCN"] = Fraction(90)
    compute_season(season=season, now=NOW)
    assert scores(season, "SKHCN")["8.1"] == 9
    assert card("SKHCN").entries.filter(code="8.1").count() == 3


@pytest.mark.parametrize("column", ["computed", "self", "appraised", "final"])
def test_a_survey_that_was_not_held_is_left_out_and_lowers_nobody(season, column):
    compute_season(season=season, now=NOW)
    card = cards(season, column)["SYT"]
    assert card.scores["8.1"] is None
    assert "8.1" in card.unmeasured


@pytest.mark.parametrize("policy", list(MissingPolicy))
def test_what_nobody_measures_lowers_no_computed_index_however_the_edition_reads_not_applicable(
    season, policy
):
    compute_season(season=season, now=NOW)
    edition = edition_of(season)
    for code, card in cards(season, "computed").items():
        result = compute(edition, card, missing=policy)
        measured = [one for one in edition.criteria if one.code not in card.unmeasured]
        assert 0 < result.maximum <= sum(one.points for one in measured), code
        read = next(row for row in gather(season) if row.code == code)
        assert read.card("computed") == card


def test_what_others_publish_is_assessed_by_hand(season):
    by_hand = {item.code for item in edition_of(season).criteria if is_scored_by_hand(item, "with_dossiers")}
    assert "8.5" in by_hand
    assert "8.1" not in by_hand


def test_the_change_since_last_year_is_not_measured(season):
    compute_season(season=season, now=NOW)
    trends = [item.code for item in edition_of(season).criteria if item.rule.kind == "TRND"]
    assert trends
    assert {scores(season, "SKHCN")[code] for code in trends} == {None}


@pytest.fixture
def queued(monkeypatch):
    jobs = []
    where = "motcua.reform.season.services.freezing.defer"
    monkeypatch.setattr(where, lambda name, **wanted: jobs.append((name, wanted)))
    return jobs


def test_the_manager_asks_for_the_freeze_from_the_last_day_on(season, manager, queued):
    early = manager | {"now": datetime(2022, 12, 30, 3, tzinfo=UTC)}
    with pytest.raises(SeasonRefused, match="too_early"):
        ask_to_freeze(season=season, **early)
    assert queued == []
    ask_to_freeze(season=season, **manager | {"now": datetime(2022, 12, 31, 3, tzinfo=UTC)})
    assert queued == [("season.freeze", {"year": 2022, "by": manager["by"].pk})]


@pytest.mark.parametrize("username", ["cv.vp", "giamdoc", "thamdinh"])
def test_nobody_else_freezes_the_figures(season, acting, username, queued):
    with pytest.raises(PermissionDenied):
        ask_to_freeze(season=season, **acting(username))


def test_a_round_that_is_appraised_is_neither_frozen_nor_computed(season, manager, queued):
    Season.objects.update(state="appraisal")
    with pytest.raises(SeasonRefused, match="wrong_state"):
        ask_to_freeze(season=get_season(season.uuid), **manager)
    with pytest.raises(SeasonRefused, match="wrong_state"):
        compute_season(season=get_season(season.uuid), now=NOW)


def test_a_figure_that_was_not_said_at_the_freeze_is_not_frozen(season, rooms, monkeypatch):
    compute_season(season=season, now=NOW)
    known = {key: one for key, one in indicators._known.items() if key != "surv.sipas.percent"}
    monkeypatch.setattr(indicators, "_known", known)
    freeze(season=season, by=None, now=NOW)
    compute_season(season=get_season(season.uuid), now=NOW)
    assert scores(season, "SKHCN")["8.1"] is None
    assert not MetricValue.objects.filter(key="surv.sipas.percent").exists()


def test_the_frozen_records_speak_the_language_of_the_records(season, rooms, monkeypatch):
    def listed(code, _period):
        return [Record(key=code, label=_("Yes"), url="")]

    known = {key: replace(one, records=listed) for key, one in indicators._known.items()}
    monkeypatch.setattr(indicators, "_known", known)
    with translation.override("en"):
        freeze(season=season, by=None, now=NOW)
    row = MetricValue.objects.get(season=season, agency__code="SKHCN", key="plan.tasks_done")
    assert row.records[0]["label"] == "Có"


def test_frozen_figures_do_not_move_with_the_rooms(season, rooms):
    freeze(season=season, by=None, now=NOW)
    rooms["plan.tasks_done"]["SKHCN"] = Fraction(10)
    compute_season(season=get_season(season.uuid), now=NOW)
    assert scores(season, "SKHCN")["1.2"] == Fraction(9, 5)


def test_frozen_figures_keep_the_keys_of_their_records(season):
    freeze(season=season, by=None, now=NOW)
    row = MetricValue.objects.get(season=season, agency__code="SKHCN", key="plan.tasks_done")
    assert [item["key"] for item in row.records] == ["SKHCN-1"]
    assert row.is_frozen


def test_freezing_again_changes_nothing(season):
    first = freeze(season=season, by=None, now=NOW)
    again = freeze(season=get_season(season.uuid), by=None, now=NOW + timedelta(days=1))
    assert again.frozen_at == first.frozen_at


def test_a_season_computes_in_as_many_statements_for_ten_agencies_as_for_two(season):
    with CaptureQueriesContext(connection) as for_ten:
        compute_season(season=season, now=NOW)
    Scorecard.objects.exclude(agency__code__in=("SKHCN", "SXD")).filter(entries=None).delete()
    with CaptureQueriesContext(connection) as for_fewer:
        compute_season(season=season, now=NOW)
    assert len(for_ten) <= len(for_fewer) + 1 <= 20


def test_all_cards_are_read_in_a_handful_of_statements(season, django_assert_max_num_queries):
    compute_season(season=season, now=NOW)
    with django_assert_max_num_queries(8):
        cards(season, "final")


def test_an_entry_can_neither_be_changed_nor_removed(season):
    compute_season(season=season, now=NOW)
    for statement in ("update reform_score_entry set points = '1'", "delete from reform_score_entry"):
        with (
            pytest.raises((ProgrammingError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_last_days_follow_the_terms_and_the_calendar(season):
    found = {row.step: row.due_on.isoformat() for row in season.dates.all()}
    assert found["cut_off"] == "2022-12-31"
    assert found["self_assessment"] == "2023-01-16"
    assert found["publication"] == "2023-03-31"


def test_what_a_day_rests_on_is_said_in_the_readers_language_and_what_was_typed_stays(season, client, user):
    season.dates.filter(step="publication").update(source="Kế hoạch số 12/KH-UBND")
    client.force_login(user("quanly.cchc"))
    address = reverse("season:season", args=[season.year])
    here = client.get(address).text
    client.cookies[LANGUAGE_COOKIE] = "en"
    there = client.get(address).text
    assert "5 ngày làm việc để trả lời mọi kiến nghị" in here
    assert "5 working days to answer every appeal" in there
    assert "ngày làm việc để" not in there
    assert "Kế hoạch số 12/KH-UBND" in there


def test_the_index_that_scores_the_change_since_last_year_says_what_it_leaves_out(season):
    criterion = edition_of(season).criterion("8.7")
    with translation.override("vi"):
        assert input_names(criterion)["present"] == "Chỉ số năm nay, không tính tiêu chí 8.7"
    with translation.override("en"):
        assert input_names(criterion) == {
            "present": "Index of this year without criterion 8.7",
            "previous": "Index published last year",
        }
        assert "taken without this criterion" in rule_sentences(criterion)[0]
