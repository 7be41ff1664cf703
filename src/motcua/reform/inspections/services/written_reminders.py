"""Written reminders (công văn đôn đốc): drafted by dates for each notice that is overdue, signed by the leader."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from motcua.identity.api import Agency, User, get_province
from motcua.reform.inspections import parameters
from motcua.reform.inspections.choices import Addressed, Scope
from motcua.reform.inspections.documents import DOCUMENT, Data
from motcua.reform.inspections.houses import is_own_matter, issuer_of
from motcua.reform.inspections.models import RemedyLetter, RemedyNotice, Shortcoming
from motcua.reform.inspections.notices import tell_letter
from motcua.reform.inspections.reminder_documents import overdue_report, reminder_letter
from motcua.reform.inspections.rules.clocks import reminder_due
from motcua.reform.inspections.rules.states import TO_REMEDY
from motcua.reform.inspections.services._base import note, today_of
from motcua.reform.inspections.services.written_notices import drafter_of
from motcua.reform.papers.api import Paper, PaperKind, PaperState, make_paper, revise_paper, void_paper

WRITTEN_REMINDER = "inspection.written_reminder"
SETTLED = "Các nội dung quá hạn đã được báo cáo khắc phục"

log = structlog.get_logger()


def remind_in_writing(*, now: datetime) -> int:
    """Draft every letter that is due by the dates on file; returns how many. A second run drafts nothing.

    One draft waits at a time for each notice: while it does, it follows what is overdue, and falls when nothing is.
    """
    late = Q(shortcomings__state__in=TO_REMEDY, shortcomings__due_on__lt=today_of(now))
    waiting = Q(letters__paper__state=PaperState.DRAFT)
    notices = RemedyNotice.objects.filter(late | waiting, issued_at__isnull=False)
    return sum(_look_at(pk, now) for pk in notices.order_by("pk").values_list("pk", flat=True).distinct())


def on_letter_sealed(paper: Paper, now: datetime) -> None:
    """The letter is issued: whom it is addressed to is told."""
    letter = _of(paper)
    letter.issued_at = now
    letter.save(update_fields=["issued_at"])
    _note("letter_issued", letter, paper.sealed_by, now, document=paper.symbol)
    tell_letter(letter, "letter" if letter.addressed == Addressed.OWNER else "letter_above", now=now)


def on_letter_cancelled(paper: Paper, now: datetime) -> None:
    """The letter is dropped: its number is free, and the next one is due as many days later as after a sent one."""
    letter = _of(paper)
    letter.dropped_at = now
    letter.save(update_fields=["dropped_at"])
    _note("letter_dropped", letter, paper.cancelled_by, now)


def on_letter_to_be_signed(paper: Paper, now: datetime) -> None:
    """What is overdue, and since how many days, is that of the day of the signature; nothing left drops the letter."""
    letter = _of(paper)
    notice = _lock_notice(letter.notice_id)
    letter.notice = notice
    _follow_what_is_late(letter, _list_late(notice, now), now)


def _lock_notice(pk: int) -> RemedyNotice:
    rows = RemedyNotice.objects.select_for_update(of=("self",)).select_related(
        "agency", "recipient_agency", "recipient_unit", "paper__agency", "made_by", "inspection__plan"
    )
    return rows.get(pk=pk)


def _list_late(notice: RemedyNotice, now: datetime) -> list[Shortcoming]:
    rows = notice.shortcomings.filter(state__in=TO_REMEDY, due_on__lt=today_of(now))
    return list(
        rows.select_related("agency", "inspection__plan", "inspection__agency").order_by("due_on", "ordinal")
    )


@transaction.atomic
def _look_at(pk: int, now: datetime) -> int:
    notice = _lock_notice(pk)
    late = _list_late(notice, now)
    letters = list(notice.letters.select_related("paper").order_by("drafted_at", "pk"))
    waiting = [letter for letter in letters if letter.paper.state == PaperState.DRAFT]
    for letter in waiting:
        _follow_what_is_late(letter, late, now)
    if not late or any(each.addressed == Addressed.OWNER for each in waiting):
        return 0
    return _draft_next(notice, letters, late, now)


def _follow_what_is_late(letter: RemedyLetter, late: Sequence[Shortcoming], now: datetime) -> None:
    """A draft speaks of what is overdue today; once it is signed it stays as it was signed."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=letter.paper_id)
    if paper.state != PaperState.DRAFT:
        return
    if not late:
        void_paper(paper=paper, reason=SETTLED, by=paper.made_by, now=now)
        return
    title, data, _to = _text(letter.notice, letter.addressed, letter.ordinal, late, now)
    revise_paper(paper=paper, title=title, data=data, by=paper.made_by, now=now)
    letter.shortcomings.set(late)


