"""Peer blocks on every page and file of a result, how much of a card is measured, and who stands equal."""

import json
import re

import pytest
from click.testing import CliRunner
from django.urls import reverse

from motcua import cli
from motcua.platform.outbox.testing import run_jobs
from motcua.reform.results.places import members, overlapping, places, tied
from motcua.reform.results.reading import read_document, reading_of
from motcua.reform.results.report import draft_report
from motcua.reform.results.runs import ask_nightly
from motcua.reform.results.services import publish_season
from motcua.reform.results.tests.conftest import NOW, edition_of
from motcua.reform.rules.recompute import recompute
from motcua.reform.season.api import State
from motcua.reform.season.models import ExtraEntry
from motcua.reform.tests.rules.worked_example import DATA

pytestmark = pytest.mark.django_db

WITH, WITHOUT = "with_dossiers", "without_dossiers"
# Of the worked example the best and the third have dossiers.
BLOCKS = {"SKHCN": WITH, "STC": WITHOUT, "SXD": WITHOUT, "SYT": WITH}
ONLY = "C05"


@pytest.fixture
def parted(example, monkeypatch):
    """Makes a season whose agencies stand in two blocks; C05, of two points, is for those with dossiers."""
    areas = [
        {
            **area,
            "criteria": [
                {**row, "blocks": [WITH]} if row["code"] == ONLY else row for row in area["criteria"]
            ],
        }
        for area in DATA["edition"]["areas"]
    ]
    monkeypatch.setattr(
        "motcua.reform.results.tests.conftest.edition_of", lambda year: edition_of(year, areas=areas)
    )

    def parted(**options):
        season = example.season(**options)
        for code, block in BLOCKS.items():
            season.scorecards.filter(agency__code=code).update(block=block)
        return season

    return parted


@pytest.fixture
def published(parted, staff, seal):
    return publish_season(season=parted(), staff=staff("quanly.cchc"), now=NOW)


def content(response) -> str:
    return b"".join(response.streaming_content).decode()


def test_the_signed_document_holds_places_within_blocks_and_follows_from_itself(published):
    reading = reading_of(published)
    assert recompute(reading.document) == []
    for block in (WITH, WITHOUT):
        among, overall = places(reading, block), places(reading)
        assert sorted(row.rank for row in among.values()) == [1, 2]
        first, second = sorted(among, key=lambda code: among[code].rank)
        assert overall[first].rank < overall[second].rank
        assert {among[code].high for code in among} <= {1, 2}


def test_the_board_names_the_block_and_the_rank_in_it(visit, published):
    page = visit("cv.vp", "season", 2026)
    rows = {row.code: (row.rank, row.block_rank) for row in page.context["board"].rows}
    assert sorted(rank for rank, _own in rows.values()) == [1, 2, 3, 4]
    assert sorted(own for _rank, own in rows.values()) == [1, 1, 2, 2]
    text = page.content.decode()
    for words in ("Hạng trong khối", "Cơ quan không tiếp nhận hồ sơ", "Khối cơ quan: "):
        assert words in text
    assert next((tab["label"], tab["count"]) for tab in page.context["blocks"]) == ("Tất cả cơ quan", 4)


def test_one_block_is_ranked_by_itself_with_its_own_possible_ranks(visit, published):
    board = visit("cv.vp", "season", 2026, khoi=WITHOUT).context["board"]
    assert [row.rank for row in board.rows] == [1, 2]
    assert {row.ranks for row in board.rows} <= {"1", "2", "1–2"}
    assert visit("cv.vp", "season", 2026, khoi="khac").context["board"].block == ""


def test_the_picture_of_the_ranking_gives_each_block_a_series_of_its_own(visit, published):
    chart = visit("cv.vp", "season", 2026).context["charts"][0]
    dots = [series for series in chart.option["series"] if series["type"] == "scatter"]
    assert [len(series["data"]) for series in dots] == [2, 2]
    assert len({series["symbol"] for series in dots}) == len({series["name"] for series in dots}) == 2
    assert chart.columns[1] == "Khối cơ quan"
    alone = visit("cv.vp", "season", 2026, khoi=WITH).context["charts"][0]
    assert [series["name"] for series in alone.option["series"] if series["type"] == "scatter"] == ["Chỉ số"]


