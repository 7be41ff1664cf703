"""Overdue remedies: numbered reminders, derived from dates, and who hears of the later ones."""

from datetime import datetime

from django.db import transaction

from motcua.identity.api import Role, User, get_province, users_with_role
from motcua.reform.inspections import parameters
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.models import RemedyReminder, Shortcoming
from motcua.reform.inspections.notices import organiser_people, owner_people, remind
from motcua.reform.inspections.rules.clocks import reminder_due
from motcua.reform.inspections.rules.states import TO_REMEDY
from motcua.reform.inspections.services._base import lock_shortcoming, note, today_of


def remind_overdue(*, now: datetime) -> int:
    """Send every reminder that is due by the dates on file; returns how many. A second run sends nothing."""
    overdue = Shortcoming.objects.filter(state__in=TO_REMEDY, due_on__lt=today_of(now))
    return sum(_remind(pk, now) for pk in overdue.order_by("due_on", "pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    shortcoming, today = lock_shortcoming(pk), today_of(now)
    if shortcoming.state not in TO_REMEDY:
        return False
    ordinal = reminder_due(
        deadline=shortcoming.due_on,
        reminded_on=[today_of(at) for at in shortcoming.reminders.values_list("sent_at", flat=True)],
        today=today,
        first_after=parameters.whole(name="first_reminder_days", on=today),
        every=parameters.whole(name="next_reminder_days", on=today),
    )
    if ordinal is None:
        return False
    RemedyReminder.objects.create(
        shortcoming=shortcoming, ordinal=ordinal, due_on=shortcoming.due_on, sent_at=now
    )
    remind(shortcoming, ordinal=ordinal, people=_hearers(shortcoming, ordinal, now), now=now)
    note("reminded", shortcoming, actor=None, now=now, kind="shortcoming", detail={"ordinal": ordinal})
    return True


def _hearers(shortcoming: Shortcoming, ordinal: int, now: datetime) -> list[User]:
    on = today_of(now)
    people = owner_people(shortcoming, on=on) + organiser_people(shortcoming, on=on)
    # The leader of the province, or of the agency that inspects itself, hears of what reminders did not move.
    if ordinal < parameters.whole(name="chair_from_reminder", on=on):
        return people
    above = get_province() if shortcoming.scope == Scope.PROVINCE else shortcoming.agency
    return people + users_with_role(role=Role.LEADER, agency_id=above.pk, on=on)
