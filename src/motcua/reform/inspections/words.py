"""Words of this part for the event log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.reform.inspections.choices import Addressed, Outcome

ACTIONS: dict[str, Any] = {
    "inspection.plan_made": _("Inspection plan drafted"),
    "inspection.plan_changed": _("Inspection plan changed"),
    "inspection.plan_submitted": _("Document of the inspection plan made"),
    "inspection.plan_issued": _("Inspection plan issued"),
    "inspection.plan_withdrawn": _("Inspection plan withdrawn"),
    "inspection.added": _("Inspection put into the plan"),
    "inspection.cancelled": _("Inspection called off"),
    "inspection.team_proposed": _("Inspection team proposed"),
    "inspection.head_named": _("Acting head of the inspection team named"),
    "inspection.decided": _("Inspection team appointed"),
    "inspection.team_withdrawn": _("Decision on the inspection team withdrawn"),
    "inspection.notice_drafted": _("Notice of the inspection drafted"),
    "inspection.notified": _("Notice of the inspection sent"),
    "inspection.visited": _("Visit of the inspection begun"),
    "inspection.findings_saved": _("Findings of the checklist saved"),
    "inspection.evidence_added": _("Evidence added to the checklist"),
    "inspection.minutes_written": _("Minutes written"),
    "inspection.minutes_sent": _("Minutes signed by the team"),
    "inspection.minutes_taken_back": _("Minutes taken back"),
    "inspection.minutes_signed": _("Minutes signed by the inspected side"),
    "inspection.conclusion_written": _("Draft conclusion written"),
    "inspection.shortcoming_added": _("Shortcoming put into the draft"),
    "inspection.shortcoming_changed": _("Shortcoming changed"),
    "inspection.shortcoming_withdrawn": _("Shortcoming taken back"),
    "inspection.draft_sent": _("Draft conclusion sent"),
    "inspection.draft_taken_back": _("Draft conclusion taken back"),
    "inspection.draft_answered": _("Draft conclusion answered"),
    "inspection.conclusion_submitted": _("Document of the conclusion made"),
    "inspection.concluded": _("Conclusion issued"),
    "inspection.notice_made": _("Written notice drafted"),
    "inspection.terms_lengthened": _("Deadlines of a written notice moved to the first day allowed"),
    "inspection.notice_issued": _("Written notice issued"),
    "inspection.notice_acknowledged": _("Receipt of the written notice acknowledged"),
    "inspection.remedy_reported": _("Remedy reported"),
    "inspection.remedy_verified": _("Remedy verified"),
    "inspection.extension_asked": _("More time asked for"),
    "inspection.extension_granted": _("More time granted"),
    "inspection.extension_refused": _("More time refused"),
    "inspection.reminded": _("Reminder of an overdue remedy sent"),
    "inspection.letter_drafted": _("Written reminder drafted"),
    "inspection.letter_issued": _("Written reminder issued"),
    "inspection.letter_dropped": _("Written reminder dropped"),
    "inspection.correction_taken_up": _("Correction of an appraisal taken up as a shortcoming"),
    "inspection.checklist_added": _("Version of a checklist added"),
}
THINGS: dict[str, Any] = {
    "inspection": _("Inspection"),
    "inspection_plan": _("Inspection plan"),
    "inspection_checklist": _("Inspection checklist"),
    "shortcoming": _("Shortcoming"),
    "remedy_notice": _("Written notice"),
}
DETAILS: dict[str, Any] = {
    "outcome": _("Outcome"),
    "document": _("Document"),
    "subject": _("Inspected agency"),
    "recipient": _("Recipient"),
    "checklist": _("Version of the checklist"),
    "team": _("Team"),
    "head": _("Account of the head"),
    "until": _("Until"),
    "ordinal": pgettext_lazy("shortcoming", "Number"),
    "count": _("Number of rows"),
    "item": _("Item"),
    "addressed": _("Addressed"),
    "origin": _("Origin"),
}
VALUES: dict[str, dict[Any, Any]] = {
    "outcome": dict(Outcome.choices),
    "addressed": dict(Addressed.choices),
}
