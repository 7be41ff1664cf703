"""What people fill in about plans and tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency, Unit, User
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.forms import DateField
from motcua.reform.hidden_fields import HiddenDate, HiddenKey, HiddenText
from motcua.reform.plan.models import TaskSource
from motcua.reform.plan.parameters import area_choices
from motcua.reform.plan.services.plans import TaskValues

_LONG = forms.Textarea(attrs={"rows": 3})


def named(thing: Any) -> str:
    """``name_vi`` or ``name_en`` by the language of the page."""
    return str(thing.name_en if get_language() == "en" else thing.name_vi)


class PlanForm(forms.Form):
    """The head of a plan."""

    title = forms.CharField(label=_("Title"), max_length=300)
    introduction = forms.CharField(
        label=_("Aims and requirements"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        help_text=_("Stands before the tasks in the signed plan. An empty line begins a new paragraph."),
    )


class NewPlanForm(PlanForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    field_order = ("year", "title", "introduction")


class TaskForm(forms.Form):
    """One task: of a draft plan, or given beside it."""

    area = forms.ChoiceField(label=_("Area"))
    text = forms.CharField(label=_("Task"), widget=_LONG, max_length=2000)
    product = forms.CharField(
        label=_("Product"),
        max_length=500,
        required=False,
        help_text=_("The document, figure or thing that shows that the task is done"),
    )
    unit = forms.TypedChoiceField(
        label=pgettext_lazy("task", "Unit"), coerce=int, empty_value=None, required=False
    )
    person = forms.TypedChoiceField(label=_("Person in charge"), coerce=int, empty_value=None, required=False)
    due_on = DateField(label=_("Due date"))

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit] = (),
        people: Sequence[User] = (),
        year: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._year = year
        self._choose("area", area_choices())
        self._choose("unit", [("", _("Choose later")), *((unit.pk, named(unit)) for unit in units)])
        self._choose("person", [("", _("Choose later")), *((one.pk, one.full_name) for one in people)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if self._year is not None and due_on.year != self._year:
            raise forms.ValidationError(_("The due date is not in the year of the plan."))
        return due_on

    def values(self) -> TaskValues:
        """The cleaned values as the services take them."""
        data = self.cleaned_data
        return TaskValues(
            area=data["area"],
            text=data["text"],
            product=data["product"],
            unit_id=data["unit"],
            person_id=data["person"],
            due_on=data["due_on"],
        )


class DirectionForm(TaskForm):
    """A leader's direction or the conclusion of a meeting, written down in half a minute."""

    source = forms.ChoiceField(
        label=_("Where it comes from"),
        choices=[
            (TaskSource.DIRECTION.value, TaskSource.DIRECTION.label),
            (TaskSource.MEETING.value, TaskSource.MEETING.label),
        ],
    )
    source_label = forms.CharField(
        label=_("Document or occasion"),
        max_length=300,
        required=False,
        help_text=_("For example: Notice 12/TB-SKHCN of 05/03/2026, briefing of 16/11/2026"),
    )
    form_key = HiddenKey()
    field_order = ("source", "source_label", "text", "unit", "person", "due_on", "product", "area")


class AssignmentForm(TaskForm):
    """A task of the People's Committee for one agency; who does it there is the agency's choice."""

    agency = forms.TypedChoiceField(label=_("Agency"), coerce=int)
    source_label = forms.CharField(label=_("Document"), max_length=300)
    form_key = HiddenKey()
    field_order = ("agency", "source_label", "text", "due_on", "product", "area")

    def __init__(self, *args: Any, agencies: Sequence[Agency] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["unit"], self.fields["person"]
        self._choose("agency", [(agency.pk, named(agency)) for agency in agencies])


class NoteForm(forms.Form):
    text = forms.CharField(label=_("What has been done so far"), widget=_LONG, max_length=4000)


class ReportForm(forms.Form):
    result = forms.CharField(
        label=_("Product reached"),
        widget=_LONG,
        max_length=4000,
        required=False,
        help_text=_(
            "Number and date of the document, figures reached. May stay empty when evidence is attached."
        ),
    )


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, picture, Word or Excel, at most 20 MB"),
        error_messages={"required": _("Choose the file")},
    )
    label = forms.CharField(label=_("What it shows"), max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=_LONG, max_length=2000)


class ConfirmForm(forms.Form):
    text = forms.CharField(label=_("Remark"), widget=_LONG, max_length=2000, required=False)


class ExtendForm(forms.Form):
    due_on = DateField(label=_("New due date"))
    reason = forms.CharField(label=_("Reason"), widget=_LONG, max_length=2000)


class HandOnForm(forms.Form):
    unit = forms.TypedChoiceField(
        label=pgettext_lazy("task", "Unit"), coerce=int, empty_value=None, required=False
    )
    person = forms.TypedChoiceField(label=_("Person in charge"), coerce=int, empty_value=None, required=False)

    def __init__(
        self, *args: Any, units: Sequence[Unit] = (), people: Sequence[User] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("unit", [(unit.pk, named(unit)) for unit in units]),
            ("person", [(one.pk, one.full_name) for one in people]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Nobody yet")), *choices]


class OutsideIssueForm(forms.Form):
    """A plan that was signed outside this system."""

    document_number = forms.CharField(label=_("Number and symbol"), max_length=60)
    issued_on = DateField(label=_("Date of the document"))
    file = forms.FileField(
        label=_("Signed document"),
        help_text=_("PDF, at most 20 MB"),
        error_messages={"required": _("Choose the file")},
    )

    def __init__(self, *args: Any, earliest: date, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._earliest, self._latest = earliest, latest

    def clean_issued_on(self) -> date:
        issued_on: date = self.cleaned_data["issued_on"]
        if issued_on > self._latest:
            raise forms.ValidationError(_("The document cannot be dated after today."))
        if issued_on < self._earliest:
            words = _("A plan of this year is not dated before %(day)s.")
            raise forms.ValidationError(words, params={"day": format_date(self._earliest)})
        return issued_on


class ConfirmDateForm(forms.Form):
    """What was shown to the leader: another date, number or file noted meanwhile is not confirmed with it."""

    issued_on = HiddenDate()
    document_number = HiddenText(required=False)
    sha256 = HiddenText(required=False)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook (XLSX)"),
        help_text=_("First sheet, one line of headings, then one task a line; at most 500 lines and 2 MB"),
        error_messages={"required": _("Choose the file")},
    )
