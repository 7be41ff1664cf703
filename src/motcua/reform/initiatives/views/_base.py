"""What every page of initiatives needs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import StaffRequest
from motcua.platform.ui.formats import format_date
from motcua.reform.initiatives.models import Initiative, InitiativeCouncil, InitiativeReview
from motcua.reform.initiatives.queries import get_council_for, get_initiative_for, get_review_for
from motcua.reform.initiatives.services._base import InitiativeRefused

_REFUSALS: dict[str, Promise] = {
    "incomplete": _(
        "Not everything is filled in yet: problem, solution, first application, units and benefit."
    ),
    "shares": _("The shares of the authors must make 100 per cent."),
    "not_applied_yet": _("The day of first application lies in the future."),
    "too_late": _("The year for asking is over: the last day was %(last_day)s."),
    "too_many_annexes": _("No more papers can be attached."),
    "council_size": _("A council has %(least)s to %(most)s members."),
    "council_twice": _("Somebody is named twice."),
    "council_chair": _("A council has one chair."),
    "council_not_sitting": _("The council does not sit: its decision is not signed."),
    "not_for_council": _("“%(title)s” cannot be put before this council."),
    "too_few_without_conflict": _("Too few members may score “%(title)s”: its authors never do."),
    "own_initiative": _(
        "“%(title)s” is your own initiative, or of an author of your name: another officer or the leader does this."
    ),
    "council_of_author": _(
        "“%(title)s” cannot come before this council: %(who)s set it up, signed its decision or is its chair or "
        "secretary, and is an author or bears an author's name. Another council is needed for it."
    ),
    "scoring_closed": _("The scoring is closed; nothing was changed."),
    "no_quorum": _("%(cast)s sheets are in; %(needed)s are needed to close."),
    "nothing_to_decide": _("Nothing waits for a decision."),
}


def refusal_text(refused: InitiativeRefused) -> str:
    """Why, in the language of the page."""
    detail = dict(refused.detail)
    if "last_day" in detail:
        detail["last_day"] = format_date(detail["last_day"])
    return str(_REFUSALS[refused.code]) % detail


def load(request: StaffRequest, uuid: UUID) -> Initiative:
    """The initiative, 404 for strangers."""
    try:
        return get_initiative_for(staff=request.staff, uuid=uuid)
    except Initiative.DoesNotExist:
        raise Http404


def load_council(request: StaffRequest, uuid: UUID) -> InitiativeCouncil:
    """The council, 404 for strangers."""
    try:
        return get_council_for(staff=request.staff, uuid=uuid)
    except InitiativeCouncil.DoesNotExist:
        raise Http404


def load_review(request: StaffRequest, uuid: UUID) -> InitiativeReview:
    """The review, 404 for strangers."""
    try:
        return get_review_for(staff=request.staff, uuid=uuid)
    except InitiativeReview.DoesNotExist:
        raise Http404


def act(request: StaffRequest, do: Callable[[], Any], words: str, to: str, *args: Any) -> HttpResponse:
    """Do it, say so or why not, and lead to a page."""
    try:
        do()
    except InitiativeRefused as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, words)
    return redirect(to, *args)
