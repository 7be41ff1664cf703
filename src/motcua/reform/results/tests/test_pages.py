"""Pages of results: who sees what, in which words, in how many statements."""

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from motcua.identity.api import agency_by_code
from motcua.platform import clock
from motcua.platform.files.api import store_own
from motcua.platform.outbox.testing import run_jobs
from motcua.reform.editions.api import IndexEdition, published_edition
from motcua.reform.papers.models import Paper
from motcua.reform.results.chain import check_file, verdict_on
from motcua.reform.results.charts import written
from motcua.reform.results.models import ResultRun, Snapshot
from motcua.reform.results.policies import may_see_all
from motcua.reform.results.reading import document_of
from motcua.reform.results.runs import ask_nightly
from motcua.reform.results.services import publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.rules.index import compute
from motcua.reform.rules.numbers import write
from motcua.reform.rules.recompute import recompute
from motcua.reform.season.api import Season, State, cards, edition_of
from motcua.reform.season.models import Scorecard

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(season, staff, seal):
    return publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)


def post(client, user, who, name, *args, **data):
    client.force_login(user(who))
    return client.post(reverse(f"results:{name}", args=args), data)


@pytest.mark.parametrize(
    "who", ["cv.vp", "cchc.sxd", "giamdoc", "quanly.cchc", "thamdinh", "kiemtra", "chuyenvien"]
)
def test_everybody_in_office_reads_a_published_ranking(visit, published, who):
    page = visit(who, "season", 2026)
    assert page.status_code == 200
    for words in ("86,04", "84,67–87,07", published.sha256):
        assert words in page.content.decode()


@pytest.mark.parametrize("who", ["quanly.cchc", "tp.cchc", "kiemtra"])
def test_before_publication_those_who_oversee_see_the_provisional_ranking(visit, season, who):
    assert visit(who, "season", 2026).context["board"] is None
    ask_nightly(now=NOW)
    run_jobs()
    assert "86,04" in visit(who, "season", 2026).content.decode()


def test_before_publication_an_agency_is_led_to_itself_and_sees_nobody_else(visit, season):
    assert visit("cv.vp", "season", 2026).url == reverse("results:agency", args=[2026, "SKHCN"])
    assert visit("cv.vp", "agency", 2026, "SKHCN").status_code == 200
    assert visit("cv.vp", "agency", 2026, "SXD").status_code == 404
    assert visit("cv.vp", "agency", 2026, "KHONG").status_code == 404
    assert visit("cchc.sgddt", "season", 2026).status_code == 403


def test_the_own_page_before_the_appeal_window_shows_what_was_computed(example, visit):
    season = example.season(state=State.APPRAISAL)
    card = example.card(season, "SKHCN")
    example.put(card, "C01", "appraised", None, {}, reason_code="not_applicable")
    page = visit("cv.vp", "agency", 2026, "SKHCN").context
    assert (page["result"].maximum, page["standing"].others, page["standing"].own) == (40, {}, None)


def test_the_own_page_says_what_would_lift_the_index_and_by_how_much(visit, season):
    page = visit("cv.vp", "agency", 2026, "SKHCN")
    assert page.context["outlook"].lower == "90"
    assert page.context["actions"][0].gain.startswith("+")
    assert page.context["reach"].rows
    assert [chart.id for chart in page.context["charts"]] == ["areas", "waterfall"]


@pytest.mark.parametrize("who", ["thamdinh", "hoidong", "thamdinh.vp", "gd.stc", "thamdinh.stc"])
@pytest.mark.parametrize("state", [State.OPEN, State.APPRAISAL, State.COUNCIL])
def test_those_who_judge_read_no_standings_before_publication(example, visit, who, state):
    example.season(state=state)
    ask_nightly(now=NOW)
    run_jobs()
    assert "86,04" not in visit(who, "season", 2026).content.decode()
    assert visit(who, "agency", 2026, "SKHCN").status_code == 404


