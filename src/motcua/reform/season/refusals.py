"""What to tell people whom the round refuses something now."""

from datetime import date
from fractions import Fraction
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from motcua.platform.ui.formats import format_date
from motcua.reform.editions.presentation import input_names, points_text
from motcua.reform.season.services.entries import SeasonRefused

_WORDS: Final = {
    "wrong_state": _("This is not possible now: the round is at the step “%(state)s”."),
    "submitted": _("The head has signed this self-assessment; it does not change any more."),
    "decision_missing": _("Give the number of the decision, or its file."),
    "same_points": _("These points are recognised already; there is nothing to change."),
    "not_late": _("The agency has until %(due_on)s (this day included) to sign."),
    "unassessed": _("The round went on without a self-assessment; add documents or explain instead."),
    "returned": _("This criterion is with the agency for supplement until %(due_on)s."),
    "not_returned": _("The day for the supplement is over; the criterion is locked again."),
    "judged_by": _("The recognised points rest on this document; it stays. Add another one instead."),
    "looked_at": _("This document was there when the criterion was returned; it stays."),
    "evidence_used": _("A council or a published result rests on this document; what is said of it stays."),
    "more_than_all": _("More than all of them: check the two figures, or say in the note how this can be."),
    "day_past": _("Choose a day from today on."),
    "day_late": _("The appraisal ends on %(due_on)s; choose a day until then."),
    "published": _("The result of this round is published; it does not change any more."),
    "changed_meanwhile": _("The card was changed in the meantime. Please look at it again."),
    "edition_draft": _("This version of the index is not published yet."),
    "other_year": _("This version of the index belongs to another year."),
    "no_such_block": _("This house and this version of the index know no such peer block."),
    "no_such_criterion": _("This criterion is not assessed on this card."),
    "not_applicable_reason": _("Say why the criterion does not apply."),
    "bad_input": _(
        "This figure cannot be: %(name)s. Figures are not below 0, counts are whole numbers, percentages go to 100."
    ),
    "missing_input": _("A figure is missing: %(name)s."),
    "points_missing": _("Give the figures, or the points."),
    "points_outside": _("Points lie between 0 and %(most)s."),
    "points_reason": _("Points without figures need a reason."),
    "deviation_reason": _(
        "This departs from the computed points (%(computed)s) by more than the tolerance. Say why."
    ),
    "foreign_unit": _("This unit belongs to another agency."),
    "gaps": _("Not ready to be signed: %(count)s points are open. They are listed on this page."),
    "reason_missing": _("Give the reason."),
    "figures_frozen": _(
        "The figures are frozen, and this version asks for %(count)s others, which would never be computed."
    ),
    "reason_code_missing": _("Choose the kind of reason."),
    "too_early": _(
        "The figures are frozen from %(due_on)s on, the last day of the cut-off. To freeze earlier, move that day "
        "first."
    ),
    "surveys_unpublished": _(
        "A survey has no figure before its results are published, and the figures do not move once frozen. Publish "
        "first: %(names)s."
    ),
    "not_frozen": _("The figures are not frozen yet."),
    "cards_missing": _("%(count)s agencies have not submitted yet."),
    "opinions_missing": _("%(count)s criteria are not appraised by both appraisers yet."),
    "window_open": _(
        "The agencies may appeal until %(due_on)s (this day included); %(count)s of them have not declared that they "
        "have no further appeal."
    ),
    "earlier_source": _(
        "Agencies reckon with %(due_on)s. To end the step earlier, name the document that says so."
    ),
    "earlier_reason": _("Agencies reckon with %(due_on)s. To end the step earlier, give the reason."),
    "window_closed": _("The days to appeal ended on %(due_on)s."),
    "answers_missing": _("%(count)s appeals have no answer yet."),
    "motions_open": _("%(count)s items before the council are open."),
    "not_an_appraiser": _("This person does not hold the office of an appraiser."),
    "own_agency": _("Nobody appraises the agency to which they belong today or belonged in the rated year."),
    "twice": _("First and second appraiser must be two persons."),
    "first_missing": _("The first appraiser has not spoken yet."),
    "settled": _("This criterion is settled already."),
    "nothing_to_accept": _("The agency gave no points here; propose points with a reason."),
    "text_missing": _("Write the explanation."),
    "appealed": _("This criterion was appealed before; the appeal stands as it was filed."),
    "nothing_recognised": _("There are no appraised points to appeal against."),
    "for_council": _(
        "The council decides this criterion. Reject the appeal here and put it before the council."
    ),
    "nothing_asked": _(
        "The appeal asks for no other points than those recognised: the council has nothing to choose from."
    ),
    "not_a_member": _("%(name)s is no member of the council."),
    "votes_cast": _("An item is being voted on; presence changes when it is decided."),
    "decided": _("This item is decided."),
    "voted": _("Your vote on this item stands."),
    "votes_missing": _("Not everybody present has voted yet."),
    "no_such_option": _("Choose one of the options."),
}


def refusal_text(refused: SeasonRefused) -> str:
    """One refusal in a sentence that says what to do."""
    detail = dict(refused.detail)
    criterion = detail.pop("criterion", None)
    if criterion is not None:
        # A figure goes by the name it has on the form.
        detail["name"] = input_names(criterion)[detail["name"]]
    return str(_WORDS[refused.code]) % {name: _shown(value) for name, value in detail.items()}


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return format_date(value)
    return points_text(value) if isinstance(value, Fraction) or value is None else str(value)
