"""A cut-off that is over and waits for surveys: its managers are told once, with what it waits for."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.platform.ui.formats import format_date
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.season.models import Season, SeasonReminder
from motcua.reform.season.notices import managers_of, tell
from motcua.reform.season.queries import due_day
from motcua.reform.season.services.entries import lock_season
from motcua.reform.season.services.rounds import note
from motcua.reform.season.surveys import unpublished_surveys
from motcua.reform.surveys.api import SurveyRound

_STEP = "cut_off"


@transaction.atomic
def tell_of_surveys(*, season: Season, now: datetime) -> int:
    """Tell the managers of the standing body which surveys hold the cut-off up, once for each last day of it, not
    every night; answers how many notices. While nobody is there to be told, the next night tries again.
    """
    locked = lock_season(season)
    due_on, surveys = due_day(locked, _STEP), unpublished_surveys(locked)
    if due_on is None or not surveys or locked.frozen_at:
        return 0
    said = {"season": locked, "step": _STEP, "due_on": due_on, "after_working_days": 0}
    if SeasonReminder.objects.filter(**said).exists():
        return 0
    sent = tell(
        people=managers_of(locked, now=now),
        season=locked,
        news=lambda: _news(surveys),
        url=reverse("season:season", args=[locked.year]),
        now=now,
    )
    if sent:
        SeasonReminder.objects.create(**said, sent_at=now, recipients=sent)
        note(locked, "season.reminded", None, now, step=_STEP, due_on=due_on.isoformat())
    return sent


def _news(surveys: Sequence[SurveyRound]) -> str:
    named = [
        _("%(survey)s (answers until %(day)s)")
        % {"survey": bilingual(found, "name"), "day": format_date(found.closes_on)}
        for found in surveys
    ]
    return _(
        "the cut-off is over and the figures are not frozen; they wait for the publication of: %(surveys)s"
    ) % {"surveys": "; ".join(named)}
