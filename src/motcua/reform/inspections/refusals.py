"""Why something is not done, in words for the person who asked."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.reform.papers.api import FollowerRefused

MESSAGES: dict[str, Promise] = {
    "moved_on": _("The inspection or the shortcoming has moved on in the meantime; nothing was changed."),
    "plan_issued": _("The plan is issued. Only surprise inspections can be added to it."),
    "plan_waits": _("The document of the plan waits for its signature; cancel it before changing the plan."),
    "outside_year": _("The plan is one of %(year)s; its inspections have their days in that year."),
    "visit_past": _("The day of the visit lies before today."),
    "visit_reason_missing": _("The day lies outside the planned days. Say why."),
    "visit_early": _("The notice names %(day)s for the visit; it does not begin before that day."),
    "notice_late": _(
        "The notice names %(day)s for the visit, and that day is over. Cancel it and write it with another day."
    ),
    "plan_empty": _("The plan names no inspection yet."),
    "plan_not_issued": _("The plan has to be issued first."),
    "plan_exists": _("There is a plan of this year already."),
    "not_a_subject": _("This agency or unit is not among those that the plan inspects."),
    "own_agency": _(
        "%(name)s serves in an agency or unit that the team would inspect. Nobody inspects the own agency."
    ),
    "no_head": _("A team has one head."),
    "surprise_named": _(
        "The decision is sent to the announced agencies, and would tell them of the surprise: %(codes)s. Give it a "
        "decision of its own, with the same team if you like."
    ),
    "not_in_team": _("Only a member of the team can head it."),
    "not_staff": _("%(name)s holds no office today."),
    "document_waits": _("The document waits for its signature already."),
    "no_team": _("The inspection has no team yet."),
    "not_notified": _("A planned visit follows the notice to the unit; only a surprise visit comes without."),
    "checklist_open": _("%(count)s items of the checklist have no finding yet."),
    "minutes_missing": _("The minutes are not written yet."),
    "signer_missing": _(
        "The minutes do not name who signs for the inspected side. Name the person, then sign."
    ),
    "nobody_signs": _(
        "Nobody in office today can sign the minutes for the inspected side: it has no head, or its head belongs to "
        "the team. Once a head is appointed there, or somebody stands in for an absent one, name the person in the "
        "minutes. The rest of them can be saved."
    ),
    "not_a_signer": _("%(name)s cannot sign for the inspected side."),
    "another_signs": _(
        "The minutes name %(name)s as the signer of the inspected side. If somebody else is to sign, the team takes "
        "the minutes back and names that person."
    ),
    "minutes_changed": _(
        "The minutes or findings were changed while they were being signed. Read them again, then sign."
    ),
    "conclusion_missing": _("The draft conclusion is not written yet."),
    "draft_sent": _(
        "The inspected side has the draft already. Take the draft back, then send it again with what is new in it."
    ),
    "criterion_unknown": _("The edition of the index knows no criterion %(criterion)s."),
    "effect_elsewhere": _(
        "An effect on the score falls on the inspected agency alone: it is heard on the draft."
    ),
    "points_exceed": _("The criterion has %(most)s points; no more can be taken off."),
    "plan_over": _("The year of this plan is over."),
    "answer_waits": _("The inspected side may answer until %(day)s."),
    "shortcoming_known": _(
        "Shortcoming %(number)s already says this about the same owner, with other particulars. Change that one "
        "instead of adding it again."
    ),
    "deadline_short": _(
        "Shortcoming %(number)s has to be remedied by %(day)s. Notified today, it leaves less than %(term)s working "
        "days: the first day allowed is %(earliest)s."
    ),
    "deadline_short_conclusion": _(
        "Shortcoming %(number)s has to be remedied by %(day)s. Issued today, the conclusion leaves less than %(term)s "
        "working days: the first day allowed is %(earliest)s. Cancel the document, change the deadline, then draft it "
        "again."
    ),
    "deadline_short_notice": _(
        "Shortcoming %(number)s has to be remedied by %(day)s. Issued today, the notice leaves less than %(term)s "
        "working days. Cancel it and draft it again: the deadline then moves to the first day allowed."
    ),
    "conclusion_stands": _(
        "The conclusion is issued: what it found was sent out with it, and stands. It is not withdrawn."
    ),
    "notice_stands": _(
        "The written notice is issued: its shortcomings count from then on, and stand. It is not withdrawn."
    ),
    "announced": _(
        "The notice is issued and the inspection announced. Before the visit, call the inspection off instead."
    ),
    "team_at_work": _(
        "The team serves by this decision, and was announced or is at work: %(codes)s. Call off what has not begun; "
        "what has begun ends with its conclusion."
    ),
    "plan_in_use": _(
        "The plan is issued, and teams serve for its inspections: %(codes)s. Call those off, or withdraw the decisions "
        "on their teams, before the plan."
    ),
    "remedy_later": _("The day of the remedy lies in the future."),
    "remedy_earlier": _("The day of the remedy lies before the shortcoming was found."),
    "evidence_missing": _("Attach evidence, or explain why there is none."),
    "day_needs_evidence": _(
        "A day before that of the report needs evidence sent with it, or a look on site."
    ),
    "next_deadline_missing": _("Set until when the rest is to be remedied."),
    "next_deadline_past": _("The next deadline has to lie after today."),
    "extension_late": _("The deadline has passed: an extension counts only when granted before it."),
    "extension_earlier": _("More time has to end after the present deadline."),
    "extension_open": _("A request for more time waits for its answer already."),
    "extension_closed": _("This request is answered already."),
    "nothing_to_notify": _("No shortcoming waits for a written notice."),
}


class InspectionRefused(FollowerRefused):
    """Something that cannot be done now; ``code`` is a key of :data:`MESSAGES`, ``params`` fill its text."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(str(MESSAGES[code]) % params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.code
