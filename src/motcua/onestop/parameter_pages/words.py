"""What each parameter of the clock means, in the language of the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "receipt_is_day_zero": _("The day of receipt is not counted"),
    "roll_forward": _("A term that ends on a free day ends on the next working day"),
    "month_end": _("A term in months without that day ends on the last day of the month"),
    "hours_in_office_time": _("Limits in hours run in office hours"),
    "weekly_rest": _("Saturday and Sunday are free"),
    "next_opening": _("Receipt outside office hours counts as at the next opening"),
    "same_day_cut_off": _("Same-day procedures: last hour of receipt for the same day"),
    "after_pause_restart": _("After a supplement the limit begins anew, where the procedure says so"),
    "after_pause_subtract": _(
        "After a supplement the waiting time is taken out, where the procedure says so"
    ),
    "clock_stops": _("The clock stands still while the applicant is to answer"),
    "council_stops_clock": _("Procedures whose clock stands still while the expert council is at work"),
    "supplement_requests_at_most": _("Supplement requests for one dossier, at most"),
    "supplement_answer_working_days": _("Working days to answer a supplement request"),
    "supplement_reminder_working_days": _(
        "Working days before the end of that term: reminder to the applicant"
    ),
    "reception_working_hours": _("Working hours to receive or refuse a submission"),
    "apology_lead_working_days": _("Working days before the due date by which an apology is sent"),
    "extensions_at_most": _("New dates with an apology for one dossier, at most"),
    "extension_limits_at_most": _("Length of an extension, at most: times the limit of the procedure"),
    "extension_counts_as_on_time": _("A dossier finished by its new date counts as on time"),
    "announcement_lead_working_days": _(
        "Working days before a procedure comes into force by which it is announced"
    ),
    "hours_per_working_day": _("Hours of a working day"),
    "working_days_per_week": _("Working days of a week"),
    "rating_change_days": _("Days in which a rating of a dossier may still be changed"),
    "rating_minimum": _("Ratings below this number are not shown to the agency"),
    "warn_working_days": _("Worklists warn this many working days ahead"),
}
