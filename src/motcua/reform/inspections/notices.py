"""Who is told what in the account: the inspected side of its visit, papers and deadlines; the organiser of answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role, User, get_province, get_staff_context, users_with_role
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.houses import Thing, concerned_by, issuer_of
from motcua.reform.inspections.models import Inspection, RemedyLetter, RemedyNotice, Shortcoming
from motcua.reform.inspections.policies import ANSWERERS, ORGANISERS, serves_there
from motcua.reform.inspections.presentation import (
    inspection_name,
    notice_name,
    shortcoming_code,
)
from motcua.reform.inspections.services._base import today_of
from motcua.reform.news import tell_news
from motcua.reform.offices import managers_of
from motcua.reform.papers.api import Paper

Words = Callable[[], str]
# What a document is issued about.
Waiting = Inspection | RemedyNotice

NEWS: dict[str, Promise] = {
    "notified": _("An inspection is announced"),
    "minutes": _("Minutes wait for the signature of the inspected side"),
    "draft": _("A draft conclusion waits for the answer of the inspected side"),
    "answered": _("The draft conclusion is answered"),
    "concluded": _("The conclusion is issued"),
    "notice": _("A written notice with shortcomings and deadlines is issued"),
    "letter_drafted": _("A written reminder of overdue remedies is drafted and waits for the signature"),
    "letter": _("A written reminder of overdue remedies is issued"),
    "letter_above": _("A report on overdue remedies is issued"),
    "reported": _("A remedy is reported and waits for verification"),
    "closed": _("The remedy is verified, the shortcoming is closed"),
    "partly": _("The remedy is found partial"),
    "rejected": _("The remedy is not accepted"),
    "reopened": _("The shortcoming is taken up again"),
    "extension_asked": _("More time is asked for"),
    "extension_granted": _("More time is granted"),
    "extension_refused": _("More time is not granted"),
    "stuck": _("waited too long and can be issued no more: it is taken back and drafted anew"),
    "taken_back": _("is taken back and can be drafted anew"),
    "team_withdrawn": _("The decision on the team is withdrawn; the inspection waits for another team"),
    "head_named": _("Another member is put in the place of the head of the inspection team"),
}
TO_ORGANISER = frozenset({"answered", "reported", "extension_asked"})


def tell(inspection: Inspection, news: str, *, now: datetime, due: date | None = None) -> None:
    """Tell the other side what happened to the inspection."""
    if news in TO_ORGANISER:
        people = organiser_people(inspection, on=today_of(now)) + _team_people(inspection, on=today_of(now))
    else:
        people = _people(
            inspection.scope, inspection.subject_agency_id, inspection.subject_unit_id, today_of(now)
        )
    _send(
        people,
        name=lambda: inspection_name(inspection),
        news=lambda: str(NEWS[news]),
        due=due,
        thing=inspection,
        url=reverse("inspections:inspection", args=[inspection.uuid]),
        now=now,
    )


def tell_notice(notice: RemedyNotice, *, now: datetime) -> None:
    """Tell the agency or unit of the written notice to it."""
    on = today_of(now)
    _send(
        _people(notice.scope, notice.recipient_agency_id, notice.recipient_unit_id, on),
        name=lambda: notice_name(notice),
        news=lambda: str(NEWS["notice"]),
        thing=notice,
        url=reverse("inspections:notice", args=[notice.uuid]),
        now=now,
    )


def tell_letter(letter: RemedyLetter, news: str, *, now: datetime) -> None:
    """Tell who signs of a draft, and whom it is addressed to once the document is issued."""
    on, notice = today_of(now), letter.notice
    if news == "letter_drafted":
        leaders = users_with_role(role=Role.LEADER, agency_id=issuer_of(notice).pk, on=on)
        people = organiser_people(notice, on=on) + leaders
    elif news == "letter_above":
        people = users_with_role(role=Role.LEADER, agency_id=get_province().pk, on=on)
    else:
        people = _people(notice.scope, notice.recipient_agency_id, notice.recipient_unit_id, on)
    _send(
        people,
        name=lambda: notice_name(notice),
        news=lambda: str(NEWS[news]),
        thing=letter,
        url=reverse("papers:paper", args=[letter.paper.uuid]),
        now=now,
    )


def tell_shortcoming(shortcoming: Shortcoming, news: str, *, now: datetime) -> None:
    """Tell the other side what happened to the shortcoming."""
    on = today_of(now)
    if news in TO_ORGANISER:
        people = organiser_people(shortcoming, on=on)
        people += _team_people(shortcoming.inspection, on=on) if shortcoming.inspection else []
    else:
        people = owner_people(shortcoming, on=on)
    _send(
        people,
        name=lambda: shortcoming_code(shortcoming),
        news=lambda: str(NEWS[news]),
        due=shortcoming.due_on,
        thing=shortcoming,
        url=shortcoming_url(shortcoming),
        now=now,
    )


def tell_head_named(inspection: Inspection, people: Sequence[User], *, now: datetime) -> None:
    """Who heads the team from now on, who headed it until now, and the organiser."""
    on = today_of(now)
    _send(
        [*people, *organiser_people(inspection, on=on)],
        name=lambda: inspection_name(inspection),
        news=lambda: str(NEWS["head_named"]),
        thing=inspection,
        url=reverse("inspections:inspection", args=[inspection.uuid]),
        now=now,
    )


def tell_team_withdrawn(inspection: Inspection, *, reason: str, now: datetime) -> None:
    """Members of a team that serves no more, who can open nothing of it from now on, and the organiser."""
    on = today_of(now)
    organisers = organiser_people(inspection, on=on)
    members = [each for each in _team_people(inspection, on=on) if each not in organisers]
    page = reverse("inspections:inspection", args=[inspection.uuid])
    for people, url in ((organisers, page), (members, "")):
        _send(
            people,
            name=lambda: inspection_name(inspection),
            news=lambda: str(NEWS["team_withdrawn"]),
            thing=inspection,
            url=url,
            reason=reason,
            now=now,
        )


def tell_stuck(thing: Waiting, paper: Paper, *, now: datetime) -> int:
    """Leaders and clerks of the agency, the organiser and the team: a document can be signed or sealed no more."""
    return _tell_of_paper(thing, paper, "stuck", now=now, only_news=True)


def tell_taken_back(thing: Waiting, paper: Paper, *, now: datetime) -> int:
    """The same people, but not who took it back: it can be drafted anew, and why."""
    return _tell_of_paper(thing, paper, "taken_back", now=now, reason=paper.cancel_reason)


def _tell_of_paper(
    thing: Waiting, paper: Paper, news: str, *, now: datetime, reason: str = "", only_news: bool = False
) -> int:
    """Of a draft the clerk knows nothing yet. Who can open the document reads of it there, the others on their page."""
    on = today_of(now)
    roles = (Role.LEADER, Role.CLERK) if paper.signed_at is not None else (Role.LEADER,)
    issuing = [
        user for role in roles for user in users_with_role(role=role, agency_id=paper.agency_id, on=on)
    ]
    inside = organiser_people(thing, on=on)
    if isinstance(thing, Inspection):
        inside, route = inside + _team_people(thing, on=on), "inspections:inspection"
    else:
        route = "inspections:notice"
    handling = {each.pk for each in inside}
    signing = [each for each in issuing if each.pk not in handling]
    pages = (
        (inside, reverse(route, args=[thing.uuid])),
        (signing, reverse("papers:paper", args=[paper.uuid])),
    )
    return sum(
        _send(
            [each for each in people if each.pk != paper.cancelled_by_id],
            name=lambda: f"{paper.get_kind_display()} {paper.symbol}".strip() + f" · {_name_of(thing)}",
            news=lambda: str(NEWS[news]),
            thing=thing,
            url=url,
            reason=reason,
            only_news=only_news,
            now=now,
        )
        for people, url in pages
    )


def _name_of(thing: Waiting) -> str:
    if isinstance(thing, Inspection):
        return inspection_name(thing)
    return bilingual(thing.recipient_unit or thing.recipient_agency, "name")


def remind(shortcoming: Shortcoming, *, ordinal: int, people: Sequence[User], now: datetime) -> None:
    """Reminder number n (nhắc lần n) of an overdue shortcoming."""
    _send(
        people,
        name=lambda: shortcoming_code(shortcoming),
        news=lambda: gettext("Reminder %(ordinal)s of an overdue remedy") % {"ordinal": ordinal},
        due=shortcoming.due_on,
        thing=shortcoming,
        url=shortcoming_url(shortcoming),
        now=now,
    )


def shortcoming_url(shortcoming: Shortcoming) -> str:
    """The page of a shortcoming, without the host."""
    return reverse("inspections:shortcoming", args=[shortcoming.uuid])


def owner_people(shortcoming: Shortcoming, *, on: date) -> list[User]:
    """Who answers for the remedy: reform officers and leaders of the agency, or the head of the unit."""
    return _people(shortcoming.scope, shortcoming.owner_agency_id, shortcoming.owner_unit_id, on)


def organiser_people(thing: Thing, *, on: date) -> list[User]:
    """Who decides on it: managers of the plan behind it, in their own matters those of the People's Committee."""
    if thing.scope == Scope.PROVINCE:
        return managers_of(agency_id=concerned_by(thing), standing_body_id=thing.agency_id, on=on)
    roles = ORGANISERS[Scope.OWN]
    return [user for role in roles for user in users_with_role(role=role, agency_id=thing.agency_id, on=on)]


