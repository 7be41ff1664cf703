"""Every statutory form and result: fields present, long text kept on the page, two pages when long."""

import subprocess
from dataclasses import replace

import pytest

from motcua.onestop.results import documents as d
from motcua.onestop.results import samples
from motcua.onestop.results.rendering import render_document, render_form
from motcua.platform.rendering.api import list_empty_fields

LONG = "Công ty Trách nhiệm hữu hạn Một thành viên Nghiên cứu, Ứng dụng và Chuyển giao Công nghệ " * 3


def text_of(pdf):
    output = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(output.stdout.decode().split())


def boxes_of(pdf):
    """Page width and the right edge of the words on it, page by page."""
    output = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    edges, width = [], 0.0
    for line in output.stdout.decode().splitlines():
        if "<page " in line:
            width = float(line.split('width="')[1].split('"')[0])
        if "<word " in line:
            edges.append((width, float(line.split('xMax="')[1].split('"')[0])))
    return edges


@pytest.mark.parametrize("name", samples.ALL)
def test_every_document_has_the_national_heading_and_its_agency(name):
    text = text_of(render_document(samples.ALL[name]()))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "01",
            ["GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "H57.19-261116-0042", "0100999888", "09 giờ 12 phút"],
        ),
        ("01", ["17 giờ 00 phút, ngày 18 tháng 12 năm 2026", "05/UQ-AB", "01 bộ", "Quyển số 01/2026"]),
        ("02", ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "/PBS-", "Lý do", "0900 000 456"]),
        ("03", ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "/PTC-", "lý do cụ thể"]),
        ("04", ["PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "xin lỗi", "25 tháng 12 năm 2026", "GIÁM ĐỐC"]),
        ("05", ["THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Nghĩa vụ tài chính", "Giai đoạn"]),
        ("06", ["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Bên giao", "Bên nhận", "Trước hạn"]),
        ("07", ["SỔ THEO DÕI HỒ SƠ", "Kênh nộp", "Ký nhận"]),
        ("licence", ["GIẤY PHÉP", "Điều 4. Hiệu lực", "Nơi nhận"]),
        ("decision", ["QUYẾT ĐỊNH:", "Điều 3."]),
        ("official-letter", ["V/v tiếp nhận bản công bố", "Kính gửi"]),
        ("certificate", ["GIẤY CHỨNG NHẬN", "CHỨNG NHẬN"]),
    ],
)
def test_a_document_says_what_the_law_asks(name, words):
    text = text_of(render_document(samples.ALL[name]()))
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("name", ["01", "02", "03", "04", "05", "06"])
def test_very_long_names_stay_on_the_page(name):
    document = replace(samples.ALL[name](), applicant=LONG, request=LONG, agency=LONG[:200])
    pdf = render_document(document)
    assert all(edge < width for width, edge in boxes_of(pdf))
    assert " ".join(LONG.split()) in text_of(pdf)


def test_a_long_receipt_slip_runs_to_a_second_page():
    many = tuple(d.Component(name=f"Thành phần hồ sơ số {number}: {LONG[:150]}") for number in range(12))
    text = text_of(render_document(replace(samples.receipt_slip(), components=many)))
    assert "Thành phần hồ sơ số 11" in text and "NGƯỜI TIẾP NHẬN HỒ SƠ" in text


def pages_of(pdf):
    output = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return [" ".join(page.split()) for page in output.stdout.decode().split("\f") if page.strip()]


def test_the_usual_receipt_slip_is_one_page():
    seven = tuple(d.Component(name=f"Báo cáo đánh giá an toàn bức xạ số {n}") for n in range(7))
    assert len(pages_of(render_document(replace(samples.receipt_slip(), components=seven)))) == 1


@pytest.mark.parametrize("number", [9, 10, 11, 12, 13, 14])
def test_no_page_of_a_receipt_slip_holds_signatures_alone(number):
    many = tuple(d.Component(name=f"Báo cáo đánh giá an toàn bức xạ số {n}") for n in range(number))
    last = pages_of(render_document(replace(samples.receipt_slip(), components=many)))[-1]
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in last
    assert "Thời gian trả kết quả" in last


def test_no_line_ends_at_the_hyphen_of_x_quang():
    for width in range(0, 40, 6):
        subject = "a" * width + " máy X-quang tổng hợp" * 12
        lines = subprocess.run(
            ["pdftotext", "-layout", "-", "-"],
            input=render_document(replace(samples.licence(), subject=subject)),
            capture_output=True,
            check=True,
        ).stdout.decode()
        assert not any(line.rstrip().endswith("X-") for line in lines.splitlines())


def test_the_province_in_a_letterhead_stays_in_one_piece():
    pdf = render_document(replace(samples.licence(), parent="Ủy ban nhân dân tỉnh Lam Sơn"))
    output = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    assert "TỈNH LAM SƠN" in " ".join(output.stdout.decode().split(" "))


def test_a_result_waits_for_number_date_and_signer():
    fields = set(list_empty_fields(render_document(replace(samples.licence(), signer="", signer_lines=()))))
    assert fields == {"number", "issued_on", "signer", "signer_lines"}


def test_a_form_takes_only_its_own_class():
    with pytest.raises(TypeError):
        render_form("02", samples.receipt_slip())


def test_moments_are_printed_in_vietnam_time():
    assert d.as_json(samples.receipt_slip())["received_at"] == "2026-11-16T09:12:00+07:00"