@pytest.mark.parametrize(
    ("state", "column"),
    [(State.OPEN, "computed"), (State.APPRAISAL, "computed"), (State.APPEAL, "final")],
)
def test_a_head_in_the_council_reads_the_own_points_no_sooner_than_on_the_card(example, visit, state, column):
    season = example.season(state=state)
    example.put(example.card(season, "STC"), "C01", "appraised", None, {}, reason_code="not_applicable")
    standing = visit("gd.stc", "agency", 2026, "STC").context["standing"]
    assert (standing.column, standing.others) == (column, {})


def test_a_manager_inside_a_rated_agency_reads_no_ranking_while_points_are_recognised(example, staff):
    season, manager = example.season(state=State.APPRAISAL), staff("tp.cchc")
    assert may_see_all(manager, season)
    card = example.card(season, "SYT")
    Scorecard.objects.filter(pk=card.pk).update(agency=agency_by_code("SNV"))
    assert not may_see_all(manager, season)
    assert may_see_all(staff("kiemtra"), season)
    Season.objects.filter(pk=season.pk).update(state=State.APPEAL)
    season.refresh_from_db()
    assert may_see_all(manager, season)


def test_the_menu_leads_to_the_newest_year_that_one_may_read(example, staff, seal, visit):
    publish_season(season=example.season(year=2025), staff=staff("quanly.cchc"), now=NOW)
    example.season(state=State.OPEN)
    assert visit("hoidong", "newest").url == reverse("results:season", args=[2025])
    assert visit("cv.vp", "newest").url == reverse("results:season", args=[2026])


def test_the_board_of_a_running_year_agrees_with_the_agencies_pages(example, visit):
    example.unmeasured = ("C01", "C09")
    example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    rows = visit("quanly.cchc", "season", 2026).context["board"].rows
    for row in rows:
        result = visit("quanly.cchc", "agency", 2026, row.code).context["result"]
        assert (row.index, row.record["maximum"]) == (written(result.shown), write(result.maximum))


def test_the_computed_column_of_a_published_year_is_the_one_of_the_card(example, staff, seal, visit):
    example.unmeasured = ("C01",)
    season = example.season()
    card = compute(edition_of(season), cards(season, "computed")["SKHCN"])
    snapshot = publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    row = visit("cv.vp", "season", 2026).context["board"].row("SKHCN")
    assert row.columns["computed"] == written(card.shown)
    assert card.maximum < 52
    assert recompute(document_of(snapshot)) == []


def in_november(visit, *args):
    """The page of a running year: 334 of 365 days have passed."""
    with clock.at(NOW.replace(year=2026, month=11, day=30)):
        return visit("cv.vp", "agency", 2026, *args)


def test_a_running_year_offers_only_what_cases_still_to_come_can_give(example, visit):
    example.season(state=State.OPEN)
    page = in_november(visit, "SKHCN")
    # 38 of 40 tasks are done and three more are expected; a late dossier stays late.
    text = page.content.decode()
    assert "38 trên 40 → 41 trên 43" in text
    assert "3 trên khoảng 3 trường hợp còn lại" in text
    assert "31/12/2026" in page.context["assumption"]
    assert not [line for line in page.context["actions"] if line.criterion.startswith("C05")]
    (dossiers,) = [row for row in page.context["reach"].rows if row[0].startswith("C05")]
    assert dossiers[1:] == ["1,50", "1,50", "2,00", "0,00"]


def test_a_finished_year_says_what_would_have_been(visit, season):
    with clock.at(NOW):
        page = visit("cv.vp", "agency", 2026, "SKHCN")
    assert page.context["assumption"] == ""
    assert [line.change for line in page.context["actions"] if line.criterion.startswith("C05")]


def test_a_late_plan_an_award_and_a_case_are_among_what_would_have_lifted_it(season, client, user):
    client.force_login(user("quanly.cchc"))
    with clock.at(NOW):
        late, penalised = (
            client.get(reverse("results:agency", args=(2026, code))) for code in ("SXD", "STC")
        )
    changes = {line.criterion[:3]: line for line in late.context["actions"]}
    assert "05/02/2026 → 31/01/2026" in changes["C01"].change
    assert (changes["C01"].points, changes["C01"].gain) == ("+0,50", "+1,25")
    assert changes["B1 "].change == "Số trường hợp: 1 → 2"
    (case,) = [line for line in penalised.context["actions"] if line.criterion.startswith("P1")]
    assert (case.change, case.gain, case.index) == ("Số trường hợp: 1 → 0", "+0,25", "85,89")
    assert "45 trên 50 → " in "".join(line.change for line in penalised.context["actions"])


