"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.reform.season.choices import Column, State

ACTIONS: dict[str, Any] = {
    "season.started": _("Round of the index prepared"),
    "season.taken_over": _("Round held before this system taken over"),
    "season.moved": _("Round of the index moved on"),
    "season.reopened": _("Step of the round opened again"),
    "season.frozen": _("Figures of the round frozen"),
    "season.published": _("Result of the round published"),
    "season.edition_switched": _("Version of the index changed during the round"),
    "season.reminded": _("People reminded of a last day"),
    "season.date_set": _("Last day of a step set"),
    "season.appraiser_named": _("Appraiser named"),
    "season.council_set": _("Council and who is present set"),
    "scorecard.scored": _("Criterion scored"),
    "scorecard.extra_set": _("Bonus, penalty or lowering fact set"),
    "scorecard.block_set": _("Peer block of an agency changed"),
    "scorecard.assigned": _("Criteria given to a unit"),
    "scorecard.submitted": _("Self-assessment signed and submitted"),
    "scorecard.reopened": _("Self-assessment given back"),
    "scorecard.passed": _("Card goes on without self-assessment"),
    "scorecard.corrected": _("Published points changed by decision"),
    "evidence.added": _("Evidence added"),
    "evidence.corrected": _("What is said of a document corrected"),
    "evidence.linked": _("Evidence shown for a criterion"),
    "evidence.unlinked": _("Evidence taken from a criterion"),
    "appraisal.opinion": _("Criterion appraised"),
    "supplement.asked": _("Returned to the agency for supplement"),
    "supplement.answered": _("Supplement given"),
    "appeal.none": _("Declared that there is no further appeal"),
    "appeal.filed": _("Appeal filed"),
    "appeal.answered": _("Appeal answered"),
    "motion.opened": _("Item put before the council"),
    "motion.widened": _("Points asked for added to an item of the council"),
    "motion.withdrawn": _("Item taken from the council: the agency changed what it was about"),
    "motion.voted": _("Vote cast"),
    "motion.decided": _("Item decided by the council"),
}
THINGS: dict[str, Any] = {
    "season": _("Round of the index"),
    "scorecard": _("Scorecard"),
    "evidence": _("Evidence"),
    "motion": _("Item of the council"),
}
DETAILS: dict[str, Any] = {
    "code": _("Criterion"),
    "column": _("Column"),
    "points": _("Points"),
    "step": _("Step"),
    "title_before": _("Title before"),
    "number_before": _("Number before"),
    "issued_on_before": _("Date before"),
    "signer_before": _("Signer before"),
    "expires_on_before": _("Valid until, before"),
}
VALUES: dict[str, dict[Any, Any]] = {"column": dict(Column.choices), "to": dict(State.choices)}
