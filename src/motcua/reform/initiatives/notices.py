"""Who is told what in the account: authors of their initiative's way, members of a council of what waits for them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.api import Role, User, users_with_role
from motcua.platform.ui.formats import format_date
from motcua.reform.initiatives.deadlines import score_by
from motcua.reform.initiatives.models import Initiative, InitiativeCouncil, InitiativeReview, Level
from motcua.reform.initiatives.policies import is_involved
from motcua.reform.news import tell_news
from motcua.reform.papers.api import Paper

NEWS: dict[str, Promise] = {
    "submitted": gettext_lazy("is filed and waits for the formal check"),
    "accepted": gettext_lazy("is accepted and can be put before the council"),
    "returned": gettext_lazy("is returned to its authors"),
    "before_council": gettext_lazy("is before the council"),
    "failed": gettext_lazy("is not recognised: its scores are below the thresholds"),
    "recognised": gettext_lazy("is recognised"),
    "undone": gettext_lazy("waits for another decision: the one that recognised it was cancelled"),
    "certified": gettext_lazy("has its certificate"),
}
TITLE_LENGTH = 120


def tell_officers(initiative: Initiative, *, now: datetime) -> None:
    """Whoever checks for the agency hears of what was filed, unless they are an author."""
    on = timezone.localdate(now)
    officers = users_with_role(role=Role.REFORM_OFFICER, agency_id=initiative.agency_id, on=on)
    authors = {author.user_id for author in initiative.authors.all()}
    _tell_of(initiative, "submitted", [each for each in officers if each.pk not in authors], now=now)


def tell_authors(
    initiative: Initiative,
    news: str,
    *,
    now: datetime,
    level: str = Level.UNIT,
    reason: str = "",
    paper: Paper | None = None,
) -> None:
    """Authors with an account, and whoever wrote it down, hear what became of it; ``paper`` is where it says so."""
    people = [author.user for author in initiative.authors.select_related("user") if author.user]
    everybody = [*people, initiative.made_by]
    _tell_of(initiative, news, everybody, now=now, level=level, reason=reason, paper=paper)


def tell_members(council: InitiativeCouncil, reviews: Sequence[InitiativeReview], *, now: datetime) -> None:
    """Each member hears once what there is to score and until when; an author nothing of the own initiative."""
    for member in council.members.select_related("user").order_by("pk"):
        mine = [review for review in reviews if not is_involved(member.user, review.initiative)]
        if not mine:
            continue
        _send(
            member.user,
            code=lambda: _council_name(council),
            news=lambda: _("initiatives wait for your score sheet"),
            subject=("initiative_council", council.uuid),
            url=reverse("initiatives:council", args=[council.uuid]),
            now=now,
            items=[review.initiative.title for review in mine],
            due=score_by(mine[0]),
        )


def remind_member(person: User, review: InitiativeReview, *, late: bool, kind: str, now: datetime) -> None:
    """A sheet of this person is missing, shortly before the last day or after it; ``kind`` marks which reminder."""
    _send(
        person,
        code=lambda: _name(review.initiative),
        news=lambda: (
            _("the last day has passed and your score sheet is missing")
            if late
            else _("your score sheet is still missing")
        ),
        subject=(kind, review.uuid),
        url=reverse("initiatives:score", args=[review.uuid]),
        now=now,
        due=score_by(review),
    )


def _tell_of(
    initiative: Initiative,
    news: str,
    people: Iterable[User],
    *,
    now: datetime,
    level: str = Level.UNIT,
    reason: str = "",
    paper: Paper | None = None,
) -> None:
    page = reverse("initiatives:initiative", args=[initiative.uuid])
    for person in {each.pk: each for each in people}.values():
        _send(
            person,
            code=lambda: _name(initiative),
            news=lambda: f"{NEWS[news]} ({_of(level, paper)})" if _of(level, paper) else str(NEWS[news]),
            subject=("initiative", initiative.uuid),
            url=reverse("papers:paper", args=[paper.uuid]) if paper else page,
            now=now,
            reason=reason,
        )


def _send(
    person: User,
    *,
    code: Callable[[], str],
    news: Callable[[], str],
    subject: tuple[str, UUID],
    url: str,
    now: datetime,
    items: Sequence[str] = (),
    reason: str = "",
    due: date | None = None,
) -> None:
    with translation.override(person.language):
        context = {
            "code": code(),
            "state_text": news(),
            "items": list(items),
            "reason": reason,
            "due": format_date(due) if due else "",
        }
    tell_news(person=person, subject=subject, context=context, url=url, now=now)


def _name(initiative: Initiative) -> str:
    return _("Initiative “%(title)s”") % {"title": Truncator(initiative.title).chars(TITLE_LENGTH)}


def _council_name(council: InitiativeCouncil) -> str:
    level = str(council.get_level_display()).lower()
    return _("Council of initiatives %(year)s, %(level)s") % {"year": council.year, "level": level}


def _of(level: str, paper: Paper | None) -> str:
    """``provincial level, 12/QĐ-UBND``: what is worth saying of level and document."""
    words = [str(Level(level).label).lower()] if level != Level.UNIT else []
    return ", ".join(words + ([paper.symbol] if paper else []))
