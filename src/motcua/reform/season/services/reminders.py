"""Who is reminded of a last day: derived from the dates each time, told once."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from motcua.identity.api import Role, users_with_role
from motcua.notifications.api import Channel, notify
from motcua.platform.calendar.api import calendar_for
from motcua.platform.ui.formats import format_date
from motcua.reform.season.choices import CardState, State
from motcua.reform.season.models import Season
from motcua.reform.season.parameters import reminder_days
from motcua.reform.season.services.moves import due_day


def remind(*, now: datetime) -> int:
    """Remind the people of cards that are not submitted yet, so many working days before the last day and after it.

    Running it twice a day says nothing twice: the newest notice of a card says the same. Answers how many notices.
    """
    sent = 0
    for season in Season.objects.filter(state=State.OPEN).select_related("standing_body"):
        due_on = due_day(season, "self_assessment")
        if due_on is None:
            continue
        today = timezone.localdate(now)
        calendar = calendar_for(season.standing_body.calendar)
        days = {calendar.add_working_days(due_on, -amount) for amount in reminder_days()}
        if today in days or today > due_on:
            sent += _tell(season, now, late=today > due_on, due_on=due_on)
    return sent


def _tell(season: Season, now: datetime, *, late: bool, due_on: date) -> int:
    sent = 0
    today = timezone.localdate(now)
    for card in season.scorecards.filter(state=CardState.DRAFT).select_related("agency"):
        people = {
            person.pk: person
            for role in (Role.REFORM_OFFICER, Role.LEADER)
            for person in users_with_role(role=role, agency_id=card.agency_id, on=today)
        }
        for person in people.values():
            messages = notify(
                recipient_id=person.pk,
                template="reform_news",
                context=_context(season, late=late, due_on=due_on, language=person.language),
                now=now,
                language=person.language,
                subject_type="scorecard",
                subject_id=card.uuid,
                url=reverse("season:card", args=[card.uuid]),
                channels=(Channel.IN_APP,),
                only_news=True,
            )
            sent += len(messages)
    return sent


def _context(season: Season, *, late: bool, due_on: date, language: str) -> dict[str, object]:
    with translation.override(language):
        return {
            "code": _("Reform index %(year)s") % {"year": season.year},
            "state_text": _("the self-assessment is late") if late else _("the self-assessment is due soon"),
            "due": format_date(due_on),
        }
