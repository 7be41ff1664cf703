"""What people are told about a plan or a task, in their own language, inside the transaction of what happened."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from motcua.identity.api import User
from motcua.notifications.api import Channel, notify
from motcua.platform.ui.formats import format_date
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
    notify(
        recipient_id=person.pk,
        email=person.email if by_mail else "",
        template="reform_news",
        context=context,
        language=person.language,
        subject_type="reform_task",
        subject_id=task.uuid,
        url=reverse("plan:task", args=[task.uuid]),
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
    notify(
        recipient_id=leader.pk,
        template="reform_news",
        context=context,
        language=leader.language,
        subject_type="reform_plan",
        subject_id=plan.uuid,
        url=reverse("plan:plan", args=[plan.uuid]),
        channels=(Channel.IN_APP,),
        now=now,
    )