def test_a_running_year_says_of_what_points_nothing_more_comes_and_why(example, visit):
    example.season(state=State.OPEN)
    page = in_november(visit, "SKHCN")
    found = {line.criterion.split()[0]: (line.left, line.why) for line in page.context["hindrances"]}
    assert found["C07"] == ("0,50", "Việc đã xảy ra thì giữ nguyên; quan trọng là không để xảy ra nữa.")
    assert found["C10"][1] == "Số liệu này do nơi khác công bố; chỉ có thể chuẩn bị trước."
    offered = {line.criterion.split()[0] for line in page.context["actions"]}
    assert not offered & found.keys()
    assert "Những điểm mà không thay đổi đơn lẻ nào còn mang lại" in page.content.decode()


def test_what_is_due_on_a_day_ahead_is_still_open(example, visit):
    season = example.season(state=State.OPEN)
    example.put(example.card(season, "SKHCN"), "C01", "computed", 0, {"on": None})
    with clock.at(NOW.replace(year=2026, month=1, day=20)):
        page = visit("cv.vp", "agency", 2026, "SKHCN")
    assert "còn thực hiện được đến hết ngày 31/01/2026" in page.content.decode()
    assert [line.change for line in page.context["actions"] if line.criterion.startswith("C01")]
    late = in_november(visit, "SKHCN")
    (plan,) = [row for row in late.context["reach"].rows if row[0].startswith("C01")]
    # The grace of the example has no end: half the points are still to be had.
    assert plan[2] == "0,50"


def test_frozen_figures_move_no_more(example, visit):
    season = example.season(state=State.OPEN)
    Season.objects.filter(pk=season.pk).update(frozen_at=NOW)
    assert in_november(visit, "SKHCN").context["assumption"] == ""


def test_a_running_year_is_compared_on_what_is_computed_in_both(example, staff, seal, visit):
    former = example.season(year=2025)
    example.put(example.card(former, "SKHCN"), "C10", "computed", None, {})
    publish_season(season=former, staff=staff("quanly.cchc"), now=NOW)
    example.season(state=State.OPEN)
    page = in_november(visit, "SKHCN")
    progress = page.context["progress"]
    assert (progress.computed_only, progress.count, progress.year) == (True, 11, 2025)
    assert not [line for line in progress.lines if line.criterion.startswith("C10")]
    assert "chỉ phần tính từ số liệu" in page.content.decode()


@pytest.mark.parametrize("who", ["congdan", "bientap"])
def test_strangers_and_wrong_roles_are_kept_out(client, province, published, who):
    from motcua.identity.api import find_user

    client.force_login(find_user(username=who))
    assert client.get(reverse("results:season", args=[2026])).status_code in (403, 404)


def test_without_an_account_one_signs_in(client, published):
    assert client.get(reverse("results:season", args=[2026])).status_code == 302


def test_publishing_by_button_runs_in_the_background(client, user, season, seal):
    assert post(client, user, "quanly.cchc", "ask", 2026, "publication").status_code == 302
    run_jobs()
    assert Snapshot.objects.get().year == 2026


@pytest.mark.parametrize(("who", "status"), [("cv.vp", 403), ("thamdinh", 403), ("kiemtra", 403)])
def test_the_buttons_are_refused_to_others(client, user, season, who, status):
    for kind in ("publication", "provisional"):
        assert post(client, user, who, "ask", 2026, kind).status_code == status
    assert not ResultRun.objects.exists()


def test_buttons_take_no_other_method_and_no_unknown_kind(client, user, season):
    client.force_login(user("quanly.cchc"))
    assert client.get(reverse("results:ask", args=[2026, "publication"])).status_code == 405
    assert client.post(reverse("results:ask", args=[2026, "khac"])).status_code == 404


def test_a_correction_without_a_reason_keeps_the_page(client, user, published):
    page = post(client, user, "quanly.cchc", "ask", 2026, "correction", reason=" ")
    assert (page.status_code, "86,04" in page.content.decode()) == (422, True)


