"""One sample of every document, for the documentation's pictures, the tests and the measurements.

All people and organisations are fictional.
"""

from datetime import date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from motcua.onestop.results import documents as d

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_RECEIVED = datetime(2026, 11, 16, 9, 12, tzinfo=_ZONE)
_DUE = datetime(2026, 12, 18, 17, 0, tzinfo=_ZONE)
_OFFICE: dict[str, Any] = {
    "parent": "Ủy ban nhân dân tỉnh Hà Nam Trung",
    "agency": "Sở Khoa học và Công nghệ",
    "place": "Hà Nam Trung",
    "verify_code": "7KQM-X2RD-94TP",
    "verify_url": "https://motcua.example/xac-minh/",
    "verify_link": "https://motcua.example/xac-minh/7KQM-X2RD-94TP/",
}
_DESK = "Trung tâm Phục vụ hành chính công tỉnh"
_SLIP: dict[str, Any] = {
    **_OFFICE,
    "code": "H57.19-261116-0042",
    "desk": _DESK,
    "request": "Cấp giấy phép tiến hành công việc bức xạ – Sử dụng thiết bị X-quang chẩn đoán trong y tế",
    "applicant": "Phòng khám đa khoa An Bình",
    "id_number": "0100999888",
    "address": "Số 12, đường Trần Phú, phường Minh Khai, tỉnh Hà Nam Trung",
    "phone": "0900 000 123",
    "email": "phongkham@anbinh.example",
    "issued_at": _RECEIVED,
}
_COMPONENTS = (
    d.Component(name="Đơn đề nghị cấp giấy phép tiến hành công việc bức xạ", form="bản điện tử: 01"),
    d.Component(name="Phiếu khai báo thiết bị X-quang chẩn đoán y tế", form="bản điện tử: 01"),
    d.Component(name="Báo cáo đánh giá an toàn bức xạ", form="bản điện tử: 01"),
    d.Component(name="Chứng chỉ nhân viên bức xạ của người phụ trách an toàn", form="bản sao điện tử: 01"),
)


def receipt_slip() -> d.ReceiptSlip:
    return d.ReceiptSlip(
        **_SLIP,
        number="42/TNHS",
        components=_COMPONENTS,
        sets=1,
        time_limit="25 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
        received_at=_RECEIVED,
        due_at=_DUE,
        collect_at="Trực tuyến và qua dịch vụ bưu chính công ích",
        officer="Lê Thị Thu Hà",
        submitter="Nguyễn Văn Bình",
        online=True,
        authorised_person="Nguyễn Văn Bình",
        authorisation_document="Giấy ủy quyền số 05/UQ-AB ngày 02/11/2026",
        register_volume="01/2026",
        register_number="1042",
    )


def supplement_request() -> d.SupplementRequest:
    return d.SupplementRequest(
        **_SLIP,
        number="07/PBS-SKHCN",
        items=(
            "Biên bản kiểm định thiết bị X-quang còn hiệu lực (bản đã nộp hết hiệu lực ngày 30/09/2026).",
            "Bản vẽ mặt bằng phòng đặt thiết bị có ghi kích thước và vật liệu che chắn.",
        ),
        reason="Thành phần hồ sơ chưa đáp ứng quy định tại Điều 19 Nghị định số 142/2020/NĐ-CP.",
        contact_person="Trần Minh Quân",
        contact_phone="0900 000 456",
        officer="Lê Thị Thu Hà",
        answer_by=date(2026, 12, 16),
    )


def refusal() -> d.Refusal:
    return d.Refusal(
        **{**_SLIP, "code": ""},
        number="03/PTC-TTPVHCC",
        reason="Thiết bị kê khai thuộc thẩm quyền cấp phép của Cục An toàn bức xạ và hạt nhân.",
        legal_ground="Khoản 2 Điều 34 Nghị định số 142/2020/NĐ-CP",
        advice="Đề nghị ông/bà nộp hồ sơ tại Cục An toàn bức xạ và hạt nhân qua Cổng Dịch vụ công quốc gia.",
        officer="Lê Thị Thu Hà",
        submitter="Nguyễn Văn Bình",
    )


def apology() -> d.Apology:
    return d.Apology(
        **_SLIP,
        number="02/PXL-SKHCN",
        received_at=_RECEIVED,
        promised_at=_DUE,
        new_due_at=datetime(2026, 12, 25, 17, 0, tzinfo=_ZONE),
        reason="Việc thẩm định thực tế phải lùi lại do ảnh hưởng của mưa lũ tại địa bàn.",
        signer_lines=("Giám đốc",),
        signer="Phạm Quốc Hưng",
        recipients=("Như trên", "Trung tâm PVHCC"),
    )


