"""Until when the counter answers a submission, and why this moment."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext

from motcua.onestop.dossiers.explanations import Sentence, describe
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.parameters import get_parameter, policy_for
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, compute
from motcua.onestop.dossiers.rules.explain import Reason
from motcua.platform.calendar.api import calendar_for


class ReceptionPromise(NamedTuple):
    """The working hours the counter has, when they end, and the sentences that lead there."""

    hours: int
    until: datetime
    sentences: list[Sentence]


def reception_promise(dossier: Dossier) -> ReceptionPromise:
    """Received, or refused at the door, within the working hours of the day of submission's parameter."""
    on, agency = timezone.localdate(dossier.submitted_at), dossier.agency
    hours = int(get_parameter(name="reception_working_hours", on=on, agency=agency.code).value)
    deadline = compute(
        limit=Limit(hours, LimitUnit.HOURS),
        policy=policy_for(version=dossier.version, agency=agency, on=on),
        calendar=calendar_for(agency.calendar),
        received_at=dossier.submitted_at,
    )
    assert deadline.due is not None, "without a pause the hours always end"
    # The first reason speaks of valid receipt, which is still to come.
    reasons = [_about_reception(reason) for reason in deadline.explanation if reason.code != "received"]
    told = describe(reasons=reasons, on=on, agency=agency.code)
    at = f"{timezone.localtime(dossier.submitted_at):%H:%M %d/%m/%Y}"
    first = Sentence(gettext("The dossier was submitted at %(at)s.") % {"at": at})
    return ReceptionPromise(hours, deadline.due, [first, *told])


def _about_reception(reason: Reason) -> Reason:
    """The limit and its end are those of the counter here, not those of the result."""
    if reason.code not in ("limit", "due"):
        return reason
    return replace(reason, code=f"reception_{reason.code}")