def test_a_failed_publication_says_what_to_do(client, user, season, settings, tmp_path, visit):
    settings.DATA_DIR = tmp_path
    post(client, user, "quanly.cchc", "ask", 2026, "publication")
    run_jobs()
    assert visit("quanly.cchc", "season", 2026).context["failure"]


def test_the_report_is_one_draft_document_however_often_asked(client, user, published):
    first = post(client, user, "quanly.cchc", "report", 2026)
    assert post(client, user, "quanly.cchc", "report", 2026).url == first.url
    paper = Paper.objects.get()
    assert paper.agency.code == "SNV"
    assert "86,04" in json.dumps(paper.data)
    # The template ends every basis with its own semicolon.
    assert not [base for base in paper.data["bases"] if base.endswith(";")]
    assert paper.data["bases"] == [f"Căn cứ {published_edition(2026).title_vi}"]
    areas = paper.data["sections"][2]
    assert areas["table"]["numeric"] == [*range(1, len(areas["table"]["columns"]))]
    assert all(f"{code}. " in areas["paragraphs"][0] for code in areas["table"]["columns"][1:])
    assert client.get(reverse("papers:file", args=[paper.uuid])).status_code == 200


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("123/QĐ-UBND ngày 10/01/2026", "Căn cứ Quyết định số 123/QĐ-UBND ngày 10/01/2026 ban hành "),
        ("123/QĐ-UBND of 10/01/2026", "Căn cứ Quyết định số 123/QĐ-UBND ngày 10/01/2026 ban hành "),
        ("Quyết định số 7/QĐ-UBND", "Căn cứ Quyết định số 7/QĐ-UBND ban hành "),
    ],
)
def test_the_report_names_the_decision_that_issued_its_edition(client, user, published, typed, cited):
    IndexEdition.objects.filter(year=2026).update(decision=typed)
    post(client, user, "quanly.cchc", "report", 2026)
    assert Paper.objects.get().data["bases"][0].startswith(cited)


def test_exports_hold_the_whole_ranking(visit, published):
    assert b"86.04" in b"".join(visit("cv.vp", "season", 2026, _export="csv").streaming_content)
    ods = zipfile.ZipFile(BytesIO(visit("cv.vp", "season", 2026, _export="ods").content))
    assert b'office:value="86.04"' in ods.read("content.xml")
    assert visit("cv.vp", "season", 2026, _export="xlsx")["Content-Disposition"].endswith('.xlsx"')


def test_an_export_of_a_provisional_standing_says_so_in_name_and_rows(example, visit):
    example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    response = visit("quanly.cchc", "season", 2026, _export="csv")
    assert response["Content-Disposition"].endswith('-2026-tam-tinh.csv"')
    head, *rows = b"".join(response.streaming_content).decode().strip().splitlines()
    assert head.endswith("Tình trạng")
    assert [row.endswith('"Tạm tính, chưa công bố"') for row in rows] == [True] * 4


def test_an_export_names_no_interval_where_there_is_none(example, visit, monkeypatch):
    monkeypatch.setattr("motcua.reform.results.gathering.survey_inputs", lambda season: {})
    example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    lines = b"".join(visit("quanly.cchc", "season", 2026, _export="csv").streaming_content).decode()
    assert {tuple(line.split(",")[6:8]) for line in lines.strip().splitlines()[1:]} == {("", "")}


def test_the_live_page_says_when_its_figures_were_counted(example, visit):
    season = example.season(state=State.OPEN)
    assert "chưa được công bố" in visit("cv.vp", "agency", 2026, "SKHCN").content.decode()
    season.metrics.create(agency=agency_by_code("SKHCN"), key="x", at=NOW)
    assert "Tính lúc 01/02/2027" in visit("cv.vp", "agency", 2026, "SKHCN").content.decode()


def test_the_board_costs_the_same_for_any_number_of_agencies(visit, published, django_assert_max_num_queries):
    visit("cv.vp", "season", 2026)
    with django_assert_max_num_queries(15):
        visit("cv.vp", "season", 2026)


