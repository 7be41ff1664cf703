"""Answers and files for tests."""

import io

import pikepdf

XRAY = {
    "applicant": {"position": "Giám đốc", "authority": "legal"},
    "facility_name": "Phòng khám đa khoa Bình Minh",
    "facility_address": "Số 10, đường Trần Hưng Đạo, phường Hoa Lư, tỉnh Ninh Bình",
    "facility_kind": "clinic",
    "head_name": "Trần Thị Lan",
    "head_position": "Giám đốc",
    "establishment_number": "2700123456",
    "establishment_on": "2020-05-04",
    "rooms": [
        {
            "name": "Phòng X-quang 1",
            "length": 5.5,
            "width": 4,
            "height": 3.2,
            "wall_material": "brick_barite",
            "wall_thickness": 22,
            "adjacent": "Hành lang, phòng siêu âm",
            "warning_light": True,
        }
    ],
    "devices": [
        {
            "type": "general",
            "manufacturer": "Hãng Mẫu, Nhật Bản",
            "model": "RX-500",
            "serial": "SN-0001",
            "year": 2021,
            "max_kv": 150,
            "max_ma": 500,
            "room": "Phòng X-quang 1",
            "verification_number": "KĐ-125/2026",
            "verification_on": "2026-03-02",
        },
        {
            "type": "dental",
            "manufacturer": "Hãng Mẫu, Hàn Quốc",
            "model": "D-70",
            "serial": "SN-0002",
            "year": 2022,
            "max_kv": 70,
            "max_ma": 7.5,
            "room": "Phòng X-quang 1",
            "verification_number": "KĐ-126/2026",
            "verification_on": "2026-03-02",
        },
    ],
    "officer_name": "Phạm Văn Minh",
    "officer_birth_date": "1988-09-05",
    "officer_id_number": "037188005678",
    "officer_specialty": "Cử nhân kỹ thuật hình ảnh y học",
    "officer_phone": "0912000111",
    "officer_appointment": "12/QĐ-BM ngày 02/01/2025",
    "officer_certificate_number": "45/2024/CCNV",
    "officer_certificate_on": "2024-06-10",
    "personal_dosimetry": True,
    "dosimetry_service": "Trung tâm đo liều Mẫu",
    "protective_equipment": ["apron", "thyroid"],
    "survey_on": "2026-03-02",
    "survey_body": "Trung tâm kiểm xạ Mẫu",
    "max_dose_rate": 0.3,
    "written_rules": ["safety_rules", "operating"],
    "quality_assurance": "Kiểm định hằng năm; kiểm tra hằng ngày trước khi vận hành.",
    "conclusion": "Cơ sở đáp ứng các điều kiện cấp phép.",
    "result": {"channel": "online"},
}


def pdf(text="giấy tờ"):
    """A small PDF: different texts make different files, the same text the same bytes."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.docinfo["/Title"] = text
    stream = io.BytesIO()
    document.save(stream, deterministic_id=True)
    return stream.getvalue()