def test_the_page_of_an_agency_compares_it_with_its_block_and_says_what_does_not_apply_and_why(
    visit, client, published
):
    page = visit("cv.vp", "agency", 2026, "STC")
    client.logout()
    public = client.get("/chi-so-cai-cach/2026/STC/")
    for answer in (page, public):
        text = answer.content.decode()
        (line,) = [line for line in answer.context["criteria"] if line.code == ONLY]
        assert (line.points, line.figures) == ("KAD", ())
        assert "chỉ dành cho: Cơ quan có tiếp nhận hồ sơ" in line.note and line.note in text
        assert "Hạng trong khối" in text and "Cơ quan không tiếp nhận hồ sơ" in text
        assert answer.context["result"].maximum == 38
    assert "Trung bình của khối: Cơ quan không tiếp nhận hồ sơ" in public.context["chart"].columns
    applies = client.get("/chi-so-cai-cach/2026/SKHCN/").context["criteria"]
    assert not [line for line in applies if "chỉ dành cho" in line.note]


def test_everybody_chooses_a_block_on_the_public_page_and_its_files(client, published):
    page = client.get("/chi-so-cai-cach/2026/", {"khoi": WITHOUT})
    assert [row.rank for row in page.context["board"].rows] == [1, 2]
    assert f"ket-qua.csv?khoi={WITHOUT}" in page.content.decode()
    assert "Khối cơ quan" in client.get("/chi-so-cai-cach/2026/").content.decode()
    address = "/chi-so-cai-cach/2026/tai-ve/ket-qua.csv"
    whole = content(client.get(address)).strip().splitlines()
    some = content(client.get(address, {"khoi": WITHOUT})).strip().splitlines()
    assert (len(whole), len(some)) == (5, 3)
    assert whole[0].endswith("Khối cơ quan,Hạng trong khối")
    assert {line.rsplit(",", 1)[1] for line in whole[1:]} == {"1", "2"}
    assert some[0].lstrip("\ufeff").startswith("Hạng trong khối,") and some[1].endswith(
        "Cơ quan không tiếp nhận hồ sơ"
    )
    for ending in ("xlsx", "ods"):
        assert client.get(f"/chi-so-cai-cach/2026/tai-ve/ket-qua.{ending}").status_code == 200


def test_the_report_says_who_stands_in_which_block_and_the_rank_there(published, staff, client, user):
    season = published.season
    paper = draft_report(snapshot=published, season=season, staff=staff("quanly.cchc"), now=NOW)
    ranking = paper.data["sections"][0]
    assert ranking["table"]["columns"][-1] == "Hạng trong khối"
    assert {row[-1] for row in ranking["table"]["rows"]} == {"1", "2"}
    assert {len(row) for row in ranking["table"]["rows"]} == {len(ranking["table"]["widths"])}
    assert ranking["table"]["numeric"][-1] == 6
    assert len([text for text in ranking["paragraphs"] if text.startswith("Khối ")]) == 2
    client.force_login(user("quanly.cchc"))
    assert client.get(reverse("papers:file", args=[paper.uuid]))["Content-Type"] == "application/pdf"


def test_the_command_names_block_and_place_only_where_there_are_blocks(published):
    def run(*more: str) -> str:
        return CliRunner().invoke(cli.main, ["reform", "ranking", "--year", "2026", *more]).output

    rows = json.loads(run("--json"))
    assert {row["agency"]: row["block"] for row in rows} == BLOCKS
    assert sorted(row["block_rank"] for row in rows) == [1, 1, 2, 2]
    assert {row["block_rank_high"] for row in rows} <= {1, 2}
    assert re.search(r"with_dossiers [12] \(1?–?2?\)", run())


def test_a_result_recorded_without_places_in_blocks_keeps_its_order_and_claims_no_possible_ranks(published):
    document = json.loads(bytes(published.content))
    held = document["results"].pop("blocks")
    reading = read_document(document)
    for block in (WITH, WITHOUT):
        old = places(reading, block)
        assert {code: row.rank for code, row in old.items()} == {
            code: row["rank"] for code, row in held[block]["agencies"].items()
        }
        assert {row.span for row in old.values()} == {"–"}


