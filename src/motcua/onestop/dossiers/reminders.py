"""Reminding applicants, once, that the term of a supplement request is about to end."""

from datetime import datetime, timedelta

from django.db import transaction

from motcua.onestop.dossiers.models import Dossier, DossierEvent, State, SupplementRequest
from motcua.onestop.dossiers.notices import REMINDER, send_notice
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.platform.audit.api import record
from motcua.platform.calendar.api import calendar_for

LEAD = "supplement_reminder_working_days"
# Looked at ahead: more calendar days than any lead in working days can span over a long holiday.
_HORIZON = timedelta(days=45)


def remind_due(*, now: datetime) -> int:
    """Remind of every open request whose term ends within the lead of its agency; returns how many."""
    waiting = SupplementRequest.objects.filter(
        answered_at__isnull=True,
        reminded_at__isnull=True,
        answer_by__gt=now,
        answer_by__lte=now + _HORIZON,
        dossier__state=State.SUPPLEMENT,
    ).select_related("dossier__agency")
    due = [request.pk for request in waiting.order_by("answer_by", "id") if is_due(request, now=now)]
    return sum(remind(supplement_id=pk, now=now) for pk in due)


def is_due(request: SupplementRequest, *, now: datetime) -> bool:
    """Are at most the lead's working days left until the term ends?"""
    agency = request.dossier.agency
    calendar = calendar_for(agency.calendar)
    today = calendar.local(now).date()
    lead = int(get_parameter(name=LEAD, on=today, agency=agency.code).value)
    return calendar.count_working_days(today, calendar.local(request.answer_by).date()) <= lead


def remind(*, supplement_id: int, now: datetime) -> bool:
    """Send the reminder of one request, in one transaction with the note that it was sent; at most once."""
    with transaction.atomic():
        request = SupplementRequest.objects.select_for_update().get(pk=supplement_id)
        if request.answered_at is not None or request.reminded_at is not None:
            return False
        request.reminded_at = now
        request.save(update_fields=["reminded_at"])
        dossier = Dossier.objects.select_related("version", "agency", "holder", "person").get(
            pk=request.dossier_id
        )
        fact = DossierEvent.objects.filter(dossier=dossier, kind="supplement_requested").latest("sequence")
        send_notice(dossier=dossier, fact=fact, notice=REMINDER, now=now)
        record(
            action="dossier.supplement_reminded",
            now=now,
            agency_code=dossier.agency.code,
            object_type="dossier",
            object_id=dossier.uuid,
            detail={"ordinal": request.ordinal},
        )
    return True
