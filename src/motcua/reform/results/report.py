"""The report on a published result as a numbered, signed document (Decree 30/2020/NĐ-CP)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from motcua.identity.api import StaffContext, get_user
from motcua.reform.editions.api import basis_text
from motcua.reform.editions.settings_words import block_name
from motcua.reform.papers.api import Paper, PaperKind, PaperState, list_papers_of, make_paper
from motcua.reform.results.models import Snapshot
from motcua.reform.results.presentation import Board, Row, make_board
from motcua.reform.results.reading import reading_of
from motcua.reform.season.api import Season

SUBJECT = "result.report"


@transaction.atomic
def draft_report(*, snapshot: Snapshot, season: Season, staff: StaffContext, now: datetime) -> Paper:
    """The draft of the report; of one snapshot there is one. The caller has asked the policy."""
    Season.objects.select_for_update(of=("self",)).get(pk=season.pk)
    existing = (
        list_papers_of(subject_type=SUBJECT, subject_id=snapshot.uuid).exclude(state="cancelled").first()
    )
    if existing is not None:
        return existing
    with translation.override("vi"):
        data = _data(make_board(reading_of(snapshot)), snapshot, season)
    return make_paper(
        kind=PaperKind.REPORT,
        agency=season.standing_body,
        title=f"Báo cáo kết quả xác định Chỉ số cải cách hành chính năm {season.year}",
        template="reform/papers/typst/document.typ",
        data=data,
        made_by=get_user(user_id=staff.user_id),
        now=now,
        subject=(SUBJECT, snapshot.uuid),
    )


def issued_report(snapshot: Snapshot) -> Paper | None:
    """The report on this very result, once it is signed and sealed."""
    papers = list_papers_of(subject_type=SUBJECT, subject_id=snapshot.uuid).filter(state=PaperState.SEALED)
    return papers.exclude(file=None).select_related("file__blob").first()


def _data(board: Board, snapshot: Snapshot, season: Season) -> dict[str, Any]:
    year = board.edition.year
    return {
        "heading": "Báo cáo",
        "subject": f"Kết quả xác định Chỉ số cải cách hành chính của các cơ quan năm {year}",
        "bases": [basis_text(season.edition)],
        "sections": [_ranking(board), _firmness(board), _areas(board), _proof(snapshot)],
        "ending": "Kết quả được công bố công khai trên Cổng dịch vụ của tỉnh kèm số liệu gốc.",
        "recipients": ["Ủy ban nhân dân tỉnh (báo cáo)", "Các cơ quan được đánh giá"],
        "archive": "VT, CCHC",
    }


def _ranking(board: Board) -> dict[str, Any]:
    rows = [
        [str(row.rank), row.name, row.index, row.interval, row.ranks, row.band, *_peer(board, row)]
        for row in board.rows
    ]
    return {
        "heading": "1. Kết quả xếp hạng",
        "paragraphs": [
            f"Năm {board.edition.year} có {len(board.rows)} cơ quan được đánh giá, xếp hạng như sau.",
            *_blocks(board),
        ],
        "table": {
            "title": "Chỉ số, hạng và xếp loại",
            "columns": [
                *("Hạng", "Cơ quan", "Chỉ số", "Khoảng chỉ số", "Khoảng hạng", "Xếp loại"),
                *(["Hạng trong khối"] if board.blocks else []),
            ],
            "rows": rows,
            "widths": [1.4, 5, 2, 3, 2, 2, *([2] if board.blocks else [])],
            "numeric": [0, 2, 3, 4, *([6] if board.blocks else [])],
        },
    }


def _peer(board: Board, row: Row) -> list[str]:
    return [str(row.block_rank)] if board.blocks else []


def _blocks(board: Board) -> list[str]:
    """Who stands in which peer block; nothing where there is but one."""
    names = {block: [row.name for row in board.rows if row.block == block] for block in board.blocks}
    return [f"Khối {block_name(block)}: {'; '.join(agencies)}." for block, agencies in names.items()]


def _firmness(board: Board) -> dict[str, Any]:
    groups = [f"Các cơ quan chưa phân biệt được với nhau: {group}." for group in board.groups]
    groups += [f"Các cơ quan có chỉ số bằng nhau: {group}." for group in board.ties]
    return {
        "heading": "2. Độ vững của thứ hạng",
        "paragraphs": [
            "Khoảng hạng cho biết thứ hạng tốt nhất và thấp nhất khi thay đổi trọng số, bỏ từng tiêu chí, "
            "đổi cách tính tiêu chí không áp dụng và cách tính mức độ hài lòng; khoảng chỉ số phản ánh sai số "
            "của điều tra xã hội học.",
            *groups,
        ],
    }


def _areas(board: Board) -> dict[str, Any]:
    names = "; ".join(f"{area.code}. {area.name_vi}" for area in board.edition.areas)
    return {
        "heading": "3. Chỉ số thành phần theo lĩnh vực (%)",
        "paragraphs": [f"Số ở đầu cột là mã lĩnh vực: {names}."],
        "table": {
            "title": "Tỷ lệ điểm đạt được theo lĩnh vực",
            "columns": ["Cơ quan", *(area.code for area in board.edition.areas)],
            "rows": [[row.name, *row.areas] for row in board.rows],
            "widths": [4, *(1 for _area in board.edition.areas)],
            "numeric": list(range(1, len(board.edition.areas) + 1)),
        },
    }


def _proof(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "heading": "4. Kiểm chứng",
        "paragraphs": [
            f"Toàn bộ số liệu nằm trong bản chụp số {snapshot.number}, mã băm SHA-256: {snapshot.sha256}, có chữ ký số "
            "kèm dấu thời gian; bất kỳ ai cũng có thể tính lại từ số liệu gốc.",
        ],
    }
