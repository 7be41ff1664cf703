"""Minutes of the council's session, as a document of the standing body that its leader signs."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, User
from motcua.reform.papers.api import Paper, PaperKind, PaperState, list_papers_of, make_paper, revise_paper
from motcua.reform.rules.edition import read_figure
from motcua.reform.rules.season import ABSTAIN
from motcua.reform.season import policies
from motcua.reform.season.appraisal_models import Motion
from motcua.reform.season.choices import Column, MotionState, State
from motcua.reform.season.models import ScoreEntry, Season
from motcua.reform.season.official import points_vi
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.entries import lock_season, require_state

TEMPLATE = "reform/papers/typst/document.typ"
SUBJECT = "season.minutes"
_WRITTEN_IN = (State.COUNCIL, State.FINAL, State.PUBLISHED)
Decided = tuple[int, str, datetime | None]


@transaction.atomic
def draft_minutes(*, season: Season, staff: StaffContext, by: User, now: datetime) -> Paper:
    """The minutes as the session stands; a draft is written anew, signed minutes are answered as they are.

    Raises ``PermissionDenied`` and ``SeasonRefused`` before the council meets.
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("minutes")
    require_state(locked, *_WRITTEN_IN)
    title, data = _text(locked, now)
    paper = find_minutes(locked)
    if paper is None:
        return make_paper(
            kind=PaperKind.MINUTES,
            agency=locked.standing_body,
            title=title,
            data=data,
            template=TEMPLATE,
            made_by=by,
            now=now,
            subject=(SUBJECT, locked.uuid),
        )
    if paper.state == PaperState.DRAFT:
        return revise_paper(paper=paper, title=title, data=data, by=by, now=now)
    return paper


def may_be_written(season: Season) -> bool:
    """Would :func:`draft_minutes` write anything now? Not over minutes that were signed."""
    paper = find_minutes(season)
    return season.state in _WRITTEN_IN and (paper is None or paper.state == PaperState.DRAFT)


def find_minutes(season: Season) -> Paper | None:
    """The minutes of a season, unless they were cancelled."""
    rows = list_papers_of(subject_type=SUBJECT, subject_id=season.uuid)
    return rows.exclude(state=PaperState.CANCELLED).last()


def _text(season: Season, now: datetime) -> tuple[str, dict[str, Any]]:
    """Official documents are in Vietnamese (Decree 30/2020, Article 1)."""
    members = season.council.select_related("user", "agency").order_by("-is_chair", "user__full_name")
    motions = _motions(season)
    reasons, days = _reasons(season), _days(motions, now)
    rows = [_row(season, motion, reasons) for motion in motions]
    title = f"Biên bản họp Hội đồng thẩm định chỉ số cải cách hành chính năm {season.year}"
    sections: list[dict[str, Any]] = [
        {
            "heading": "1. Thành phần",
            "paragraphs": [
                f"{one.user.full_name}{', chủ tịch' if one.is_chair else ''}: "
                f"{'có mặt' if one.is_present else 'vắng mặt'}."
                for one in members
            ],
        },
        {
            "heading": "2. Nội dung biểu quyết",
            "paragraphs": [] if rows else ["Không có nội dung phải biểu quyết."],
        },
    ]
    if rows:
        sections[1]["table"] = {
            "title": "Kết quả biểu quyết",
            "columns": ["Cơ quan", "Tiêu chí", "Phương án và số phiếu", "Quyết định"],
            "rows": rows,
            "widths": [1.5, 4, 4, 2],
        }
    data = {
        "heading": "Biên bản",
        "subject": f"Họp Hội đồng thẩm định chỉ số cải cách hành chính năm {season.year}",
        "bases": [f"Phiên họp ngày {days}"],
        "sections": sections,
        "recipients": ["Thành viên Hội đồng"],
        "archive": "VT",
    }
    return title, data


def _motions(season: Season) -> list[Motion]:
    rows = Motion.objects.filter(scorecard__season=season).exclude(state=MotionState.WITHDRAWN)
    rows = rows.select_related("scorecard__agency")
    return list(rows.prefetch_related("votes").order_by("scorecard__agency__code", "code"))


def _days(motions: list[Motion], now: datetime) -> str:
    """The days on which the council decided; the day of the minutes where it had nothing to decide."""
    decided = {timezone.localdate(one.decided_at) for one in motions if one.decided_at is not None}
    return ", ".join(f"{day:%d/%m/%Y}" for day in sorted(decided or {timezone.localdate(now)}))


def _row(season: Season, motion: Motion, reasons: Mapping[Decided, str]) -> list[str]:
    votes = [vote.choice for vote in motion.votes.all()]
    points = {option["key"]: _points(option["points"]) for option in motion.options}
    counts = [f"{value} điểm: {votes.count(key)} phiếu" for key, value in points.items()]
    abstained = votes.count(ABSTAIN)
    if abstained:
        counts.append(f"không biểu quyết: {abstained}")
    criterion = edition_of(season).criterion(motion.code)
    chosen = points.get(motion.chosen, "chưa quyết định")
    return [
        motion.scorecard.agency.code,
        f"{motion.code} {criterion.name_vi}",
        "; ".join(counts),
        f"{chosen}{_by_chair(motion, reasons)}",
    ]


def _points(written: str | None) -> str:
    points = read_figure(written)
    assert points is None or isinstance(points, Fraction)
    return points_vi(points)


def _reasons(season: Season) -> dict[Decided, str]:
    """Why the chair's option decided, by card, criterion and moment, where the votes had not."""
    rows = ScoreEntry.objects.filter(scorecard__season=season, column=Column.COUNCIL).exclude(by=None)
    return {(row.scorecard_id, row.code, row.at): row.reason for row in rows}


def _by_chair(motion: Motion, reasons: Mapping[Decided, str]) -> str:
    reason = reasons.get((motion.scorecard_id, motion.code, motion.decided_at))
    return f" (Chủ tịch Hội đồng quyết định: {reason})" if reason else ""
