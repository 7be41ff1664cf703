import io
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.audit.api import AuditEvent
from motcua.platform.files.tests import samples
from motcua.platform.indicators import api as indicators
from motcua.platform.ui.preferences import LANGUAGE_COOKIE
from motcua.reform.season.api import compute_season, freeze
from motcua.reform.season.evidence_models import EvidenceItem
from motcua.reform.season.forms import ExactField
from motcua.reform.season.models import Scorecard, ScoreEntry
from motcua.reform.season.presentation import records_caption
from motcua.reform.season.services.council import set_council
from motcua.reform.season.services.moves import advance
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, appealing, judge  # noqa: F401

PDF = samples.pdf()


@pytest.fixture(autouse=True)
def that_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def open_card(season, manager, card):
    compute_season(season=season, now=NOW)
    advance(season=season, **manager)
    return card("SKHCN")


def address(name, *args):
    return reverse(f"season:{name}", args=args)


def test_every_page_of_a_round_opens_for_its_manager(open_card, seen_by):
    browser = seen_by("quanly.cchc")
    for url in (
        address("list"),
        address("new"),
        address("season", 2022),
        address("deviations", 2022),
        address("appraisers", 2022),
        address("appeals", 2022),
        address("council", 2022),
        address("council_members", 2022),
        address("evidence"),
        address("scores", 2022),
        address("scores", 2022) + "?dang=xlsx",
        address("scores", 2022) + "?dang=ods",
    ):
        assert browser.get(url).status_code == 200, url
    assert browser.get(address("scores", 2022) + "?dang=json").status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_agency_sees_its_card_and_criteria(open_card, seen_by, language):
    browser = seen_by("cv.vp")
    browser.cookies[LANGUAGE_COOKIE] = language
    assert f'lang="{language}"' in browser.get(address("card", open_card.uuid)).text
    assert browser.get(address("card", open_card.uuid) + "?area=8").status_code == 200
    for code in ("1.1", "1.2", "2.1", "2.2", "6.1", "8.1", "8.7"):
        assert browser.get(address("criterion", open_card.uuid, code)).status_code == 200, code
    assert browser.get(address("assign", open_card.uuid)).status_code == 200


def test_the_card_is_read_in_a_fixed_number_of_statements(open_card, seen_by, django_assert_max_num_queries):
    browser = seen_by("cv.vp")
    browser.get(address("card", open_card.uuid))
    with django_assert_max_num_queries(45):
        browser.get(address("card", open_card.uuid))


@pytest.mark.parametrize("username", ["cchc.sxd", "quanly.cchc", "thamdinh", "hoidong", "kiemtra"])
def test_a_draft_is_nobody_elses(open_card, seen_by, username):
    browser = seen_by(username)
    assert browser.get(address("card", open_card.uuid)).status_code == 404
    assert browser.get(address("criterion", open_card.uuid, "1.2")).status_code == 404
    records = address("records", open_card.uuid, "1.2", "plan.tasks_done")
    assert browser.get(records).status_code == 404


def test_exports_hold_no_other_agencys_draft(open_card, seen_by):
    text = b"".join(seen_by("cchc.sxd").get(address("scores", 2022)).streaming_content).decode()
    assert "SXD" in text
    assert "SKHCN" not in text


def test_citizens_find_nothing_and_wrong_roles_a_refusal(open_card, seen_by):
    assert seen_by("tiepnhan").get(address("list")).status_code == 403
    assert seen_by("cv.vp").post(address("advance", 2022)).status_code == 403
    assert seen_by("chuyenvien").post(address("sign", open_card.uuid)).status_code == 403


def test_a_figure_leads_to_its_records(open_card, seen_by):
    page = seen_by("cv.vp").get(address("records", open_card.uuid, "1.2", "plan.tasks_done"))
    assert "plan.tasks_done SKHCN" in page.content.decode()
    assert "09/05/2022" in page.content.decode()


def test_the_caption_of_records_says_what_was_counted_and_calls_nothing_a_dossier_that_is_none(
    open_card, seen_by
):
    page = seen_by("cv.vp").get(address("records", open_card.uuid, "1.2", "plan.tasks_done"))
    caption = page.context["caption"]
    assert "hồ sơ" not in caption
    assert f"<caption>{caption}</caption>" in page.content.decode()


