"""What people of the round are told, each in their own language."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from motcua.identity.api import Role, User, users_with_role
from motcua.platform.ui.formats import format_date
from motcua.reform.news import tell_news
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import list_scorecards

News = Callable[[], str]


def people_of(card: Scorecard, *, now: datetime) -> list[User]:
    """Reform officers and leaders of the card's agency."""
    today = timezone.localdate(now)
    found = {
        person.pk: person
        for role in (Role.REFORM_OFFICER, Role.LEADER)
        for person in users_with_role(role=role, agency_id=card.agency_id, on=today)
    }
    return list(found.values())


def managers_of(season: Season, *, now: datetime) -> list[User]:
    """Managers of the standing body."""
    return users_with_role(
        role=Role.REFORM_MANAGER, agency_id=season.standing_body_id, on=timezone.localdate(now)
    )


def tell(
    *,
    people: Iterable[User],
    season: Season,
    news: News,
    url: str,
    now: datetime,
    card: Scorecard | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> int:
    """Put ``news`` (asked in each person's language) into their inboxes; answers how many notices were written."""
    sent = 0
    for person in people:
        with translation.override(person.language):
            code, text = _("Reform index %(year)s") % {"year": season.year}, news()
        sent += tell_news(
            person=person,
            subject=("scorecard", card.uuid) if card else ("season", season.uuid),
            context={
                "code": code,
                "state_text": text,
                "reason": reason,
                "due": format_date(due_on) if due_on else "",
            },
            url=url,
            now=now,
        )
    return sent


def tell_agency(
    *,
    card: Scorecard,
    news: News,
    now: datetime,
    due_on: date | None = None,
    reason: str = "",
    code: str = "",
) -> int:
    """Tell the officers and leaders of a card's agency, with the way to the card or to one criterion."""
    url = reverse("season:criterion", args=[card.uuid, code]) if code else card_url(card)
    people = people_of(card, now=now)
    return tell(
        people=people,
        season=card.season,
        news=news,
        url=url,
        now=now,
        card=card,
        due_on=due_on,
        reason=reason,
    )


def tell_agencies(
    *, season: Season, news: News, now: datetime, due_on: date | None = None, reason: str = ""
) -> int:
    """Tell the officers and leaders of every agency of the round, with the way to its page."""
    url = reverse("season:season", args=[season.year])
    people = [one for card in list_scorecards(season) for one in people_of(card, now=now)]
    return tell(people=people, season=season, news=news, url=url, now=now, due_on=due_on, reason=reason)


def card_url(card: Scorecard) -> str:
    return reverse("season:card", args=[card.uuid])
