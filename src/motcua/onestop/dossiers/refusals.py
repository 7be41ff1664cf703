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
    "too_late_to_extend": _(
        "The promised date has passed or the clock stands still, so no new date can be promised."
    ),
    "extension_once": _("A new date was promised before; the law allows it once."),
    "not_later": _("The new date must be later than the date promised so far."),
    "too_far": _("The new date lies more than a year after the promised one. Please check the year."),
    "incomplete": _("Answers or papers are missing."),
    "no_authority": _(
        "Your authority to act for the organisation has ended or is not confirmed, so nothing was submitted. "
        "A present representative can file, or register the new authority in the account."
    ),
    "files_not_clean": _("A file is still being checked for viruses. Please submit again in a few minutes."),
}
FALLBACK = _("This cannot be done now. Please look again at the page of the dossier.")


def refusal_text(error: TransitionRefused) -> str:
    """The sentence for a refusal, in the language of the page."""
    state = error.params.get("state")
    names: dict[str, object] = {"state_name": State(state).label} if isinstance(state, int) else {}
    if "period" in error.params:
        names["period"] = error.params["period"]
    template = str(MESSAGES.get(error.code, FALLBACK))
    return template % names if names or "%(" not in template else str(FALLBACK)
