"""What people fill in about remedies: reports with evidence, verdicts, more time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.files.api import JPEG, PDF, PNG, XLSX, accepted_extensions
from motcua.platform.ui.forms import DateField
from motcua.reform.inspections.choices import Outcome
from motcua.reform.inspections.services.remedies import Done

FILES = frozenset({PDF, JPEG, PNG, XLSX})
_AREA = forms.Textarea(attrs={"rows": 4})


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once; ``cleaned_data`` holds a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        one = super().clean
        if isinstance(data, (list, tuple)):
            return [one(each, initial) for each in data if each]
        found = one(data, initial)
        return [found] if found else []


def evidence_field(**options: Any) -> ManyFiles:
    """Photos and papers; on a tablet the camera is offered."""
    hint = _("Photos, PDF or Excel files: %(extensions)s") % {"extensions": accepted_extensions(FILES)}
    return ManyFiles(
        required=False,
        help_text=hint,
        widget=ManyFilesInput(attrs={"accept": accepted_extensions(FILES)}),
        **options,
    )


class RemedyForm(forms.Form):
    action = forms.CharField(label=_("What was done"), widget=_AREA)
    remedied_on = DateField(
        label=_("Day of the remedy"),
        help_text=_(
            "The day of this report counts, unless dated evidence shows an earlier one and the team confirms it."
        ),
    )
    rest_plan = forms.CharField(
        label=_("What remains, and how"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    rest_by = DateField(label=_("The rest is done by"), required=False)
    evidence = evidence_field(label=_("Evidence"))
    explanation = forms.CharField(
        label=_("Explanation, if there is no evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rest_by") and not cleaned.get("rest_plan"):
            self.add_error("rest_plan", _("Say what remains."))
        if "evidence" not in self.errors and not (cleaned.get("evidence") or cleaned.get("explanation")):
            self.add_error("evidence", _("Attach evidence, or explain why there is none."))
        return cleaned

    @property
    def done(self) -> Done:
        names = ("action", "remedied_on", "explanation", "rest_plan", "rest_by")
        return Done(**{name: self.cleaned_data[name] for name in names})


class VerifyForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(each.value, each.label) for each in (Outcome.CLOSED, Outcome.PARTLY, Outcome.REJECTED)],
        widget=forms.RadioSelect,
    )
    on_site = forms.BooleanField(label=_("Seen on site in a re-inspection"), required=False)
    remedied_on = DateField(
        label=_("Confirmed day of the remedy"),
        required=False,
        help_text=_(
            "Only if closed, and only if another day than that of the report is shown: name the evidence in the remark."
        ),
    )
    next_deadline = DateField(
        label=_("Next deadline"),
        required=False,
        help_text=_("Until when the rest is to be remedied. The first deadline stays on file and counts."),
    )
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") in (Outcome.PARTLY, Outcome.REJECTED) and not cleaned.get("remark"):
            self.add_error("remark", _("Say what is missing."))
        if cleaned.get("outcome") == Outcome.PARTLY and not cleaned.get("next_deadline"):
            self.add_error("next_deadline", _("Set until when the rest is to be remedied."))
        if cleaned.get("remedied_on") and not cleaned.get("remark"):
            self.add_error("remark", _("Name the evidence that shows this day."))
        return cleaned


class ReopenForm(forms.Form):
    next_deadline = DateField(
        label=_("Next deadline"),
        help_text=_("Until when the rest is to be remedied. The first deadline stays on file and counts."),
    )
    on_site = forms.BooleanField(label=_("Seen on site in a re-inspection"), required=False)
    remark = forms.CharField(label=_("Why it is taken up again"), widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionForm(forms.Form):
    until = DateField(label=_("More time until"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ExtensionAnswerForm(forms.Form):
    granted = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", pgettext_lazy("more time", "Grant")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
