"""Refused transitions in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.onestop.dossiers.models import State
from motcua.onestop.dossiers.rules.states import TransitionRefused

MESSAGES: dict[str, Any] = {
    "not_in_this_state": _(
        "This cannot be done now: the dossier is in the state “%(state_name)s”. Please look again at its page."
    ),
    "reason_missing": _("Please write the reason; the applicant reads it."),
    "supplement_once": _(
        "A supplement was asked for before. The law allows one request; "
        "a second needs the ground on which it is lawful."
    ),
    "period_closed": _(
        "The book of running numbers for %(period)s is closed. "
        "Nothing was changed; please do this again when a new period has begun."
    ),
    "nothing_to_pay": _("Nothing is to be paid for this dossier."),
    "receipt_missing": _("Please enter the number of the receipt."),
    "decision_exists": _("A decision has been signed, so the dossier can no longer be withdrawn."),
    "decision_signed": _(
        "The result has been signed or is being signed: the dossier can no longer be stopped, paused or given "
        "a new date. It goes on to be issued; what is wrong with it is sent back to be drafted anew."
    ),
    "stopped_before": _("%(name)s has stopped this dossier already, with this reason: %(first)s"),
    "paid_before": _(
        "%(name)s has recorded this fee already, with the receipt %(first)s. Your receipt was not recorded."
    ),
    "returned_to_another": _("The result was handed over already, to %(first)s. Nothing was changed."),
    "with_the_post": _(
        "The result is with the post, so it cannot be handed over here. It can when the post has brought it back."
    ),
    "version_ended": _(
        "The form was begun under rules that ended on %(day)s. Please start anew from the page of the "
        "procedure; your answers can be taken over."
    ),
    "too_late_to_extend": _("The promised date has passed, so no new date can be promised."),
    "too_late_to_apologise": _(
        "The letter of apology must go out by %(day)s, before the promised date. No new date can be promised now."
    ),
    "clock_stands_still": _(
        "The clock of this dossier stands still, so no new date is promised now. When it runs again, the "
        "new date follows by itself."
    ),
    "extension_once": _("A new date was promised before; the law allows it once."),
    "not_later": _("The new date must be later than the date promised so far."),
    "too_far": _(
        "A new date can be promised until %(day)s: not for longer than the time limit of the procedure itself."
    ),
    "not_a_working_day": _("%(day)s is not a working day of this office. Please choose another date."),
    "incomplete": _("Answers or papers are missing."),
    "no_authority": _(
        "Your authority to act for the organisation has ended or is not confirmed, so nothing was submitted. "
        "A present representative can file, or register the new authority in the account."
    ),
    "files_not_clean": _("A file is still being checked for viruses. Please submit again in a few minutes."),
}
# What a sentence may name, from the params of its refusal.
NAMED = ("period", "name", "first", "day")
FALLBACK = _("This cannot be done now. Please look again at the page of the dossier.")


def refusal_text(error: TransitionRefused) -> str:
    """The sentence for a refusal, in the language of the page."""
    state = error.params.get("state")
    names: dict[str, object] = {"state_name": State(state).label} if isinstance(state, int) else {}
    names |= {name: error.params[name] for name in NAMED if name in error.params}
    template = str(MESSAGES.get(error.code, FALLBACK))
    return template % names if names or "%(" not in template else str(FALLBACK)
