"""A season of the reform index from the edition's file to the published rank, played by those whose work it is."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Locator, Page

from .person import Person
from .product import OURS, Product
from .reforming import (
    add_document,
    advance,
    agree_with_rest,
    assess,
    declare_no_appeal,
    fill_date,
    fold,
    judge,
    open_card,
    open_criterion,
)

YEAR = 2025
EDITION = Path(__file__).parent / "data" / "index-2025.json"
ROUND = f"/office/cchc/cham-diem/{YEAR}/"
PEOPLE = {
    "thamdinh": "Viên Đình Phú",
    "thamdinh2": "Bạch Thị Liên",
    "hoidong": "Cao Thị Nhàn",
    "hoidong2": "Lưu Quốc Bảo",
    "gd.snv": "Nghiêm Thị Thảo",
}
# Who sees the pages of somebody looked at already.
LIKE = {
    "cchc.sxd": "cv.vp",
    "gd.sxd": "giamdoc",
    "thamdinh2": "thamdinh",
    "hoidong2": "hoidong",
}
STEPS = {
    "open": "Tự đánh giá",
    "appraisal": "Thẩm định",
    "appeal": "Giải trình, kiến nghị",
    "council": "Họp Hội đồng",
    "final": "Đã chốt điểm",
}
RIGHT, LATE = date(YEAR, 1, 20), date(YEAR, 2, 10)


@dataclass
class Played:
    """What came of the season."""

    cards: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    rival_sees: int = 0
    computed: str = ""
    answer: str = ""
    decided: str = ""
    signed: str = ""


@pytest.fixture(scope="module")
def season(signed_in: Callable[..., Person]) -> Played:
    """The whole year, each step by the person whose step it is."""

    def come(who: str) -> Person:
        return signed_in(who, like=LIKE.get(who, ""))

    played = Played()
    manager = come("quanly.cchc")
    _prepare(manager)
    _assess(come, manager, played)
    _appraise(come, manager, played)
    _appeal(come, manager, played)
    _decide(come, manager, played)
    _publish(manager)
    return played


def _prepare(manager: Person) -> None:
    manager.go("/office/cchc/bo-chi-so/nhap/")
    manager.page.locator("[name=file]").set_input_files(EDITION)
    manager.press("main form button")
    manager.page.locator("[name=decision]").fill("12/QĐ-UBND ngày 05/01/2025")
    manager.press("form[action$='/cong-bo/'] button")
    manager.go("/office/cchc/cham-diem/moi/")
    manager.page.locator("[name=edition]").select_option(_option(manager.page, "THU"))
    for box in manager.page.locator("[name=agencies]").all():
        label = manager.page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
        box.set_checked("Khoa học và Công nghệ" in label or "Xây dựng" in label)
    manager.press("main form .btn-primary")
    for area in ("1", "2"):
        for order, name in (("1", "thamdinh"), ("2", "thamdinh2")):
            _name_appraiser(manager, area, order, name)
    advance(manager, YEAR, to=STEPS["open"])
    manager.press("form[action$='/tinh/'] button")
    manager.until(lambda: "Tính lúc" in manager.text())


def _option(within: Page | Locator, words: str) -> str:
    """The value of the option that says ``words``."""
    option = within.locator("option", has_text=words).first
    return option.get_attribute("value") or ""


def _name_appraiser(manager: Person, area: str, order: str, who: str) -> None:
    manager.go(f"{ROUND}phan-cong/")
    form = manager.page.locator("form:has([name=area])")
    form.locator("[name=area]").select_option(area)
    form.locator("[name=order]").select_option(order)
    form.locator("[name=user]").select_option(_option(form, PEOPLE[who]))
    manager.press(form.locator("button"))


def _assess(signed_in: Callable[..., Person], manager: Person, played: Played) -> None:
    ours, theirs = signed_in("cv.vp"), signed_in("cchc.sxd")
    for agency, officer in (("SKHCN", ours), ("SXD", theirs)):
        played.cards[agency] = open_card(officer, YEAR).path()
    card = played.cards["SKHCN"]
    played.computed = open_criterion(ours, card, "1.2").page.locator("main dl dd strong").first.inner_text()
    assess(ours, {"provincial": "1", "unit": "1"})
    played.refused = ours.text()
    assess(ours, {"provincial": "1", "unit": "1"}, reason="Hai sáng kiến theo quyết định kèm theo")
    open_criterion(ours, card, "1.1")
    add_document(ours, "Kế hoạch cải cách hành chính năm 2025")
    assess(ours, {"on": RIGHT}, reason="Kế hoạch ban hành ngày 20/01")
    assess(open_criterion(ours, card, "2.1"), {"num": "900", "den": "1000"}, reason="Theo báo cáo quyết toán")
    assess(open_criterion(ours, card, "2.2"), {"done": True}, reason="Công khai trên trang của sở")
    rival = played.cards["SXD"]
    assess(open_criterion(theirs, rival, "1.1"), {"on": LATE}, reason="Ban hành ngày 10/02")
    assess(open_criterion(theirs, rival, "1.2"), {"provincial": "0", "unit": "0"})
    assess(open_criterion(theirs, rival, "2.1"), {"num": "800", "den": "1000"}, reason="Theo báo cáo")
    assess(open_criterion(theirs, rival, "2.2"), {"done": True}, reason="Đã công khai")
    played.rival_sees = theirs.context.request.get(theirs.address + card).status
    for head, path in (("giamdoc", card), ("gd.sxd", rival)):
        signed_in(head).go(path).say_yes("form[action$='/ky/'] button")
    played.signed = signed_in("giamdoc").go(card).text()
    manager.go(ROUND).say_yes("form[action$='/chot/'] button")
    manager.until(lambda: "Đã chốt lúc" in manager.text())
    advance(manager, YEAR, to=STEPS["appraisal"])


def _appraise(signed_in: Callable[..., Person], manager: Person, played: Played) -> None:
    first, second = signed_in("thamdinh"), signed_in("thamdinh2")
    ours = played.cards["SKHCN"]
    open_criterion(first, ours, "1.1")
    judge(first, {"on": LATE}, kind="wrong_figure", reason="Văn bản kèm theo ghi ngày 10/02")
    open_criterion(first, ours, "1.2")
    judge(first, {"provincial": "0", "unit": "1"}, kind="no_evidence", reason="Một quyết định chưa có")
    for code in ("2.1", "2.2"):
        open_criterion(first, ours, code).press("button[name=agree]")
    for code in ("1.1", "1.2", "2.1", "2.2"):
        open_criterion(first, played.cards["SXD"], code).press("button[name=agree]")
    open_criterion(second, ours, "1.2")
    judge(second, {"provincial": "1", "unit": "1"}, kind="other", reason="Cả hai quyết định đều có")
    for card in played.cards.values():
        agree_with_rest(second, card)
    advance(manager, YEAR, to=STEPS["appeal"])


def _appeal(signed_in: Callable[..., Person], manager: Person, played: Played) -> None:
    officer = open_criterion(signed_in("cv.vp"), played.cards["SKHCN"], "1.1")
    form = officer.page.locator("form[action$='/kien-nghi/']")
    form.locator("[name=text]").fill("Bản kèm theo là bản sao lại; bản gốc ký ngày 20/01/2025.")
    form.locator("[name=asked_points]").fill("20")
    officer.press(form.locator("button"))
    manager.go(f"{ROUND}kien-nghi/")
    answer = fold(manager, "/tra-loi/")
    answer.locator("[name$=answer][value=accepted]").check()
    answer.locator("[name$='-text']").fill("Đã đối chiếu bản gốc, ghi nhận ngày 20/01/2025.")
    prefix = (answer.locator("[name$='-text']").get_attribute("name") or "").removesuffix("-text")
    fill_date(answer, f"{prefix}-in_on", RIGHT)
    manager.press(answer.locator("button"))
    played.answer = open_criterion(officer, played.cards["SKHCN"], "1.1").text()
    for who, agency in (("cv.vp", "SKHCN"), ("cchc.sxd", "SXD")):
        declare_no_appeal(signed_in(who), played.cards[agency])
    advance(manager, YEAR, to=STEPS["council"])


def _decide(signed_in: Callable[..., Person], manager: Person, played: Played) -> None:
    manager.go(f"{ROUND}hoi-dong/thanh-phan/")
    members = ("hoidong", "hoidong2", "gd.snv")
    for who in members:
        manager.page.get_by_label(PEOPLE[who]).check()
    chair = manager.page.locator("[name=chair]")
    chair.select_option(_option(chair, PEOPLE["hoidong"]))
    manager.press("main form .btn-primary")
    for who in members[:2]:
        signed_in(who).go(f"{ROUND}hoi-dong/").press("button[name=choice][value=second]")
    played.decided = signed_in("hoidong").go(f"{ROUND}hoi-dong/").text()
    advance(manager, YEAR, to=STEPS["final"])


def _publish(manager: Person) -> None:
    manager.go(f"/office/cchc/ket-qua/{YEAR}/").say_yes("form[action$='/publication/'] button")
    manager.until(lambda: "Bản chụp" in manager.text(), tries=120)


def test_a_deviation_from_the_computed_points_needs_a_note(season: Played) -> None:
    assert season.computed == "0"
    assert "Đề nghị giải trình" in season.refused


def test_an_agency_does_not_see_the_draft_of_another(season: Played) -> None:
    assert season.rival_sees == 404


def test_the_head_signs_a_numbered_report(season: Played) -> None:
    assert "/BC-SKHCN" in season.signed


def test_an_appeal_is_answered_and_recognised(season: Played) -> None:
    assert "Đã đối chiếu bản gốc" in season.answer


def test_the_council_decides_what_the_appraisers_left_open(season: Played) -> None:
    assert PEOPLE["hoidong2"] in season.decided
    assert "đã quyết định" in season.decided


def test_anybody_reads_the_rank_with_its_interval(season: Played, visitor: Callable[..., Person]) -> None:
    reader = visitor().go(f"/chi-so-cai-cach/{YEAR}/")
    rows = [row.inner_text() for row in reader.page.locator("main table").first.locator("tbody tr").all()]
    # 20 + 15 + 40 · (0.9 − 0.6) ÷ 0.35 + 20 of 100, and 10 + 0 + 40 · (0.8 − 0.6) ÷ 0.35 + 20.
    assert "89,29" in rows[0] and "52,86" in rows[1]


def test_every_chart_stands_on_paper_too(season: Played, visitor: Callable[..., Person]) -> None:
    reader = visitor().go(f"/chi-so-cai-cach/{YEAR}/")
    charts = reader.page.locator("[data-chart]").count()
    printed = pikepdf.open(io.BytesIO(reader.page.pdf(format="A4")))
    pictures = [
        pikepdf.PdfImage(each).as_pil_image()
        for each in printed.objects
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" and "/SMask" in each
    ]
    assert len(pictures) == charts > 0
    assert all(len(set(picture.convert("L").tobytes())) > 20 for picture in pictures)


def test_the_exported_snapshot_is_recomputed_and_a_changed_digit_is_found(
    season: Played, visitor: Callable[..., Person], product: Product, tmp_path: Path
) -> None:
    reader = visitor().go(f"/chi-so-cai-cach/{YEAR}/")
    links = [str(link.get_attribute("href")) for link in reader.page.locator("a[href*='/tai-ve/']").all()]
    document = tmp_path / "snapshot.json"
    for ending in (".json", ".p7s"):
        content = reader.download(next(link for link in links if link.endswith(ending)))
        document.with_suffix(ending).write_bytes(content)
    assert _recompute(document, product).returncode == 0
    document.write_text(document.read_text(encoding="utf-8").replace('"900"', '"901"', 1), encoding="utf-8")
    tampered = _recompute(document, product)
    assert tampered.returncode == 1
    # 40 · (0.901 − 0.6) ÷ 0.35 is 172/5.
    changed = "agencies.SKHCN.columns.appraised.2.1.points: stored 240/7, computed 172/5"
    assert changed in tampered.stdout.splitlines(), tampered


def _recompute(document: Path, product: Product) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, "-m", "motcua.cli", "reform", "recompute", str(document)],
        env=environment | {"MOTCUA_DATA": str(product.data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