def test_a_sum_has_records_and_a_number_has_its_unit(monkeypatch, rooms):
    offered = indicators._known["plan.tasks_done"]
    monkeypatch.setitem(indicators._known, "plan.tasks_done", replace(offered, unit="nhiệm vụ"))
    known = {"key": "plan.tasks_done", "count": 3}
    assert records_caption(**known, value=Fraction(3)) == "Đã đếm: 3 nhiệm vụ"
    assert records_caption(**known, value=Fraction(25, 2)) == "3 bản ghi phía sau số liệu"
    assert records_caption(key="nothing.known", count=3, value=Fraction(3)) == "3 bản ghi phía sau số liệu"


def test_every_area_of_a_card_is_a_tab_that_wraps_instead_of_scrolling(open_card, seen_by):
    page = seen_by("cv.vp").get(address("card", open_card.uuid)).content.decode()
    assert '<div class="mc-tabs-wrapped"><nav class="mc-tabs' in page
    assert page.count("?area=") >= 8


def test_frozen_records_are_shown_from_the_keys(season, manager, card, seen_by, rooms):
    freeze(season=season, by=None, now=NOW)
    advance(season=season, **manager)
    mine = card("SKHCN")
    page = seen_by("cv.vp").get(address("records", mine.uuid, "1.2", "plan.tasks_done"))
    assert "plan.tasks_done SKHCN" in page.content.decode()
    assert "09/05/2022" in page.content.decode()


def test_points_are_drafted_by_figures(open_card, seen_by):
    data = {"mode": "figures", "in_num": "9,5", "in_den": "10", "reason": "", "points": ""}
    answer = seen_by("cv.vp").post(address("draft", open_card.uuid, "2.1"), data)
    assert answer.status_code == 302
    entry = ScoreEntry.objects.get(code="2.1", column="self")
    assert entry.points == Fraction(57, 40)


@pytest.mark.parametrize("text", ["1e6000", "1e3000000", "1/0", "1_0", "nan", "٣", "9" * 16])
def test_a_few_characters_never_stop_the_server(open_card, seen_by, text):
    data = {"mode": "figures", "in_num": text, "in_den": "10", "reason": "", "points": ""}
    answer = seen_by("cv.vp").post(address("draft", open_card.uuid, "2.1"), data)
    assert answer.status_code == 422
    assert not ScoreEntry.objects.filter(code="2.1", column="self").exists()


def test_a_long_figure_of_the_engine_can_be_sent_back():
    held = Fraction(10**20 + 1, 3 * 10**20)
    field = ExactField(held=held)
    assert field.clean(field.initial) == held
    with pytest.raises(ValidationError):
        field.clean("1/3000000000000")


def test_what_is_refused_keeps_what_was_typed(open_card, seen_by):
    data = {"mode": "points", "points": "1", "reason": ""}
    answer = seen_by("cv.vp").post(address("draft", open_card.uuid, "2.1"), data)
    assert answer.status_code == 422
    assert 'value="1"' in answer.content.decode()


def upload(browser, card, content, name="quyet-dinh.pdf"):
    file = io.BytesIO(content)
    file.name = name
    return browser.post(
        address("add_evidence", card.uuid, "2.1"), {"file": file, "title": "Quyết định", "number": "12/QĐ"}
    )


def test_evidence_is_kept_once_and_shown_one_click_away(open_card, seen_by):
    browser = seen_by("cv.vp")
    for _time in range(2):
        assert upload(browser, open_card, PDF).status_code == 302
    item = EvidenceItem.objects.get()
    assert item.links.count() == 1
    assert (
        address("evidence_file", item.uuid)
        in browser.get(address("criterion", open_card.uuid, "2.1")).content.decode()
    )
    assert browser.get(address("evidence_file", item.uuid)).status_code == 200
    assert browser.get(address("evidence_item", item.uuid)).status_code == 200
    assert (
        browser.post(address("reuse_evidence", open_card.uuid, "2.2"), {"item": item.uuid}).status_code == 302
    )
    assert browser.post(address("remove_evidence", open_card.uuid, "2.2", item.uuid)).status_code == 302


