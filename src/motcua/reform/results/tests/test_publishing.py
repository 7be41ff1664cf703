"""Publishing, correcting, the chain, and what the database itself refuses."""

import json
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from motcua.platform.audit.api import AuditEvent
from motcua.platform.outbox.testing import run_jobs
from motcua.platform.signing.api import SigningUnavailable
from motcua.reform.results.chain import check_chain, check_file, check_snapshot
from motcua.reform.results.models import ResultRun, RunKind, Snapshot
from motcua.reform.results.queries import current_snapshot, provisional
from motcua.reform.results.reading import document_of, reading_of
from motcua.reform.results.runs import ask_nightly, ask_run, do_run
from motcua.reform.results.services import PublishRefused, correct_season, publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.rules.survey_range import SurveyInput
from motcua.reform.season.api import Season, State, get_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(season, staff, seal):
    return publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)


def test_a_published_season_holds_the_worked_example_signed(published, season):
    results = reading_of(published).results
    assert {code: (row["shown"], row["rank"]) for code, row in results.items()} == {
        "SKHCN": ("86.04", 1),
        "STC": ("85.64", 2),
        "SXD": ("70.16", 4),
        "SYT": ("72.78", 3),
    }
    assert check_snapshot(published) == []
    assert get_season(season.uuid).state == State.PUBLISHED
    assert get_season(season.uuid).snapshot_uuid == published.uuid


def test_publishing_is_recorded_once_however_often_it_is_asked(published, season, staff):
    again = publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    assert again == published
    assert AuditEvent.objects.filter(action="snapshot.published").count() == 1


@pytest.mark.parametrize("who", ["cv.vp", "giamdoc", "thamdinh", "hoidong", "kiemtra", "quantri"])
def test_only_managers_of_the_standing_body_publish(season, staff, seal, who):
    with pytest.raises(PermissionDenied):
        publish_season(season=season, staff=staff(who), now=NOW)


@pytest.mark.parametrize("state", [State.OPEN, State.APPRAISAL, State.APPEAL, State.COUNCIL])
def test_nothing_is_published_before_the_council_has_closed(example, staff, seal, state):
    season = example.season(state=state)
    with pytest.raises(PublishRefused, match="not_final"):
        publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    assert not Snapshot.objects.exists()