def _draft_next(
    notice: RemedyNotice, letters: Sequence[RemedyLetter], late: Sequence[Shortcoming], now: datetime
) -> int:
    today = today_of(now)
    sent = [each for each in letters if each.addressed == Addressed.OWNER]
    due = reminder_due(
        deadline=late[0].due_on,
        reminded_on=[today_of(each.drafted_at) for each in sent],
        today=today,
        first_after=parameters.whole(name="first_letter_days", on=today),
        every=parameters.whole(name="next_letter_days", on=today),
    )
    if due is None:
        return 0
    ordinal = 1 + sum(each.dropped_at is None for each in sent)
    drafted_by = drafter_of(notice, now=now)
    _draft(notice, Addressed.OWNER, ordinal, late, drafted_by, now)
    reported_from = parameters.whole(name="above_from_letter", on=today)
    alive = [each.ordinal for each in letters if each.addressed == Addressed.ABOVE and not each.dropped_at]
    # The People's Committee signs the letters to the standing body itself: nobody has to report to it.
    reports = notice.scope == Scope.PROVINCE and not is_own_matter(notice)
    if not reports or ordinal < reported_from or ordinal in alive:
        return 1
    _draft(notice, Addressed.ABOVE, ordinal, late, drafted_by, now)
    return 2


def _draft(
    notice: RemedyNotice,
    addressed: Addressed,
    ordinal: int,
    late: Sequence[Shortcoming],
    drafted_by: User,
    now: datetime,
) -> None:
    title, data, to = _text(notice, addressed, ordinal, late, now)
    letter = RemedyLetter(notice=notice, addressed=addressed, ordinal=ordinal, drafted_at=now)
    letter.paper = make_paper(
        kind=PaperKind.LETTER if addressed == Addressed.OWNER else PaperKind.REPORT,
        agency=issuer_of(notice),
        title=title,
        template=DOCUMENT,
        data=data,
        made_by=drafted_by,
        now=now,
        subject=(WRITTEN_REMINDER, letter.uuid),
        addressees=[to],
    )
    letter.save()
    letter.shortcomings.set(late)
    _note("letter_drafted", letter, None, now, count=len(late))
    tell_letter(letter, "letter_drafted", now=now)


def _text(
    notice: RemedyNotice, addressed: str, ordinal: int, late: Sequence[Shortcoming], now: datetime
) -> tuple[str, Data, Agency]:
    """Title and content of the document, and the agency that may read it."""
    on = today_of(now)
    if addressed == Addressed.OWNER:
        data = reminder_letter(notice, late, ordinal=ordinal, on=on)
        return f"Công văn V/v {data['subject']} – {data['addressee']}", data, notice.recipient_agency
    above = get_province()
    data = overdue_report(notice, late, above=above, ordinal=ordinal, on=on)
    return f"Báo cáo {data['subject']}", data, above


def _of(paper: Paper) -> RemedyLetter:
    return RemedyLetter.objects.select_related(
        "paper", "notice__agency", "notice__recipient_agency", "notice__recipient_unit", "notice__paper"
    ).get(paper=paper)


def _note(what: str, letter: RemedyLetter, actor: User | None, now: datetime, **detail: object) -> None:
    where = {"ordinal": letter.ordinal, "addressed": letter.addressed}
    note(what, letter.notice, actor=actor, now=now, kind="remedy_notice", detail={**where, **detail})
    log.info("remedy_letter_changed", letter=str(letter.uuid), what=what)
