"""Reminding of the last days of the round: derived from the dates each time, told once for each stage.

A row per step, stage and last day says that it was done: a run that is repeated tells nobody twice, one that was
missed is made up for by the next, with the stage that is reached then.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.platform.calendar.api import calendar_for
from motcua.reform.rules.season import stage_reached
from motcua.reform.season.choices import State
from motcua.reform.season.models import Season, SeasonReminder
from motcua.reform.season.notices import tell
from motcua.reform.season.parameters import reminder_offsets
from motcua.reform.season.queries import due_day, list_seasons
from motcua.reform.season.returned import open_supplements
from motcua.reform.season.services.entries import lock_season
from motcua.reform.season.services.owing import Owed, owed_for, steps_of
from motcua.reform.season.services.rounds import note


def list_running() -> QuerySet[Season]:
    """Rounds in which somebody may owe something."""
    return list_seasons().exclude(state__in=[State.DRAFT, State.PUBLISHED])


def remind(*, now: datetime, year: int | None = None) -> int:
    """Remind everybody who still owes something for a step whose reminder is due, in the round of ``year`` or in all;
    answers how many notices.
    """
    running = list_running() if year is None else list_running().filter(year=year)
    return sum(
        _remind(season, step, due_on, now)
        for season in running
        for step in steps_of(season)
        for due_on in _last_days(season, step, timezone.localdate(now))
    )


def _last_days(season: Season, step: str, today: date) -> Iterable[date]:
    if step == "supplement":
        rows = open_supplements(today=today).filter(scorecard__season=season)
        return sorted(set(rows.values_list("until", flat=True)))
    due_on = due_day(season, step)
    return [due_on] if due_on is not None else []


@transaction.atomic
def _remind(season: Season, step: str, due_on: date, now: datetime) -> int:
    locked = lock_season(season)
    stage = stage_reached(
        reminder_offsets(step),
        due_on=due_on,
        today=timezone.localdate(now),
        calendar=calendar_for(locked.standing_body.calendar),
    )
    if stage is None or step not in steps_of(locked):
        return 0
    row, is_new = SeasonReminder.objects.get_or_create(
        season=locked,
        step=step,
        due_on=due_on,
        after_working_days=stage,
        defaults={"sent_at": now, "recipients": 0},
    )
    if not is_new:
        return 0
    row.recipients = sum(
        _tell(owed, locked, due_on, now) for owed in owed_for(step, locked, due_on=due_on, now=now)
    )
    row.save(update_fields=["recipients"])
    if row.recipients:
        note(locked, "season.reminded", None, now, step=step, due_on=due_on.isoformat())
    return row.recipients


def _tell(owed: Owed, season: Season, due_on: date, now: datetime) -> int:
    is_late = timezone.localdate(now) > due_on

    def news() -> str:
        return _("overdue: %(what)s") % {"what": owed.news()} if is_late else owed.news()

    return tell(
        people=owed.people,
        season=season,
        # What is said of a card says itself whether it is late.
        news=owed.news if owed.card else news,
        url=owed.url,
        now=now,
        card=owed.card,
        due_on=due_on,
    )