def _people(scope: str, agency_id: int, unit_id: int | None, on: date) -> list[User]:
    if scope == Scope.OWN:
        return users_with_role(role=Role.HEAD_OF_UNIT, agency_id=agency_id, unit_id=unit_id, on=on)
    return [user for role in ANSWERERS for user in users_with_role(role=role, agency_id=agency_id, on=on)]


def _team_people(inspection: Inspection, *, on: date) -> list[User]:
    """Its members, but nobody who serves in the inspected house by now and reads nothing for the team any more."""
    if inspection.team is None:
        return []
    return [
        member.user
        for member in inspection.team.members.select_related("user")
        if not serves_there(
            get_staff_context(user_id=member.user_id, on=on),
            scope=inspection.scope,
            agency_id=inspection.subject_agency_id,
            unit_id=inspection.subject_unit_id,
        )
    ]


def _send(
    people: Iterable[User],
    *,
    name: Words,
    news: Words,
    thing: Model,
    url: str,
    now: datetime,
    due: date | None = None,
    reason: str = "",
    only_news: bool = False,
) -> int:
    """One notice to each, in the own language: ``name`` and ``news`` are asked in it. Answers how many were written."""
    sent = 0
    for person in {each.pk: each for each in people}.values():
        with translation.override(person.language):
            context = {
                "code": name(),
                "state_text": news(),
                "reason": reason,
                "due": format_date(due) if due else "",
            }
        sent += tell_news(
            person=person,
            subject=(thing._meta.model_name or "", thing.uuid),  # type: ignore[attr-defined]
            context=context,
            url=url,
            only_news=only_news,
            now=now,
        )
    return sent