def dated(name, day, month=1):
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": "2023"}


WRITTEN = {"title": "Quyết định ban hành kế hoạch", "number": "21/QĐ", "signer": ""} | dated("issued_on", 3)


@pytest.fixture
def shown(open_card, seen_by):
    """A document of the department, shown for a criterion."""
    upload(seen_by("cv.vp"), open_card, PDF)
    return EvidenceItem.objects.get()


def test_what_is_said_of_a_document_can_be_corrected_and_the_log_keeps_what_was_said(shown, seen_by):
    browser, url = seen_by("cv.vp"), address("change_evidence", shown.uuid)
    assert browser.get(url).status_code == 200
    assert browser.post(url, WRITTEN).status_code == 302
    shown.refresh_from_db()
    assert (shown.title, shown.number, str(shown.issued_on)) == (WRITTEN["title"], "21/QĐ", "2023-01-03")
    event = AuditEvent.objects.get(action="evidence.corrected")
    assert (event.detail["title_before"], event.detail["number_before"]) == ("Quyết định", "12/QĐ")
    browser.post(url, WRITTEN)
    assert AuditEvent.objects.filter(action="evidence.corrected").count() == 1


@pytest.mark.parametrize(
    "wrong", [dated("issued_on", 5), dated("expires_on", 2), {"title": ""}, dated("issued_on", 31, 2)]
)
def test_a_document_is_not_of_tomorrow_nor_over_before_it_began(shown, seen_by, wrong):
    response = seen_by("cv.vp").post(address("change_evidence", shown.uuid), WRITTEN | wrong)
    assert response.status_code == 422
    shown.refresh_from_db()
    assert shown.title == "Quyết định"


@pytest.mark.parametrize(
    ("username", "status"), [("cchc.sxd", 404), ("chuyenvien", 403), ("quanly.cchc", 404), ("kiemtra", 403)]
)
def test_nobody_else_corrects_what_is_said_of_a_document(shown, seen_by, username, status):
    assert seen_by(username).post(address("change_evidence", shown.uuid), WRITTEN).status_code == status


def test_what_a_council_has_before_it_stays_as_it_is_said(shown, seen_by, season):
    type(season).objects.update(state="council")
    seen_by("cv.vp").post(address("change_evidence", shown.uuid), WRITTEN)
    shown.refresh_from_db()
    assert shown.title == "Quyết định"


def test_what_the_appraisers_judge_by_stays_as_it_is_said_unless_it_was_returned(
    shown, seen_by, season, card
):
    Scorecard.objects.update(state="submitted", submitted_at=NOW)
    type(season).objects.update(state="appraisal")
    browser = seen_by("cv.vp")
    url = address("change_evidence", shown.uuid)
    browser.post(url, WRITTEN)
    shown.refresh_from_db()
    assert shown.title == "Quyết định"
    assert url not in browser.get(address("evidence_item", shown.uuid)).content.decode()


def test_more_than_all_of_them_needs_a_word(open_card, seen_by):
    browser, url = seen_by("cv.vp"), address("draft", open_card.uuid, "1.2")
    figures = {"mode": "figures", "in_num": "60", "in_den": "59"}
    assert browser.post(url, figures).status_code == 422
    assert browser.post(url, figures | {"reason": "làm thêm một việc"}).status_code == 302


def test_evidence_of_another_agency_is_not_there(open_card, seen_by):
    upload(seen_by("cv.vp"), open_card, PDF)
    item = EvidenceItem.objects.get()
    assert seen_by("cchc.sxd").get(address("evidence_file", item.uuid)).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ" + b"\x00" * 5000, "bao-cao.pdf"), (b"\x07" * 10_000_000, "rac.pdf"), (b"", "trong.pdf")],
)
def test_a_program_or_garbage_is_no_evidence(open_card, seen_by, content, name):
    assert upload(seen_by("cv.vp"), open_card, content, name).status_code == 422
    assert not EvidenceItem.objects.exists()


