"""Last days of councils, derived from the day the scoring was opened."""

from datetime import date

from django.utils import timezone

from motcua.platform.calendar.api import calendar_for
from motcua.reform.initiatives.models import InitiativeReview
from motcua.reform.initiatives.parameters import get_parameter


def score_by(review: InitiativeReview) -> date:
    """The last day to hand in a sheet, by the rule of the day it was opened. Later sheets count until the closing."""
    assert review.council is not None
    opened_on = timezone.localdate(review.opened_at)
    days = int(get_parameter(name="scoring_working_days", on=opened_on).value)
    return calendar_for(review.council.agency.calendar).add_working_days(opened_on, days)


def remind_from(review: InitiativeReview) -> date:
    """From this day on whoever has not handed in a sheet is reminded."""
    assert review.council is not None
    days = int(get_parameter(name="scoring_reminder_days", on=timezone.localdate(review.opened_at)).value)
    return calendar_for(review.council.agency.calendar).add_working_days(score_by(review), -days)
