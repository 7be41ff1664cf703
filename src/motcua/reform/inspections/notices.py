"""Who is told what in the account: the inspected side of its visit, papers and deadlines; the organiser of answers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role, User, get_province, users_with_role
from motcua.platform.ui.formats import format_date
from motcua.reform.inspections.choices import Scope
from motcua.reform.inspections.houses import Thing, concerned_by, issuer_of
from motcua.reform.inspections.models import Inspection, RemedyLetter, RemedyNotice, Shortcoming
from motcua.reform.inspections.policies import ANSWERERS, ORGANISERS
from motcua.reform.inspections.presentation import (
    inspection_name,
    notice_name,
    shortcoming_code,
)
from motcua.reform.inspections.services._base import today_of
from motcua.reform.news import tell_news
from motcua.reform.offices import managers_of

Words = Callable[[], str]

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
    "head_named": _("Another member is put in the place of the head of the inspection team"),
}
TO_ORGANISER = frozenset({"answered", "reported", "extension_asked"})


def tell(inspection: Inspection, news: str, *, now: datetime, due: date | None = None) -> None:
    """Tell the other side what happened to the inspection."""
    if news in TO_ORGANISER:
        people = organiser_people(inspection, on=today_of(now)) + _team_people(inspection)
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
        people += _team_people(shortcoming.inspection) if shortcoming.inspection else []
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


def _team_people(inspection: Inspection) -> list[User]:
    if inspection.team is None:
        return []
    return [member.user for member in inspection.team.members.select_related("user")]


def _send(
    people: Iterable[User],
    *,
    name: Words,
    news: Words,
    thing: Model,
    url: str,
    now: datetime,
    due: date | None = None,
) -> None:
    """One notice to each, in the own language: ``name`` and ``news`` are asked in it."""
    for person in {each.pk: each for each in people}.values():
        with translation.override(person.language):
            context = {"code": name(), "state_text": news(), "due": format_date(due) if due else ""}
        tell_news(
            person=person,
            subject=(thing._meta.model_name or "", thing.uuid),  # type: ignore[attr-defined]
            context=context,
            url=url,
            now=now,
        )
