"""How it goes on with a paper that can be signed or sealed no more, in words for whoever looks at it."""

from datetime import date

from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.reform.papers.models import Paper, PaperState
from motcua.reform.papers.policies import policy
from motcua.reform.papers.queries import who_cancels


def way_out(paper: Paper, *, staff: StaffContext, on: date) -> str:
    """Who takes it back: this person, or who else; where nobody can today, that."""
    if paper.state == PaperState.DRAFT:
        return _drop(may_drop=policy.may(staff, "drop", paper))
    if policy.may(staff, "cancel", paper):
        return _("Withdraw it and say why: those who draft it anew are told. Its number stays taken.")
    names = ", ".join(each.full_name for each in who_cancels(paper, on=on))
    if not names:
        return _(
            "Only a leader of the agency can withdraw it, and nobody leads it today: it waits until somebody does."
        )
    words = _("Only a leader of the agency can withdraw it: %(names)s. Then it is drafted anew.")
    return words % {"names": names}


def _drop(*, may_drop: bool) -> str:
    if may_drop:
        return _("Drop the draft and say why; then it is drafted anew.")
    return _("Whoever drafts for the agency drops it; then it is drafted anew.")
