"""Who acts in the seasons of past years, and when."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from motcua.identity.api import StaffContext, get_staff_context, list_staff_accounts
from motcua.platform import clock
from motcua.reform.papers.api import Paper, get_paper, seal_paper, sign_paper


def staff_of(username: str, moment: datetime) -> StaffContext:
    """What the account might do on that day."""
    account = list_staff_accounts().get(username=username)
    return get_staff_context(user_id=account.pk, on=timezone.localdate(moment))


def end_of_day(day: str) -> datetime:
    """The end of an office day of the past; ``day`` as 2022-12-30."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(16, 30)))


def issue(draft: Paper, people: Mapping[str, str], at: datetime) -> Paper:
    """Sign a draft by ``leader`` and seal it by ``clerk``, with the clock set back."""
    with clock.at(at):
        # Read back: the document is dated with the fixed offset of a stored moment.
        paper = sign_paper(paper=get_paper(uuid=draft.uuid), staff=staff_of(people["leader"], at), now=at)
        return seal_paper(paper=paper, staff=staff_of(people["clerk"], at), now=at)


def last_day_within_a_year(offsets: list[timedelta], today: date) -> date:
    """The last day, today or before, from which all these days lie in one year, as the visits of a plan must."""
    if not offsets:
        return today
    ends = (date(year, 12, 31) - max(offsets) for year in (today.year, today.year - 1))
    days = (day for day in (today, *ends) if day <= today)
    return next(day for day in days if (day + min(offsets)).year == (day + max(offsets)).year)
