"""What the manager of surveys fills in."""

import json
from fractions import Fraction
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from motcua.platform import clock
from motcua.platform.ui.forms import DateField
from motcua.reform.hidden_fields import HiddenKey
from motcua.reform.rules.sampling import Method
from motcua.reform.surveys.models import METHOD_NAMES, SurveyForm, SurveyRound, SurveyTarget
from motcua.reform.surveys.services.planning import RoundPlan, rated_agencies

MAX_BYTES = 4 * 1024 * 1024


class RoundForm(forms.Form):
    """A new round."""

    form = forms.ChoiceField(label=_("Form"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    opens_on = DateField(label=_("First day of answering"))
    closes_on = DateField(label=_("Last day of answering"))
    method = forms.ChoiceField(
        label=_("Method of the satisfaction index"),
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
        help_text=_("As the edition of the index asks. It has no effect on ratings by options."),
    )
    weighted = forms.BooleanField(
        label=_("Strata count by their share of the population"),
        required=False,
        help_text=_("When the sample is not proportional to the strata. Not for ratings by options."),
    )
    agencies = forms.MultipleChoiceField(
        label=_("Rated agencies"),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": _("Choose at least one agency.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = get_language() == "en"
        versions = SurveyForm.objects.order_by("key", "-version")
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.title_en if english else row.title_vi} ({row})") for row in versions
        ]
        self.fields["agencies"].choices = [  # type: ignore[attr-defined]
            (row.pk, row.name_en if english else row.name_vi) for row in rated_agencies()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if last and last < clock.today():
            self.add_error("closes_on", gettext("This day has passed: nobody could answer."))
        if first and "year" in cleaned and first.year not in (cleaned["year"], cleaned["year"] + 1):
            self.add_error(
                "opens_on", gettext("A survey of a year begins in that year or in the one after it.")
            )
        if first and last and last < first:
            self.add_error("closes_on", gettext("The last day is before the first."))
        return cleaned

    @classmethod
    def values_of(cls, current: SurveyRound) -> dict[str, Any]:
        """What the form shows of a round that is planned already."""
        names = ("year", "name_vi", "name_en", "opens_on", "closes_on", "method", "weighted")
        agencies = list(current.targets.values_list("agency_id", flat=True))
        return {name: getattr(current, name) for name in names} | {
            "form": current.form_id,
            "agencies": agencies,
        }

    def plan(self) -> RoundPlan:
        """The values of a valid form."""
        values = self.cleaned_data
        return RoundPlan(
            year=values["year"],
            form_id=int(values["form"]),
            name_vi=values["name_vi"],
            name_en=values["name_en"],
            opens_on=values["opens_on"],
            closes_on=values["closes_on"],
            method=Method(values["method"]),
            weighted=values["weighted"],
            agency_ids=[int(key) for key in values["agencies"]],
        )


class EarlyCloseForm(forms.Form):
    """What ends answering before the last day."""

    decision = forms.CharField(
        label=_("Number and date of the document that decides it"),
        max_length=200,
        widget=forms.TextInput(),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReopenForm(forms.Form):
    """Until when answers are taken again."""

    closes_on = DateField(label=_("New last day of answering"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class UploadForm(forms.Form):
    """One file of at most 4 MB."""

    file = forms.FileField(label=_("File"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 4 MB."))
        return file


class FrameForm(UploadForm):
    file = forms.FileField(
        label=_("File of contacts (CSV or XLSX)"),
        help_text=_(
            "First line: ho_ten, dien_thoai, email, dia_chi, ngon_ngu, thu_tuc, kenh, noi. "
            "At least one of dien_thoai, email, dia_chi; the last three make the strata."
        ),
    )


class DossiersForm(forms.Form):
    """Dossiers finished in a period become the frame."""

    start = DateField(label=_("Finished from"))
    end = DateField(label=_("Finished to"))


class DefinitionForm(UploadForm):
    file = forms.FileField(label=_("Definition of the form (JSON)"))

    def clean_file(self) -> Any:
        try:
            return json.loads(super().clean_file().read().decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(gettext("This is no readable JSON file.")) from error


class DrawForm(forms.Form):
    """The margin of error e of N/(1+N·e²)."""

    error = forms.DecimalField(
        label=_("Margin of error in percent"),
        min_value=1,
        max_value=20,
        max_digits=4,
        decimal_places=1,
        localize=True,
        initial=5,
    )

    def fraction(self) -> Fraction:
        return Fraction(self.cleaned_data["error"]) / 100


class CardsForm(forms.Form):
    """``batch`` is made with the page: the button pressed twice issues the cards once."""

    number = forms.IntegerField(label=_("Number of cards"), min_value=1, max_value=2000, initial=50)
    stratum_id = forms.TypedChoiceField(
        label=_("Stratum of the people who get them"), coerce=int, empty_value=None, required=False
    )
    batch = HiddenKey(initial=uuid4)

    def __init__(self, target: SurveyTarget, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strata = [(row.pk, str(row)) for row in target.strata.order_by("pk")]
        field = self.fields["stratum_id"]
        field.choices = [("", "—"), *strata]  # type: ignore[attr-defined]
        field.required = bool(strata) and target.round.weighted
        if not strata:
            del self.fields["stratum_id"]


class UnreachableForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the letter, or the e-mail address or telephone number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReviewForm(forms.Form):
    """Why a ballot is left out, or counted again."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.TextInput())
