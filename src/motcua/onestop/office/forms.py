"""What staff fill in: filters of lists, and the few answers that each action needs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import User
from motcua.onestop.dossiers.models import State
from motcua.onestop.processes.models import StepKind
from motcua.onestop.processes.queries import SORTS, WorkFilter
from motcua.onestop.processes.rules.steps import Step

Choices = Sequence[tuple[str, str]]
ANY = ("", "—")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


def _text(label: Any, *, rows: int = 4, required: bool = True, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4000,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class WorkFilterForm(forms.Form):
    """The filters of a worklist; every part optional, so that any address can be shared."""

    q = forms.CharField(label=_("Dossier code or applicant"), max_length=200, required=False)
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False)
    due_from = _day(_("Due from"))
    due_to = _day(_("Due until"))

    def __init__(self, data: Any, *, procedures: Choices, fields: Choices) -> None:
        super().__init__(data)
        self.fields["procedure"].choices = [ANY, *procedures]  # type: ignore[attr-defined]
        self.fields["field"].choices = [ANY, *fields]  # type: ignore[attr-defined]
        self.fields["step"].choices = [ANY, *StepKind.choices]  # type: ignore[attr-defined]

    def narrow(self, *, sort: str) -> WorkFilter:
        """The filter; parts that cannot be read narrow nothing."""
        self.is_valid()
        good = self.cleaned_data
        return WorkFilter(
            text=good.get("q", ""),
            procedure=good.get("procedure", ""),
            service_field=good.get("field", ""),
            step=good.get("step", ""),
            due_from=good.get("due_from"),
            due_to=good.get("due_to"),
            sort=sort if sort in SORTS else "due",
        )


class CommentForm(forms.Form):
    text = _text(_("Remark for colleagues"), rows=3, hint=_("The applicant does not see it."))


class StepForm(forms.Form):
    """Any step: a remark that stands on the control slip."""

    comment = _text(_("Remark"), rows=3, required=False, hint=_("It stands on the process control slip."))


class ColleagueField(forms.TypedChoiceField):
    """A person by number. Whether they may be chosen is judged by the service, under lock and by today's roles:
    the list that was shown may be older.
    """

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


class AssignForm(StepForm):
    assignee = ColleagueField(label=_("Specialist"), coerce=int)

    def __init__(self, *args: Any, colleagues: Callable[[], Iterable[User]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = lambda: [  # type: ignore[attr-defined]
            ANY,
            *((str(user.pk), user.full_name) for user in colleagues()),
        ]
        self.order_fields(["assignee", "comment"])


class AppraisalForm(StepForm):
    """The specialist's appraisal: what was checked, item by item, and the proposal. Nothing is answered beforehand."""

    CHECKS = (
        ("complete", _("The papers are complete")),
        ("valid", _("The papers are valid and in force")),
        ("conditions", _("The conditions of the procedure are met")),
        ("content", _("The draft result agrees with the papers")),
    )
    FINDINGS = (("met", _("Met")), ("not_met", _("Not met")), ("not_applicable", _("Not applicable")))
    decision = forms.ChoiceField(
        label=_("Proposal"),
        choices=(("approve", _("Grant")), ("reject", _("Refuse, with the reason in the result"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is proposed.")},
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        earlier = dict(initial or {})
        earlier |= _by_field(earlier.pop("checklist", {}))
        super().__init__(data, initial=earlier, **kwargs)
        for key, label in self.CHECKS:
            self.fields[f"check_{key}"] = _finding(label, self.FINDINGS)
        self.order_fields([*(f"check_{key}" for key, _label in self.CHECKS), "decision", "comment"])

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        found = {key: answers.get(f"check_{key}") for key, _label in self.CHECKS}
        if answers.get("decision") == "approve" and "not_met" in found.values():
            self.add_error("decision", _("An item is not met: a grant cannot be proposed."))
        return {**answers, "checklist": found}


def _finding(label: Any, findings: Any) -> forms.ChoiceField:
    missing = _("Say of every item whether it is met, not met or not applicable.")
    return forms.ChoiceField(
        label=label,
        choices=findings,
        widget=forms.RadioSelect(attrs={"class": "mc-choices-inline"}),
        error_messages={"required": missing},
    )


def _by_field(checklist: Any) -> dict[str, Any]:
    """The findings written before; appraisals of earlier releases kept a bare list of what was ticked."""
    return {f"check_{key}": found for key, found in checklist.items()} if isinstance(checklist, dict) else {}


class HandOverForm(StepForm):
    received_by = forms.CharField(label=_("Handed to"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["received_by", "comment"])


class ReasonForm(forms.Form):
    reason = _text(_("Reason"), hint=_("The applicant reads it."))


class SendBackForm(forms.Form):
    step = forms.ChoiceField(label=_("Send back to"), widget=forms.RadioSelect)
    reason = _text(_("Reason"), hint=_("Colleagues read it; it stands on the process control slip."))

    def __init__(self, *args: Any, steps: Iterable[Step] = (), language: str = "vi", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step.key, step.name_en if language == "en" else step.name_vi) for step in steps]
        self.fields["step"].choices = choices  # type: ignore[attr-defined]


class SupplementForm(forms.Form):
    items = _text(_("What is to be completed"), hint=_("One item a line."))
    reason = _text(_("Reason"), hint=_("The applicant reads it."))
    override_ground = _text(
        _("Ground for a second request"),
        rows=2,
        required=False,
        hint=_("The law allows one request. A second needs the ground on which it is lawful."),
    )

    def ask_for_the_first_time(self) -> None:
        """The first request needs no ground."""
        del self.fields["override_ground"]


class ExtendForm(forms.Form):
    new_day = forms.DateField(
        label=_("New date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = _text(_("Reason"), hint=_("The applicant reads it in the letter of apology."))


class ReceiptForm(forms.Form):
    receipt_number = forms.CharField(label=_("Number of the receipt"), max_length=60)


class SearchForm(forms.Form):
    """The search over all dossiers that the person may see."""

    q = forms.CharField(label=_("Dossier code or applicant"), max_length=200, required=False)
    state = forms.TypedChoiceField(label=_("State"), coerce=int, empty_value=None, required=False)
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)
    received_from = _day(_("Received from"))
    received_to = _day(_("Received until"))
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, data: Any, *, procedures: Choices) -> None:
        super().__init__(data)
        self.fields["state"].choices = [ANY, *State.choices]  # type: ignore[attr-defined]
        self.fields["procedure"].choices = [ANY, *procedures]  # type: ignore[attr-defined]