def test_peer_blocks_have_places_of_their_own(example, staff, seal, visit):
    season = example.season()
    for code, block in (("SKHCN", "vertical"), ("STC", "vertical"), ("SXD", "other"), ("SYT", "other")):
        season.scorecards.filter(agency__code=code).update(block=block)
    publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    board = visit("cv.vp", "season", 2026, khoi="other").context["board"]
    assert [(row.code, row.rank) for row in board.rows] == [("SYT", 1), ("SXD", 2)]


def test_two_published_years_make_a_trend_and_a_like_for_like(example, staff, seal, visit):
    for year in (2025, 2026):
        publish_season(season=example.season(year=year), staff=staff("quanly.cchc"), now=NOW)
    assert [chart.id for chart in visit("cv.vp", "season", 2026).context["charts"]] == [
        "ranking",
        "heat-map",
        "trend",
    ]
    progress = visit("cv.vp", "agency", 2026, "SKHCN").context["progress"]
    # The plan of 20 January 2026 was late for 2025 and in time for 2026.
    assert (progress.count, progress.change) == (12, "+1,25")


# Everybody's page.


def test_only_published_years_are_public(client, season):
    assert client.get("/chi-so-cai-cach/").status_code == 200
    assert client.get("/chi-so-cai-cach/2026/").status_code == 404
    assert client.get("/chi-so-cai-cach/2026/tai-ve/ban-chup.json").status_code == 404


def test_the_public_page_needs_no_account_and_tells_everything(client, published):
    assert client.get("/chi-so-cai-cach/").url == "/chi-so-cai-cach/2026/"
    text = client.get("/chi-so-cai-cach/2026/").content.decode()
    for words in ("86,04", "84,67–87,07", "1–2", published.sha256, "motcua reform recompute"):
        assert words in text
    assert client.get("/chi-so-cai-cach/2026/?language=en").status_code == 200


def test_the_public_page_of_an_agency_shows_the_raw_figures(client, published):
    text = client.get("/chi-so-cai-cach/2026/SKHCN/").content.decode()
    assert "11.940" in text
    assert "12.000" in text
    assert client.get("/chi-so-cai-cach/2026/KHONG/").status_code == 404


def test_the_public_page_tells_the_verdict_on_the_signature(client, published):
    page = client.get("/chi-so-cai-cach/2026/")
    assert page.context["verdict"].status == "valid"
    assert "Sở Nội vụ" in page.content.decode()
    assert page.context["report"] is None
    assert client.get("/chi-so-cai-cach/2026/tai-ve/bao-cao.pdf").status_code == 404


def test_a_changed_snapshot_has_another_verdict(published):
    published.content = bytes(published.content).replace(b"86.04", b"86.05", 1)
    assert verdict_on(published, today=NOW.date()).status == "altered"


def test_the_issued_report_is_public_and_no_draft_is(client, user, published):
    post(client, user, "quanly.cchc", "report", 2026)
    client.logout()
    address = "/chi-so-cai-cach/2026/tai-ve/bao-cao.pdf"
    assert client.get(address).status_code == 404
    file = store_own(content=b"%PDF-1.7", name="bao-cao.pdf", media_type="application/pdf", now=NOW)
    issued = {"year": 2027, "number": 12, "symbol": "12/BC-SNV", "issued_on": NOW.date(), "signed_at": NOW}
    Paper.objects.update(state="sealed", file=file, **issued)
    assert "12/BC-SNV" in client.get("/chi-so-cai-cach/2026/").content.decode()
    assert client.get(address)["Content-Type"] == "application/pdf"


def test_the_downloads_fit_together(client, published):
    address = "/chi-so-cai-cach/2026/tai-ve/"
    content = client.get(f"{address}ban-chup.json").content
    signature = client.get(f"{address}ban-chup.p7s").content
    assert check_file(content=content, signature=signature) == []
    for name in ("ket-qua.csv", "ket-qua.ods", "ket-qua.xlsx"):
        assert client.get(f"{address}{name}").status_code == 200
    assert client.get(f"{address}khac.exe").status_code == 404


def test_no_name_of_a_person_leaves_the_house(client, published, user):
    content = client.get("/chi-so-cai-cach/2026/tai-ve/ban-chup.json").content.decode()
    assert user("quanly.cchc").full_name not in content
