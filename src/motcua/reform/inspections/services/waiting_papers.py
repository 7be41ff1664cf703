"""Documents of inspections that waited too long for signature or seal: who reads of it, and how it goes on.

Pages ask before anybody tries (``caution_…``, see ``papers.Follower``); every morning those who can do something about
it are told (:func:`tell_of_stuck_papers`); and they are told when such a document was taken back.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_date
from motcua.reform.inspections.choices import Remedying
from motcua.reform.inspections.models import Inspection, RemedyNotice, Shortcoming
from motcua.reform.inspections.notices import Waiting, tell_stuck
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services._base import today_of
from motcua.reform.inspections.services.conclusions import list_drafts
from motcua.reform.inspections.services.terms import last_day_to_notify, require_terms
from motcua.reform.inspections.services.visit_days import require_day_ahead, visit_day
from motcua.reform.papers.api import WAITING, Caution, Paper, PaperState, caution_about


def caution_about_conclusion(paper: Paper, now: datetime) -> Caution | None:
    """The last day for the seal, or that it is over."""
    waiting = list_drafts(Inspection.objects.get(conclusion__paper=paper))
    return _of_deadlines(waiting, now, refusal="deadline_short_conclusion")


def caution_about_written_notice(paper: Paper, now: datetime) -> Caution | None:
    """The same for a signed one; the deadlines of a draft move to the first day allowed when it is signed."""
    if paper.state != PaperState.SIGNED:
        return None
    rows = RemedyNotice.objects.get(paper=paper).shortcomings.filter(state=Remedying.DRAFT)
    waiting = list(rows.select_related("owner_agency").order_by("ordinal"))
    return _of_deadlines(waiting, now, refusal="deadline_short_notice")


def caution_about_visit(paper: Paper, now: datetime) -> Caution | None:
    """The day of the visit, on which the notice is sealed at the latest, or that it is over."""
    inspection = Inspection.objects.get(notice_paper=paper)
    words = _("It has to be sealed by %(day)s, the day of the visit.")
    day = visit_day(inspection)
    caution = Caution(words % {"day": format_date(day)}) if day is not None else None
    return _unless_refused(lambda: require_day_ahead(inspection, on=today_of(now)), caution)


def tell_of_stuck_papers(*, now: datetime) -> int:
    """Tell of every document that can be signed or sealed no more; once, as long as nothing new is said of it.

    Returns how many notices were written.
    """
    return sum(_tell_if_stuck(thing, paper, now) for thing, paper in _list_waiting())


def _list_waiting() -> list[tuple[Waiting, Paper]]:
    inspections = Inspection.objects.select_related(
        "agency", "plan", "team", "subject_agency", "subject_unit"
    )
    concluding = inspections.filter(concluded_at__isnull=True, conclusion__paper__state__in=WAITING)
    visiting = inspections.filter(notified_at__isnull=True, notice_paper__state__in=WAITING)
    notices = RemedyNotice.objects.filter(issued_at__isnull=True, paper__state__in=WAITING)
    found: list[tuple[Waiting, Paper | None]] = [
        (each, each.conclusion.paper) for each in concluding.select_related("conclusion__paper__agency")
    ]
    found += [(each, each.notice_paper) for each in visiting.select_related("notice_paper__agency")]
    related = ("agency", "paper__agency", "recipient_agency", "recipient_unit")
    found += [(each, each.paper) for each in notices.select_related(*related)]
    return [(thing, paper) for thing, paper in found if paper is not None]


@transaction.atomic
def _tell_if_stuck(thing: Waiting, paper: Paper, now: datetime) -> int:
    caution = caution_about(paper, now=now)
    return tell_stuck(thing, paper, now=now) if caution is not None and caution.blocks else 0


def _of_deadlines(waiting: list[Shortcoming], now: datetime, *, refusal: str) -> Caution | None:
    on = today_of(now)
    last = last_day_to_notify(waiting, on=on)
    if last is None:
        return None
    words = _("It has to be sealed by %(day)s: after that a deadline in it leaves too little time to remedy.")
    return _unless_refused(
        lambda: require_terms(waiting, on=on, refusal=refusal), Caution(words % {"day": format_date(last)})
    )


def _unless_refused(check: Callable[[], None], caution: Caution | None) -> Caution | None:
    """``caution``, or what ``check`` refuses with."""
    try:
        check()
    except InspectionRefused as refused:
        return Caution(refused.message, blocks=True)
    return caution
