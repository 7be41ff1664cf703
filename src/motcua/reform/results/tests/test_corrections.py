"""A published result is corrected by decision: another signed result, the former one stays readable."""

from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent
from motcua.platform.files.tests import samples
from motcua.reform.results.chain import check_chain, check_snapshot
from motcua.reform.results.corrections import changes_of, reason_from, unpublished_corrections
from motcua.reform.results.models import ResultRun
from motcua.reform.results.queries import current_snapshot
from motcua.reform.results.reading import reading_of
from motcua.reform.results.services import correct_season, publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.season.api import ScoreCorrection, correct_score, former_indexes, get_season
from motcua.reform.season.services.corrections import Decision
from motcua.reform.season.services.entries import SeasonRefused

LATER = NOW + timedelta(days=3)
BY = Decision(number="12/QĐ-UBND", issued_on=date(2027, 1, 4))


@pytest.fixture
def published(season, staff, seal):
    return publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)


@pytest.fixture
def correct(published, example, season, staff, user):
    def correct(username="quanly.cchc", agency="SKHCN", **changed):
        values = {
            "code": "C01",
            "points": Fraction(1, 2),
            "reason": "Tính nhầm ngày",
            "decision": BY,
        } | changed
        card = example.card(season, agency)
        return correct_score(scorecard=card, staff=staff(username), by=user(username), now=LATER, **values)

    return correct


@pytest.fixture
def corrected(correct, season, staff):
    correct()
    return correct_season(season=season, reason="Tính nhầm", staff=staff("quanly.cchc"), now=LATER)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"decision": Decision()}, "decision_missing"),
        ({"points": Fraction(99)}, "points_outside"),
        ({"code": "C99"}, "no_such_criterion"),
    ],
)
def test_without_reason_decision_or_sense_nothing_is_corrected(correct, changed, code):
    with pytest.raises(SeasonRefused, match=code):
        correct(**changed)
    assert not ScoreCorrection.objects.exists()


@pytest.mark.parametrize("username", ["cv.vp", "giamdoc", "thamdinh", "hoidong", "kiemtra", "cchc.sxd"])
def test_only_managers_correct(correct, username):
    with pytest.raises(PermissionDenied):
        correct(username=username)


def test_before_publication_there_is_nothing_to_correct(season, example, staff, user):
    with pytest.raises(SeasonRefused, match="wrong_state"):
        correct_score(
            scorecard=example.card(season, "SKHCN"),
            code="C01",
            points=Fraction(0),
            reason="x",
            decision=BY,
            staff=staff("quanly.cchc"),
            by=user("quanly.cchc"),
            now=LATER,
        )


def test_the_same_decision_twice_is_one_correction(correct):
    assert correct() == correct()
    assert AuditEvent.objects.filter(action="scorecard.corrected").count() == 1
    with pytest.raises(SeasonRefused, match="same_points"):
        correct(decision=Decision(number="13/QĐ-UBND"))


def test_the_former_result_is_what_later_years_compare_with(correct, published, season, example, staff):
    before = reading_of(published).document["results"]["agencies"]["SKHCN"]["index"]
    next_season = example.season(year=2027, state="open")
    correct()
    assert former_indexes(next_season)["SKHCN"] == Fraction(before)
    correct_season(season=season, reason="x", staff=staff("quanly.cchc"), now=LATER)
    assert former_indexes(next_season)["SKHCN"] < Fraction(before)


def test_former_indexes_cost_one_small_statement(published, example, django_assert_max_num_queries):
    next_season = example.season(year=2027, state="open")
    former_indexes(next_season)
    with django_assert_max_num_queries(2):
        former_indexes(next_season)


def test_a_correction_is_signed_chained_and_recomputable(corrected, published):
    published.refresh_from_db()
    assert (published.state, corrected.corrects_id) == ("superseded", published.pk)
    assert check_chain() == []
    assert check_snapshot(corrected) == []
    assert check_snapshot(published) == []
    held = reading_of(corrected).agency("SKHCN").columns["final"]["C01"]
    assert (held.points, held.reason) == (Fraction(1, 2), "decision")


def test_what_changed_is_read_from_the_two_documents(corrected):
    changes = changes_of(corrected)
    assert [(change.what[:3], change.before != change.after) for change in changes] == [
        ("C01", True),
        (changes[1].what[:3], True),
    ]


def test_decisions_wait_until_they_are_published(correct, season, published, staff):
    correct()
    waiting = unpublished_corrections(season)
    assert reason_from(waiting) == "Quyết định số 12/QĐ-UBND ngày 04/01/2027"
    correct_season(season=season, reason="x", staff=staff("quanly.cchc"), now=LATER)
    assert unpublished_corrections(get_season(season.uuid)) == []


def test_a_correction_row_is_never_changed(correct):
    row = correct()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update reform_score_correction set decision_number = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_points_are_corrected_and_published_on_pages(published, example, season, client, user):
    card = example.card(season, "SKHCN")
    client.force_login(user("quanly.cchc"))
    page = reverse("season:criterion", args=[card.uuid, "C01"])
    address = reverse("season:correct", args=[card.uuid, "C01"])
    with clock.at(LATER):
        assert address in client.get(page).content.decode()
        kept = client.post(address, {"points": "0,5", "reason": "Tính nhầm ngày"})
        assert kept.status_code == 422
        assert "Tính nhầm ngày" in kept.content.decode()
        file = BytesIO(samples.pdf())
        file.name = "quyet-dinh.pdf"
        data = {"points": "0,5", "reason": "Tính nhầm ngày", "decision_number": "12/QĐ-UBND", "file": file}
        answer = client.post(address, data)
        assert answer.url == reverse("results:season", args=[2026])
        assert "12/QĐ-UBND" in client.get(answer.url).content.decode()
        decision = reverse("season:decision_file", args=[ScoreCorrection.objects.get().uuid])
        assert decision in client.get(page).content.decode()
        assert client.get(decision).status_code == 200
        ask = reverse("results:ask", args=[2026, "correction"])
        assert client.post(ask, {"reason": "Quyết định số 12/QĐ-UBND"}).status_code == 302
    assert ResultRun.objects.get(kind="correction").reason == "Quyết định số 12/QĐ-UBND"
    client.force_login(user("cv.vp"))
    assert client.post(address, data).status_code == 403
    assert client.get(decision).status_code == 200
    client.force_login(user("cchc.sxd"))
    assert client.get(decision).status_code == 404


def test_the_public_page_says_when_and_why_and_keeps_the_former_result(corrected, published, client):
    page = client.get(reverse("reform_index_year", args=[2026])).content.decode()
    former = reverse("reform_index_former", args=[2026, published.number])
    assert "Tính nhầm" in page
    assert former in page
    text = client.get(former).content.decode()
    assert published.sha256 in text
    assert "86,04" in text
    document = reverse("reform_index_former_download", args=[2026, published.number, "ban-chup.json"])
    assert client.get(document).content == bytes(published.content)
    assert client.get(document.replace("ban-chup.json", "x.json")).status_code == 404
    now = reverse("reform_index_former", args=[2026, corrected.number])
    assert client.get(now).status_code == 302
    assert client.get(reverse("reform_index_former", args=[2026, 99])).status_code == 404


def test_the_result_in_force_is_the_corrected_one(corrected, season):
    assert current_snapshot(season) == corrected
