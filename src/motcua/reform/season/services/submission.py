"""The head's signature: the self-assessment becomes a numbered, signed report, and the card is locked with it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.reform.editions.api import basis_text
from motcua.reform.papers.api import (
    FollowerRefused,
    Paper,
    PaperKind,
    PaperRefused,
    PaperState,
    make_paper,
    revise_paper,
    sign_paper,
)
from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import write_figure
from motcua.reform.rules.index import compute
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.season import policies
from motcua.reform.season.cards import Sheet, make_card, read_sheets
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.models import Scorecard
from motcua.reform.season.notices import tell_agency
from motcua.reform.season.official import number_vi, points_vi
from motcua.reform.season.queries import due_day, edition_of, newest_extras
from motcua.reform.season.services.assessment import list_gaps, note_card
from motcua.reform.season.services.entries import (
    SeasonRefused,
    lock_card,
    require_draft,
    require_state,
)

TEMPLATE = "reform/papers/typst/document.typ"
SUBJECT = "scorecard"


def submit(*, scorecard: Scorecard, staff: StaffContext, by: User, now: datetime) -> Paper:
    """The head signs: the report gets its number and the card is locked. Signed before, the report is answered.

    Call it outside a transaction: signing asks other machines. Raises ``PermissionDenied``, :class:`SeasonRefused`
    (``wrong_state``, ``gaps`` with ``count``), ``PaperRefused`` (``changed_meanwhile``) and ``SigningUnavailable``.
    """
    paper = prepare_report(scorecard=scorecard, staff=staff, by=by, now=now)
    return sign_paper(paper=paper, staff=staff, now=now)


@transaction.atomic
def prepare_report(*, scorecard: Scorecard, staff: StaffContext, by: User, now: datetime) -> Paper:
    """The report as it would be signed now, or the one that is signed. Raises like :func:`submit`."""
    card = lock_card(scorecard)
    if not policies.may_sign(staff, card):
        raise PermissionDenied("sign")
    if card.state == CardState.SUBMITTED and card.paper is not None:
        return card.paper
    require_state(card.season, State.OPEN)
    require_draft(card)
    gaps = list_gaps(card)
    if gaps:
        raise SeasonRefused("gaps", count=len(gaps))
    title, data = _report(card)
    if card.paper is not None and card.paper.state == PaperState.DRAFT:
        # Two heads who sign at once sign the same words: only other words are another revision.
        if (card.paper.title, card.paper.data) == (title, data):
            return card.paper
        return revise_paper(paper=card.paper, title=title, data=data, by=by, now=now)
    card.paper = make_paper(
        kind=PaperKind.REPORT,
        agency=card.agency,
        title=title,
        data=data,
        template=TEMPLATE,
        made_by=by,
        now=now,
        subject=(SUBJECT, card.uuid),
        addressees=[card.season.standing_body],
    )
    card.save(update_fields=["paper"])
    return card.paper


def on_signed(paper: Paper, now: datetime) -> None:
    """In the transaction of the signature: lock the card, if what was signed is what stands on it."""
    card = lock_card(Scorecard.objects.get(uuid=paper.subject_id))
    is_current = card.season.state == State.OPEN and card.is_draft and card.paper_id == paper.pk
    if not is_current or paper.data.get("digest") != _digest(_own_sheet(card)):
        raise PaperRefused("changed_meanwhile")
    card.state, card.submitted_at, card.submitted_by = CardState.SUBMITTED, now, paper.signer
    card.save(update_fields=["state", "submitted_at", "submitted_by"])
    note_card(card, "scorecard.submitted", paper.signer, now)


def on_cancelled(paper: Paper, now: datetime) -> None:
    """A card never rests on a cancelled report: it is open again, and once the round has gone on nobody cancels."""
    card = lock_card(Scorecard.objects.get(uuid=paper.subject_id))
    if card.paper_id != paper.pk or card.state != CardState.SUBMITTED:
        return
    if card.season.state != State.OPEN:
        raise FollowerRefused(
            _(
                "The round has gone on with this report. The standing body must open the self-assessment again first."
            )
        )
    _open_again(card)
    note_card(card, "scorecard.reopened", None, now, reason=paper.cancel_reason[:500])


def _open_again(card: Scorecard) -> None:
    card.state, card.paper, card.submitted_at, card.submitted_by = CardState.DRAFT, None, None, None
    card.save(update_fields=["state", "paper", "submitted_at", "submitted_by"])


def _own_sheet(card: Scorecard) -> Sheet:
    return read_sheets(card.season, Column.SELF, [card])[card.pk]


def _digest(sheet: Sheet) -> str:
    return digest(
        {
            code: {
                "points": write_figure(cell.points),
                "inputs": {name: write_figure(value) for name, value in cell.inputs.items()},
            }
            for code, cell in sheet.items()
        }
    )


def _report(card: Scorecard) -> tuple[str, dict[str, Any]]:
    """Title and text in Vietnamese, the language of official documents (Decree 30/2020, Article 1)."""
    sheet = _own_sheet(card)
    edition, year = edition_of(card.season), card.season.year
    extras = newest_extras(card.season).get(card.pk, {})
    result = compute(edition, make_card(edition, card, sheet, extras))
    places = edition.settings.precision
    rows = [
        [
            item.code,
            item.name_vi,
            number_vi(item.points),
            _points(sheet, item.code),
            _reason(sheet, item.code),
        ]
        for item in edition.criteria
        if item.applies_to(card.block)
    ]
    title = f"Báo cáo tự chấm điểm chỉ số cải cách hành chính năm {year}"
    summary = (
        f"Tổng điểm tự chấm: {number_vi(result.base)} trên {number_vi(result.maximum)} điểm áp dụng; "
        f"chỉ số tự đánh giá: {str(round_half_up(result.index, places)).replace('.', ',')} %."
    )
    data = {
        "heading": "Báo cáo",
        "subject": f"Kết quả tự đánh giá, chấm điểm chỉ số cải cách hành chính năm {year}",
        "bases": [basis_text(card.season.edition)],
        "sections": [
            {"heading": "1. Kết quả", "paragraphs": [summary]},
            {
                "heading": "2. Điểm từng tiêu chí",
                "paragraphs": [],
                "table": {
                    "title": "Bảng điểm",
                    "columns": ["Mã", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Giải trình"],
                    "rows": rows,
                    "widths": [1, 5, 1.4, 1.4, 4],
                    "numeric": [2, 3],
                },
            },
        ],
        "recipients": [card.season.standing_body.name_vi],
        "archive": "VT",
        "digest": _digest(sheet),
    }
    return title, data


def _points(sheet: Sheet, code: str) -> str:
    if code not in sheet:
        return "—"
    return points_vi(sheet[code].points)


def _reason(sheet: Sheet, code: str) -> str:
    entry = sheet[code].entry if code in sheet else None
    return entry.reason if entry else ""


@transaction.atomic
def give_back(
    *, scorecard: Scorecard, reason: str, staff: StaffContext, by: User, now: datetime
) -> Scorecard:
    """Open a card again for its agency during the self-assessment, with a reason; a signed report stays as it is.

    Raises ``PermissionDenied`` and :class:`SeasonRefused` (``wrong_state``, ``reason_missing``).
    """
    card = lock_card(scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("give back")
    require_state(card.season, State.OPEN)
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    if card.state != CardState.DRAFT:
        _open_again(card)
        note_card(card, "scorecard.reopened", by, now, reason=reason[:500])
        tell_agency(
            card=card,
            news=lambda: _("the self-assessment is given back"),
            now=now,
            reason=reason.strip()[:500],
        )
    return card


@transaction.atomic
def go_on_without(
    *, scorecard: Scorecard, reason: str, staff: StaffContext, by: User, now: datetime
) -> Scorecard:
    """Let a card go on without self-assessment when its head has not signed in time: the self-assessed column stays
    empty, appraisers work from the figures and the evidence that is there. The agency is told. Done before, it stays.

    Raises ``PermissionDenied`` (also for members of that agency) and :class:`SeasonRefused` (``wrong_state``,
    ``not_late`` with ``due_on``, ``submitted``, ``reason_missing``).
    """
    card = lock_card(scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("go on")
    require_state(card.season, State.OPEN)
    if card.is_unassessed:
        return card
    require_draft(card)
    due_on = due_day(card.season, "self_assessment")
    if due_on is not None and timezone.localdate(now) <= due_on:
        raise SeasonRefused("not_late", due_on=due_on)
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    card.state, card.passed_reason = CardState.UNASSESSED, reason.strip()[:500]
    card.passed_at, card.passed_by = now, by
    card.save(update_fields=["state", "passed_reason", "passed_at", "passed_by"])
    note_card(card, "scorecard.passed", by, now, reason=card.passed_reason)
    tell_agency(
        card=card,
        news=lambda: _("the round goes on without self-assessment"),
        now=now,
        reason=card.passed_reason,
    )
    return card
