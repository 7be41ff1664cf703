"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "survey.form_published": _("Survey form published"),
    "survey.planned": _("Survey planned"),
    "survey.frame_imported": _("Survey: people added to the frame"),
    "survey.sample_drawn": _("Survey: sample drawn"),
    "survey.cards_issued": _("Survey: cards issued"),
    "survey.opened": _("Survey opened"),
    "survey.wave_asked": _("Survey: invitations or reminders asked for"),
    "survey.wave_sent": _("Survey: invitations or reminders sent"),
    "survey.letters_printed": _("Survey: letters printed"),
    "survey.unreachable": _("Survey: person not reached"),
    "survey.ballot_excluded": _("Survey: ballot left out"),
    "survey.ballot_restored": _("Survey: ballot counted again"),
    "survey.closed": _("Survey closed"),
    "survey.reopened": _("Survey opened again"),
    "survey.published": _("Survey results published"),
}
THINGS: dict[str, Any] = {"survey_round": _("Survey"), "survey_form": _("Survey form")}
DETAILS: dict[str, Any] = {
    "form": _("Form"),
    "rows": _("Rows"),
    "drawn": _("Drawn"),
    "seed": _("Seed of the draw"),
    "wave": _("Wave"),
    "ballot": _("Ballot"),
    "decision": _("Document that decides it"),
    "closes_on": _("Last day of answering"),
}
VALUES: dict[str, dict[Any, Any]] = {}
