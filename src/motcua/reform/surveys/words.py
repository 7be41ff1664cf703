"""Words of this part: for the event log, and for a form that contradicts itself."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "survey.form_published": _("Survey form published"),
    "survey.planned": _("Survey planned"),
    "survey.plan_changed": _("Survey: plan changed"),
    "survey.called_off": _("Survey called off before it began"),
    "survey.frame_emptied": _("Survey: frame emptied"),
    "survey.messages_refused": _("Survey: people not reached, their messages were refused"),
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

_PROBLEMS: dict[str, Any] = {
    "kind": _("kind is sipas, option or other"),
    "kind_of_key": _("the index reads this key as another kind of form: sipas as sipas, ratings as option"),
    "version": _("version is a whole number from 1 on"),
    "key": _("key has letters without marks, digits and _, and does not begin with a digit"),
    "title": _("title_vi is missing or too long"),
    "items": _("there is no question, or two have the same key"),
    "item_key": _("keys of questions have letters without marks, digits and _"),
    "sections": _("two sections have the same key"),
    "answers": _("there is no answer to choose, one has no value, or two have the same"),
    "likert": _("a form of satisfaction has the answers 1, 2, 3, 4, 5"),
    "weights": _("no answer of a rating has a weight"),
    "weight_range": _("weights lie between 0 and 1"),
    "overall_key": _("the key of the overall question is overall"),
}


def problem_words(problem: str, *detail: str) -> str:
    """What a refused definition of a form is to be mended by; ``detail`` is what the reader of the file stumbled on."""
    if problem in _PROBLEMS:
        return gettext("The definition contradicts itself: %(what)s.") % {"what": _PROBLEMS[problem]}
    return gettext(
        "The file does not have the shape of a form: a part is missing or of another kind (%(what)s). Take the"
        " definition of a published version as a pattern."
    ) % {"what": "; ".join(detail) or problem}