def stop_notice() -> d.StopNotice:
    return d.StopNotice(
        **_SLIP,
        number="01/TB-SKHCN",
        received_at=_RECEIVED,
        stop_request="Đơn đề nghị của Phòng khám đa khoa An Bình ngày 20/11/2026",
        stage="Thẩm định hồ sơ",
        decision="Dừng giải quyết hồ sơ kể từ ngày 23/11/2026",
        reason="Tổ chức không còn nhu cầu sử dụng thiết bị đã khai báo.",
        settlement="Phí thẩm định chưa thu; không phát sinh nghĩa vụ tài chính.",
        signer_lines=("KT. Giám đốc", "Phó Giám đốc"),
        signer="Vũ Thị Lan Anh",
        recipients=("Như trên", "Trung tâm PVHCC"),
    )


def control_slip() -> d.ControlSlip:
    people = (
        _DESK,
        "Văn phòng Sở",
        "Phòng An toàn bức xạ",
        "Trần Minh Quân",
        "Đỗ Thanh Sơn",
        "Phạm Quốc Hưng",
    )
    return d.ControlSlip(
        **_OFFICE,
        number="",
        code=_SLIP["code"],
        desk=_DESK,
        request=_SLIP["request"],
        applicant=_SLIP["applicant"],
        received_at=_RECEIVED,
        due_at=_DUE,
        hand_overs=tuple(
            d.HandOver(
                giver=giver,
                receiver=receiver,
                given_at=_RECEIVED.replace(day=17 + index),
                due_at=_RECEIVED.replace(day=18 + index, hour=17, minute=0),
                finished_at=_RECEIVED.replace(day=18 if index == 0 else 17 + index, hour=16, minute=5),
                outcome="Trước hạn" if index else "Đúng hạn",
                remark="Đã kiểm tra thành phần hồ sơ" if index == 0 else "",
            )
            for index, (giver, receiver) in enumerate(pairwise(people))
        ),
        officer="Lê Thị Thu Hà",
        issued_at=_DUE,
    )


def register() -> d.Register:
    row = d.RegisterRow(
        code=_SLIP["code"],
        procedure=_SLIP["request"],
        sets=1,
        applicant=_SLIP["applicant"],
        contact=f"{_SLIP['address']}; {_SLIP['phone']}",
        channel="Trực tuyến",
        received_at=_RECEIVED,
        due_at=_DUE,
        sent_at=_RECEIVED,
        returned_at=_DUE,
        collector="Bưu điện",
    )
    return d.Register(
        **_OFFICE, volume="01/2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), rows=(row,) * 24
    )


_RESULT: dict[str, Any] = {
    **_OFFICE,
    "signer_lines": ("Giám đốc",),
    "signer": "Phạm Quốc Hưng",
    "recipients": ("Phòng khám đa khoa An Bình", "Cục An toàn bức xạ và hạt nhân (để b/c)", "Thanh tra Sở"),
    "archive": "VT, ATBX",
}
_AUTHORITY = "Giám đốc Sở Khoa học và Công nghệ"
_BASES = (
    "Căn cứ Luật Năng lượng nguyên tử",
    "Căn cứ Nghị định số 142/2020/NĐ-CP ngày 09 tháng 12 năm 2020 của Chính phủ quy định về "
    "việc tiến hành công "
    "việc bức xạ và hoạt động dịch vụ hỗ trợ ứng dụng năng lượng nguyên tử",
    "Căn cứ Quyết định của Ủy ban nhân dân tỉnh quy định chức năng, nhiệm vụ, quyền hạn và cơ "
    "cấu tổ chức của Sở "
    "Khoa học và Công nghệ",
)
_HOLDER = (
    d.Fact(label="Tên tổ chức", value="Phòng khám đa khoa An Bình"),
    d.Fact(label="Địa chỉ", value=_SLIP["address"]),
    d.Fact(label="Người đứng đầu", value="Nguyễn Văn Bình – Giám đốc"),
    d.Fact(label="Điện thoại", value=_SLIP["phone"]),
)
_DEVICES = d.Table(
    title="Danh mục thiết bị",
    columns=("Tên thiết bị", "Hãng, nước sản xuất", "Số sê-ri", "Điện áp tối đa", "Nơi đặt"),
    rows=(
        (
            "Máy X-quang tổng hợp kỹ thuật số",
            "Alpha Imaging, Nhật Bản",
            "AX-20391",
            "150 kV",
            "Phòng X-quang 1",
        ),
        ("Máy chụp cắt lớp vi tính 64 lát", "Beta Medical, Đức", "CT-7781", "140 kV", "Phòng CT, tầng 1"),
    ),
)


