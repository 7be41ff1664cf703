"""The words of the office: tabs, buttons, refusals."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from motcua.onestop.processes import queries
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import PROVINCE, Step
from motcua.platform.ui.formats import format_datetime

TABS: dict[str, Any] = {
    queries.MINE: _("Mine"),
    queries.UNIT: _("My unit's"),
    queries.TODAY: _("Due today"),
    queries.LATE: _("Late"),
    queries.WAITING: _("Waiting for others"),
    queries.RECEPTION: _("To be received"),
}
TAB_TONES = {queries.LATE: "late", queries.TODAY: "waiting"}

# The main button says what happens next: by the kind of this step and of the one after it.
NEXT_WORDS: dict[tuple[str, str], Any] = {
    ("draft", "review"): _("Initial and submit to the head of unit"),
    ("draft", "council"): _("Initial and send to the council"),
    ("council", "review"): _("Submit to the head of unit"),
    ("review", "sign"): _("Initial and submit to the leader"),
    ("sign", "issue"): _("Sign and send to the clerk"),
    ("verify", "sign"): _("Submit to the leader of the People's Committee"),
    ("issue", "return"): _("Number, seal and issue"),
}
OWN_WORDS: dict[str, Any] = {
    "assign": _("Assign to the specialist"),
    "draft": _("Initial and submit"),
    "council": _("Record the conclusion and go on"),
    "review": _("Initial and submit"),
    "sign": _("Sign"),
    "verify": _("Submit"),
    "issue": _("Number, seal and issue"),
    "return": _("Hand over the result"),
}
TO_PROVINCE = _("Initial and submit to the People's Committee")

REFUSALS: dict[str, Any] = {
    "already_done": _(
        "%(name)s already finished this step at %(at)s. The page shows where the dossier is now."
    ),
    "being_done": _("%(name)s is already signing this step. The page shows where the dossier is now."),
    "not_open": _("This step is no longer open. The page shows where the dossier is now."),
    "dossier_paused": _(
        "The clock of this dossier stands still; the step can be done when the applicant has answered."
    ),
    "dossier_ended": _("This dossier has ended; nothing more can be done in it."),
    "assignee_missing": _("Please choose the specialist."),
    "assignee_unfit": _("This person does not hold the role of the step in this unit today."),
    "result_missing": _("Please draft the result first."),
    "refusal_without_letter": _("Draft a letter of refusal with its reasons first, or choose to grant."),
    "refusal_not_chosen": _(
        "The draft is a letter of refusal; choose to refuse, or draft the result that grants."
    ),
    "being_signed": _("The document is being signed. Please wait a moment."),
    "reason_missing": _("Please write the reason."),
    "cannot_send_back": _("The case cannot be sent back to this step."),
    "not_passed": _("The case has not passed this step."),
    "taken": _("A colleague has already taken this step."),
    "process_missing": _("This procedure has no internal process yet. Please tell the procedure editor."),
}
RESULT_REFUSALS: dict[str, Any] = {
    "signing_has_begun": _("Signing has begun, so the draft can no longer be changed."),
    "not_to_be_signed": _("The document is not waiting for a signature."),
    "another_signature_pending": _("Another signature is being put on the document. Please wait a moment."),
    "not_to_be_issued": _("The result is not signed yet, so it cannot be issued."),
    "period_closed": _(
        "The book of result numbers for this year is closed. Nothing was changed; "
        "the result can be issued when the next year has begun."
    ),
    "already_issued": _("The result has been issued and can no longer be changed."),
}


def step_refusal(error: StepRefused) -> str:
    """The sentence for a refused step, in the language of the page."""
    text, at = str(REFUSALS.get(error.code, REFUSALS["not_open"])), error.params.get("at")
    if isinstance(at, datetime):
        return text % {**error.params, "at": format_datetime(timezone.localtime(at))}
    return text


def result_refusal(code: str) -> str:
    return str(RESULT_REFUSALS.get(code, RESULT_REFUSALS["not_to_be_signed"]))


def button_text(*, step: Step, after: Step | None) -> str:
    """What the main button of a step says."""
    if after is None:
        return str(OWN_WORDS[step.kind])
    if after.place == PROVINCE and step.place != PROVINCE:
        return str(TO_PROVINCE)
    return str(NEXT_WORDS.get((step.kind, after.kind), OWN_WORDS.get(step.kind, OWN_WORDS["verify"])))


def waited(*, hours: int) -> str:
    """How long a submission may still wait at the counter."""
    if hours < 0:
        return ngettext("%(n)d working hour too long", "%(n)d working hours too long", -hours) % {"n": -hours}
    if hours == 0:
        return gettext("less than one working hour left")
    return ngettext("%(n)d working hour left", "%(n)d working hours left", hours) % {"n": hours}