def test_a_stranger_uploads_nothing(open_card, seen_by):
    assert upload(seen_by("cchc.sxd"), open_card, PDF).status_code == 404
    assert upload(seen_by("chuyenvien"), open_card, PDF).status_code == 403


def test_an_appraiser_judges_on_the_page(appraising, card, seen_by):
    browser, mine = seen_by("thamdinh"), card("SKHCN")
    assert browser.get(address("appraisal", 2022)).status_code == 200
    assert browser.get(address("card", mine.uuid)).status_code == 200
    assert browser.get(address("criterion", mine.uuid, "2.1")).status_code == 200
    judged = address("judge", mine.uuid, "2.1")
    assert browser.post(judged, {"mode": "points", "points": "1", "reason": "x"}).status_code == 422
    assert browser.post(judged, {"agree": "1"}).status_code == 302
    assert browser.post(address("agree", mine.uuid, "1")).status_code == 302


def test_the_agency_does_not_see_what_appraisers_say_before_the_results(appraising, acting, seen_by, card):
    judge(appraising, acting, first=LESS)
    page = seen_by("cv.vp").get(address("criterion", card("SKHCN").uuid, "2.1")).content.decode()
    assert "thiếu tài liệu" not in page


def test_appeals_are_filed_and_answered_on_pages(appealing, card, seen_by, acting):  # noqa: F811
    mine = card("SKHCN")
    browser = seen_by("cv.vp")
    assert browser.get(address("criterion", mine.uuid, "2.1")).status_code == 200
    filed = browser.post(address("appeal", mine.uuid, "2.1"), {"text": "có", "asked_points": "1,5"})
    assert filed.status_code == 302
    manager = seen_by("quanly.cchc")
    page = manager.get(address("appeals", 2022)).content.decode()
    row = mine.appeals.get()
    prefix = row.uuid.hex[:8]
    assert address("answer", row.uuid) in page
    assert manager.post(address("answer", row.uuid), {f"{prefix}-answer": "rejected"}).status_code == 422
    data = {f"{prefix}-answer": "rejected", f"{prefix}-text": "không", f"{prefix}-to_council": "on"}
    assert manager.post(address("answer", row.uuid), data).status_code == 302
    assert mine.motions.filter(code="2.1", kind="appeal").exists()


def test_members_vote_on_the_page(appealing, manager, user, seen_by):  # noqa: F811
    later = {**manager, "now": NOW.replace(day=13)}
    season = advance(season=appealing, **later)
    set_council(
        season=season, present=[user("hoidong")], absent=[user("gd.stp")], chair=user("hoidong"), **later
    )
    motion = season.scorecards.get(agency__code="SKHCN").motions.get()
    browser = seen_by("hoidong")
    assert browser.get(address("council", 2022)).status_code == 200
    assert browser.post(address("vote", motion.uuid), {"choice": "first"}).status_code == 302
    motion.refresh_from_db()
    assert motion.chosen == "first"
    assert seen_by("gd.stc").post(address("vote", motion.uuid), {"choice": "first"}).status_code == 404


def test_a_second_press_does_not_end_two_steps(season, seen_by):
    browser = seen_by("quanly.cchc")
    for _time in range(2):
        browser.post(address("advance", 2022), {"state": "draft"})
    season.refresh_from_db()
    assert season.state == "open"


def test_what_the_recognised_points_rest_on_stays_while_appealing(shown, seen_by, season):
    Scorecard.objects.update(state="submitted", submitted_at=NOW)
    type(season).objects.update(state="appeal", state_since=NOW + timedelta(minutes=1))
    link = shown.links.get()
    seen_by("cv.vp").post(address("remove_evidence", link.scorecard.uuid, link.code, shown.uuid))
    link.refresh_from_db()
    assert link.removed_at is None


def test_a_refused_figure_goes_by_its_name_on_the_form(open_card, seen_by):
    browser, url = seen_by("cv.vp"), address("draft", open_card.uuid, "1.2")
    page = browser.post(url, {"mode": "figures", "in_num": "-1", "in_den": "59"}).content.decode()
    assert "hợp lệ: num" not in page
    assert "không nhỏ hơn 0" in page