def licence() -> d.Licence:
    return d.Licence(
        **_RESULT,
        subject="Tiến hành công việc bức xạ (sử dụng thiết bị X-quang chẩn đoán trong y tế)",
        authority=_AUTHORITY,
        bases=_BASES,
        proposal="Xét hồ sơ đề nghị cấp giấy phép của Phòng khám đa khoa An Bình và đề nghị của "
        "Trưởng phòng An "
        "toàn bức xạ",
        facts=_HOLDER,
        scope="Sử dụng 02 (hai) thiết bị X-quang chẩn đoán trong y tế theo danh mục dưới đây.",
        table=_DEVICES,
        paragraphs=(
            "Tuân thủ các quy định của Luật Năng lượng nguyên tử và các điều kiện ghi trong giấy phép này.",
            "Bảo đảm liều chiếu xạ đối với nhân viên bức xạ và công chúng không vượt quá giới "
            "hạn theo quy định.",
        ),
        validity="Giấy phép này có hiệu lực 03 (ba) năm kể từ ngày ký./.",
    )


def certificate() -> d.Certificate:
    return d.Certificate(
        **_RESULT,
        title="Giấy chứng nhận",
        subject="Đăng ký hoạt động khoa học và công nghệ",
        authority=_AUTHORITY,
        bases=("Căn cứ Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15",),
        facts=(
            d.Fact(label="Tên tổ chức", value="Viện Nghiên cứu Công nghệ Sinh học Sông Châu"),
            d.Fact(label="Tên viết tắt", value="SCIB"),
            d.Fact(
                label="Trụ sở chính", value="Số 8, đường Lý Thường Kiệt, phường Phủ Lý, tỉnh Hà Nam Trung"
            ),
            d.Fact(label="Người đứng đầu", value="Tiến sĩ Đặng Thị Hòa"),
            d.Fact(label="Lĩnh vực hoạt động", value="Nghiên cứu khoa học nông nghiệp, công nghệ sinh học"),
        ),
        validity="Giấy chứng nhận này có giá trị kể từ ngày ký./.",
    )


def decision() -> d.Decision:
    return d.Decision(
        **_RESULT,
        subject="Về việc công nhận kết quả thực hiện nhiệm vụ khoa học và công nghệ",
        authority=_AUTHORITY,
        bases=_BASES[2:],
        proposal="Theo đề nghị của Trưởng phòng Quản lý khoa học",
        articles=(
            "Công nhận kết quả thực hiện nhiệm vụ khoa học và công nghệ cấp tỉnh với các nội dung sau:",
            "Tổ chức chủ trì và chủ nhiệm nhiệm vụ có trách nhiệm đăng ký, lưu giữ và chuyển giao kết quả.",
            "Chánh Văn phòng Sở, Trưởng phòng Quản lý khoa học và các tổ chức, cá nhân có liên "
            "quan chịu trách "
            "nhiệm thi hành Quyết định này./.",
        ),
        facts=(
            d.Fact(label="Tên nhiệm vụ", value="Nghiên cứu giống lúa chịu mặn cho vùng ven sông"),
            d.Fact(label="Xếp loại", value="Đạt"),
        ),
    )


def official_letter() -> d.OfficialLetter:
    return d.OfficialLetter(
        **_RESULT,
        subject="tiếp nhận bản công bố hợp quy của tổ chức",
        addressee="Phòng khám đa khoa An Bình",
        paragraphs=(
            "Sở Khoa học và Công nghệ nhận được hồ sơ của quý đơn vị ngày 16 tháng 11 năm 2026. "
            "Sau khi xem xét, "
            "Sở có ý kiến như sau:",
            "Hồ sơ đáp ứng các điều kiện theo quy định. Đề nghị quý đơn vị duy trì việc kiểm "
            "soát chất lượng và "
            "báo cáo định kỳ trước ngày 15 tháng 12 hằng năm.",
            "Sở Khoa học và Công nghệ thông báo để quý đơn vị biết, thực hiện./.",
        ),
    )


ALL = {
    "01": receipt_slip,
    "02": supplement_request,
    "03": refusal,
    "04": apology,
    "05": stop_notice,
    "06": control_slip,
    "07": register,
    "licence": licence,
    "certificate": certificate,
    "decision": decision,
    "official-letter": official_letter,
}
