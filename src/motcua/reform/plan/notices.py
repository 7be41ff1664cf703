"""What people are told about a plan or a task, in their own language, inside the transaction of what happened."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.identity.api import User
from motcua.notifications.api import Channel
from motcua.platform.ui.formats import format_date
from motcua.reform.news import tell_news
from motcua.reform.plan.models import PlanTask, ReformPlan


def tell(
    *,
    task: PlanTask,
    person: User,
    news: Callable[[], str],
    now: datetime,
    reason: str = "",
    by_mail: bool = False,
) -> None:
    """One notice; ``news`` says what is new, asked in the language of the person."""
    with translation.override(person.language):
        in_english = person.language == "en"
        context = {
            "code": _("Reform task %(number)s") % {"number": task},
            "items": [task.text],
            "agency": task.agency.name_en if in_english else task.agency.name_vi,
            "due": format_date(task.due_on),
            "state_text": news(),
            "reason": reason,
        }
    tell_news(
        person=person,
        subject=("reform_task", task.uuid),
        context=context,
        url=reverse("plan:task", args=[task.uuid]),
        email=person.email if by_mail else "",
        channels=(Channel.IN_APP, Channel.EMAIL),
        now=now,
    )


def tell_given(*, task: PlanTask, by: User | None, now: datetime) -> None:
    """Whoever is put in charge hears of it, unless they did it themselves."""
    if task.person is not None and (by is None or by.pk != task.person_id):
        tell(task=task, person=task.person, news=lambda: _("has been given to you"), now=now)


def tell_returned(*, task: PlanTask, reporter: User | None, reason: str, now: datetime) -> None:
    """Whoever reported hears that the report came back, and why."""
    if reporter is not None:
        tell(
            task=task,
            person=reporter,
            news=lambda: _("has been returned to be completed"),
            reason=reason,
            now=now,
        )


def tell_date_waits(*, plan: ReformPlan, leader: User, now: datetime) -> None:
    """A plan signed outside counts by its date once the leader has confirmed it."""
    assert plan.issued_on is not None
    with translation.override(leader.language):
        in_english = leader.language == "en"
        context = {
            "code": _("Reform plan %(number)s") % {"number": plan.document_number},
            "items": [plan.title],
            "agency": plan.agency.name_en if in_english else plan.agency.name_vi,
            "state_text": _("its date, %(day)s, waits for you to confirm it")
            % {"day": format_date(plan.issued_on)},
        }
    tell_news(
        person=leader,
        subject=("reform_plan", plan.uuid),
        context=context,
        url=reverse("plan:plan", args=[plan.uuid]),
        now=now,
    )