def test_without_a_key_nothing_is_published(season, staff, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(SigningUnavailable):
        publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    assert get_season(season.uuid).state == State.FINAL


def test_points_that_move_while_it_is_signed_are_not_published(example, season, staff, seal):
    def moved(step: int) -> None:
        if step == 4:
            card = example.card(season, "SKHCN")
            example.put(card, "C01", "appraised", Fraction(0), {}, reason_code="no_evidence")

    with pytest.raises(PublishRefused, match="changed_meanwhile"):
        publish_season(season=season, staff=staff("quanly.cchc"), now=NOW, progress=moved)
    assert not Snapshot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_get_one_snapshot(season, staff, seal):
    context = staff("quanly.cchc")

    def publish(_number: int) -> str:
        try:
            return publish_season(season=season, staff=context, now=NOW).sha256
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        hashes = set(pool.map(publish, range(2)))
    assert len(hashes) == Snapshot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_seasons_published_at_once_make_one_chain(example, staff, seal):
    seasons = [example.season(year=2026), example.season(year=2025)]
    context = staff("quanly.cchc")

    def publish(season: Season) -> None:
        try:
            publish_season(season=season, staff=context, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(publish, seasons))
    assert sorted(Snapshot.objects.values_list("number", flat=True)) == [1, 2]
    assert check_chain() == []


def test_a_correction_stands_beside_the_former_result(published, example, season, staff):
    example.put(
        example.card(season, "SKHCN"), "C01", "council", Fraction(1, 2), {}, reason_code="new_evidence"
    )
    corrected = correct_season(season=season, reason="Tính nhầm ngày", staff=staff("quanly.cchc"), now=NOW)
    published.refresh_from_db()
    assert (published.state, corrected.corrects, corrected.number) == ("superseded", published, 2)
    assert document_of(corrected)["corrects"] == published.sha256
    assert reading_of(corrected).results["SKHCN"]["shown"] == "84.79"
    assert current_snapshot(season) == corrected
    assert check_chain() == []


def test_answers_of_too_few_people_are_not_published_only_their_interval(season, staff, seal, monkeypatch):
    few = SurveyInput(respondents=4, factors=((0, 0, 1, 2, 1),) * 5)
    monkeypatch.setattr(
        "motcua.reform.results.gathering.survey_inputs", lambda _season: {"SKHCN": {"C12": few}}
    )
    published = publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    survey = reading_of(published).agency("SKHCN").surveys["C12"]
    assert (survey.factors, survey.respondents) == ((), 0)
    assert survey.low < survey.high
    assert check_snapshot(published) == []


def test_a_correction_needs_a_reason_and_something_to_correct(published, season, staff):
    for reason, code in [(" ", "reason_missing"), ("Không có gì", "nothing_changed")]:
        with pytest.raises(PublishRefused, match=code):
            correct_season(season=season, reason=reason, staff=staff("quanly.cchc"), now=NOW)


@pytest.mark.parametrize("change", ["content = content || 'x'", "year = 2020", "signature = 'x'"])
def test_the_database_keeps_a_snapshot_as_it_is(published, change):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update reform_snapshot set {change}")
    with pytest.raises(DatabaseError), transaction.atomic():
        published.delete()


def test_the_chain_tells_what_somebody_changed_behind_its_back(published):
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        forged = bytes(published.content).replace(b'"shown":"86.04"', b'"shown":"88.04"')
        cursor.execute("update reform_snapshot set content = %s", [forged])
        cursor.execute("set local session_replication_role = origin")
    problems = [str(item) for item in check_snapshot(Snapshot.objects.get())]
    assert "signature: stored altered, computed valid" in problems
    assert "results.agencies.SKHCN.shown: stored 88.04, computed 86.04" in problems
    assert any(problem.startswith("sha256") for problem in problems)


def test_an_exported_file_is_checked_without_the_database(published, tmp_path):
    content, signature = bytes(published.content), bytes(published.signature)
    assert check_file(content=content, signature=signature) == []
    assert [item.path for item in check_file(content=content, signature=b"")] == []
    spaced = json.dumps(json.loads(content), ensure_ascii=False).encode()
    assert [item.path for item in check_file(content=spaced, signature=b"")] == ["file"]
    assert check_file(content=b"{", signature=b"")[0].path == "file"


def test_a_publication_runs_in_the_background_and_says_how_far_it_is(season, staff, seal, user):
    run = ask_run(season=season, kind=RunKind.PUBLICATION, staff=staff("quanly.cchc"), now=NOW)
    assert ask_run(season=season, kind=RunKind.PUBLICATION, staff=staff("quanly.cchc"), now=NOW) == run
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.step, run.snapshot) == ("done", 4, current_snapshot(season))


def test_a_run_that_cannot_be_done_says_why(season, staff, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    run = ask_run(season=season, kind=RunKind.PUBLICATION, staff=staff("quanly.cchc"), now=NOW)
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "no_key")


def test_a_run_is_refused_to_others_and_when_it_makes_no_sense(season, example, staff):
    with pytest.raises(PermissionDenied):
        ask_run(season=season, kind=RunKind.PUBLICATION, staff=staff("cv.vp"), now=NOW)
    with pytest.raises(PublishRefused, match="not_published"):
        ask_run(season=season, kind=RunKind.CORRECTION, staff=staff("quanly.cchc"), now=NOW, reason="x")


def test_every_night_running_seasons_get_a_provisional_standing(example):
    running = example.season(state=State.APPRAISAL)
    assert ask_nightly(now=NOW) == 1
    run_jobs()
    for _night in range(3):
        ask_nightly(now=NOW)
        run_jobs()
    document = provisional(running).document
    assert document["results"]["agencies"]["SKHCN"]["shown"] == "86.04"
    assert ResultRun.objects.count() == 2
    assert not Snapshot.objects.exists()


def test_a_run_that_breaks_off_does_not_stand_in_the_way_of_the_next(season, staff, seal, monkeypatch):
    def broken(**_wanted: object) -> None:
        raise ZeroDivisionError

    asked = {"season": season, "kind": RunKind.PUBLICATION, "staff": staff("quanly.cchc"), "now": NOW}
    first = ask_run(**asked)
    with monkeypatch.context() as patched:
        patched.setattr("motcua.reform.results.runs.publish_season", broken)
        with pytest.raises(ZeroDivisionError):
            do_run(run=first.uuid, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.problem) == ("failed", "broken")
    second = ask_run(**asked)
    do_run(run=second.uuid, now=NOW)
    assert current_snapshot(season) is not None
