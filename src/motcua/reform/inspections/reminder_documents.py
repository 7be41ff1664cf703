"""The texts of written reminders: to who remedies, and to the leader above."""

from collections.abc import Sequence
from datetime import date

from motcua.identity.api import Agency
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.documents import Data, day_words, ground_of, subject_name
from motcua.reform.inspections.houses import is_own_matter
from motcua.reform.inspections.models import RemedyNotice, Shortcoming
from motcua.reform.inspections.presentation import shortcoming_code


def reminder_letter(notice: RemedyNotice, late: Sequence[Shortcoming], *, ordinal: int, on: date) -> Data:
    """The letter (công văn đôn đốc) number ``ordinal``: what is overdue on a day, since when, and what follows."""
    name = subject_name(notice.recipient_agency, notice.recipient_unit)
    if is_own_matter(notice):
        consequence = "Ủy ban nhân dân tỉnh xem xét trách nhiệm của người đứng đầu"
    elif notice.scope == Scope.PROVINCE:
        consequence = f"{notice.agency.name_vi} báo cáo Ủy ban nhân dân tỉnh xem xét, chỉ đạo"
    else:
        consequence = f"lãnh đạo {notice.agency.name_vi} xem xét trách nhiệm của đơn vị"
    return {
        "heading": "",
        "subject": f"đôn đốc khắc phục tồn tại, hạn chế qua {ground_of(notice)} (lần {ordinal})",
        "addressee": name,
        "sections": [
            {
                "paragraphs": [
                    f"{_earlier(notice)} đề nghị {name} khắc phục các tồn tại, hạn chế qua {ground_of(notice)}. "
                    f"Tính đến ngày {day_words(on)}, còn {len(late)} nội dung đã quá thời hạn khắc phục:"
                ],
                "table": overdue_table(late, on=on),
            }
        ],
        "ending": f"Đề nghị {name} khẩn trương khắc phục và báo cáo kết quả kèm theo tài liệu kiểm chứng cho từng "
        f"nội dung. Trường hợp tiếp tục chậm, {consequence}.",
        "recipients": [name],
    }


def overdue_report(
    notice: RemedyNotice, late: Sequence[Shortcoming], *, above: Agency, ordinal: int, on: date
) -> Data:
    """The report to the People's Committee on what ``ordinal`` letters did not move."""
    name = subject_name(notice.recipient_agency, notice.recipient_unit)
    return {
        "heading": "Báo cáo",
        "subject": f"việc chậm khắc phục tồn tại, hạn chế qua {ground_of(notice)} của {name}",
        "addressee": above.name_vi,
        "sections": [
            {
                "paragraphs": [
                    f"{_earlier(notice)} đề nghị {name} khắc phục các tồn tại, hạn chế và đã đôn đốc bằng văn bản. "
                    f"Tính đến ngày {day_words(on)} (đôn đốc lần {ordinal}), còn {len(late)} nội dung quá thời hạn:"
                ],
                "table": overdue_table(late, on=on),
            }
        ],
        "ending": f"{notice.agency.name_vi} kính báo cáo {above.name_vi} xem xét, chỉ đạo.",
        "recipients": ["Như trên", name],
    }


def overdue_table(late: Sequence[Shortcoming], *, on: date) -> Data:
    """What is overdue, its deadline, and the calendar days since."""
    rows = [
        [shortcoming_code(each), each.description, day_words(each.due_on), str((on - each.due_on).days)]
        for each in late
    ]
    columns = ["Mã số", "Tồn tại, hạn chế", "Thời hạn", "Số ngày quá hạn"]
    numbers = [str(each.ordinal) for each in late]
    return {"columns": columns, "rows": rows, "widths": [3, 6, 2, 2], "numbers": numbers}


def _earlier(notice: RemedyNotice) -> str:
    """``Ngày 01/09/2022, Sở Nội vụ đã có Công văn số 3/SNV-CCHC``."""
    paper = notice.paper
    assert paper is not None and paper.issued_on is not None
    return f"Ngày {day_words(paper.issued_on)}, {paper.agency.name_vi} đã có Công văn số {paper.symbol}"
