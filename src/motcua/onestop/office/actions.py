"""What staff can do with a dossier beside its step: each action's form, words and service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import StaffContext
from motcua.onestop.dossiers.models import Dossier, MoneyState, State
from motcua.onestop.dossiers.services import ending, extending, pauses, reception
from motcua.onestop.office.forms import ExtendForm, ReasonForm, ReceiptForm, SupplementForm
from motcua.onestop.policies import policy

WORKING = (State.RECEIVED, State.IN_PROCESS)
RUNNING = (*WORKING, State.SUPPLEMENT, State.PAYMENT)
Answers = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """One entry of the menu. ``slug`` stands in the address, ``rule`` in the policy."""

    slug: str
    rule: str
    label: Any
    button: Any
    done: Any
    icon: str
    states: tuple[State, ...]
    form: type[forms.Form]
    run: Callable[[Dossier, StaffContext, datetime, Answers], object]
    explain: Any = ""
    dangerous: bool = False
    money: tuple[MoneyState, ...] = ()

    def is_open(self, dossier: Dossier) -> bool:
        """Does the dossier stand where this action makes sense?"""
        right_money = not self.money or dossier.money_state in self.money
        return dossier.state in self.states and right_money


def _supplement(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    items = answers.pop("items").splitlines()
    return pauses.request_supplement(dossier_id=dossier.pk, staff=staff, now=now, items=items, **answers)


def _payment(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    return pauses.request_payment(dossier_id=dossier.pk, staff=staff, now=now)


def _paid(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    return pauses.record_payment(dossier_id=dossier.pk, staff=staff, now=now, **answers)


def _extend(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    return extending.extend(dossier_id=dossier.pk, staff=staff, now=now, **answers)


def _stop(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    return ending.stop(dossier_id=dossier.pk, staff=staff, now=now, **answers)


def _refuse(dossier: Dossier, staff: StaffContext, now: datetime, answers: Answers) -> object:
    return reception.refuse(dossier_id=dossier.pk, staff=staff, now=now, **answers)


ACTIONS = {
    action.slug: action
    for action in (
        Action(
            slug="yeu-cau-bo-sung",
            rule="request_supplement",
            label=_("Request a supplement"),
            button=_("Send the request"),
            done=_("The request is on its way to the applicant; the clock stands still."),
            icon="file-plus",
            states=WORKING,
            form=SupplementForm,
            run=_supplement,
            explain=_(
                "Form 02 is made and signed, the applicant is told, and the clock stops until the answer."
            ),
        ),
        Action(
            slug="yeu-cau-nop-phi",
            rule="request_payment",
            label=_("Ask for the fee"),
            button=_("Ask for the fee"),
            done=_("The applicant is asked for the fee; the clock stands still."),
            icon="cash",
            states=WORKING,
            form=forms.Form,
            run=_payment,
            explain=_("The clock stops until the fee is paid."),
            money=(MoneyState.DUE,),
        ),
        Action(
            slug="thu-phi",
            rule="record_payment",
            label=_("Record the fee"),
            button=_("Record the fee"),
            done=_("The fee is recorded as paid."),
            icon="receipt",
            states=RUNNING,
            form=ReceiptForm,
            run=_paid,
            money=(MoneyState.DUE,),
        ),
        Action(
            slug="gia-han",
            rule="extend",
            label=_("Apologise and promise a new date"),
            button=_("Sign the apology"),
            done=_("The new date is promised; the letter of apology is being signed."),
            icon="calendar-time",
            states=WORKING,
            form=ExtendForm,
            run=_extend,
            explain=_(
                "Form 04. Allowed once, and only until the working day before the promised date. The new date "
                "holds until closing time of its day, a working day. The first date stays on record."
            ),
        ),
        Action(
            slug="dung",
            rule="stop",
            label=_("Stop the dossier"),
            button=_("Stop the dossier"),
            done=_("The dossier is stopped; the notice is being signed."),
            icon="player-stop",
            states=RUNNING,
            form=ReasonForm,
            run=_stop,
            explain=_("Form 05. The dossier ends without a result and leaves every desk."),
            dangerous=True,
        ),
        Action(
            slug="tu-choi",
            rule="refuse",
            label=_("Refuse to accept"),
            button=_("Refuse to accept"),
            done=_("The submission is not accepted; the notice with the reason is being signed."),
            icon="x",
            states=(State.SUBMITTED,),
            form=ReasonForm,
            run=_refuse,
            explain=_("Form 03. The clock never started; the applicant may file again."),
            dangerous=True,
        ),
    )
}


def open_actions(*, staff: StaffContext, dossier: Dossier) -> list[Action]:
    """The entries of the menu for this person and this dossier today."""
    return [
        action
        for action in ACTIONS.values()
        if action.is_open(dossier)
        and policy.acting_for(staff=staff, action=action.rule, dossier=dossier) is not None
    ]