def test_the_board_with_blocks_costs_as_many_statements_as_without(
    visit, published, django_assert_max_num_queries
):
    visit("cv.vp", "season", 2026)
    with django_assert_max_num_queries(15):
        visit("cv.vp", "season", 2026)


# While the year runs: how much of each card is known.


@pytest.fixture
def running(example, parted):
    example.unmeasured = ("C01", "C09")
    season = parted(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    return season


def test_the_provisional_board_says_how_many_points_are_measured_as_the_page_of_the_agency_does(
    visit, running
):
    page = visit("quanly.cchc", "season", 2026)
    measured = {row.code: row.measured for row in page.context["board"].rows}
    # Of forty points one and three are not measured; two more are for agencies with dossiers.
    assert {code: (row.points, row.most) for code, row in measured.items()} == {
        "SKHCN": (36, 40),
        "SYT": (36, 40),
        "STC": (34, 38),
        "SXD": (34, 38),
    }
    assert "34 trên 38" in page.content.decode()
    for code, row in measured.items():
        words = visit("quanly.cchc", "agency", 2026, code).context["measured"]
        assert f"{row.points_words} trên {row.most_words} điểm" in words


def test_the_column_of_measured_points_sorts_by_number_and_back_to_the_rank(visit, example, running):
    def order(**query: str):
        page = visit("quanly.cchc", "season", 2026, **query)
        return [row.code for row in page.context["board"].rows], page.context["measured"]

    (by_rank, head), (fewest, up), (most, down) = order(), order(sort="measured"), order(sort="-measured")
    assert (head["order"], up["order"], down["order"]) == ("none", "ascending", "descending")
    assert (head["url"], up["url"], down["url"]) == ("?sort=measured", "?sort=-measured", "?")
    assert {*fewest[:2]} == {*most[2:]} == {"STC", "SXD"} and by_rank not in (fewest, most)
    assert order(sort="measured", khoi=WITH)[1]["url"] == f"?khoi={WITH}&sort=-measured"
    assert order(sort="khac")[0] == by_rank


def test_exports_of_a_provisional_standing_hold_the_measured_points_as_numbers(visit, running):
    head, *rows = content(visit("quanly.cchc", "season", 2026, _export="csv")).strip().splitlines()
    assert "Điểm đã đo được,Điểm áp dụng,Tình trạng" in head
    assert sum(",34.00,38.00," in row for row in rows) == sum(",36.00,40.00," in row for row in rows) == 2


def test_a_published_board_has_no_such_column(visit, published):
    page = visit("cv.vp", "season", 2026)
    assert page.context["measured"] is None and "Điểm đã đo được" not in page.content.decode()


# Equal is another thing than overlapping.


def test_agencies_with_the_same_index_are_called_equal_and_not_overlapping(example, visit, monkeypatch):
    monkeypatch.setattr("motcua.reform.results.gathering.survey_inputs", lambda season: {})
    season = example.season(state=State.OPEN)
    one, other = example.card(season, "SKHCN"), example.card(season, "STC")
    for row in one.entries.filter(column="computed"):
        example.put(other, row.code, "computed", row.points, row.inputs)
    for code in DATA["agencies"]["B"]["extras"]:
        ExtraEntry.objects.create(scorecard=other, code=code, cases=0, reason="x", at=NOW)
    ask_nightly(now=NOW)
    run_jobs()
    page = visit("quanly.cchc", "season", 2026)
    reading, text = page.context["board"].reading, page.content.decode()
    assert (tied(reading), overlapping(reading)) == ((("SKHCN", "STC"),), ())
    assert "Chỉ số bằng nhau" in text and "cùng hạng" in text
    assert "chồng lên nhau do sai số" not in text


def test_agencies_whose_intervals_overlap_are_not_called_equal(visit, published):
    page = visit("cv.vp", "season", 2026)
    reading = page.context["board"].reading
    assert tied(reading) == () and overlapping(reading)
    for block in (WITH, WITHOUT):
        chosen = set(members(reading, block))
        assert all(set(group) <= chosen for group in overlapping(reading, block))
