"""What a reader chooses: office, days of receipt, procedure, field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency
from motcua.onestop.register.queries import RegisterFilter

Choices = Sequence[tuple[str, str]]
ANY = ("", "—")


class RegisterForm(forms.Form):
    """The chosen book; without a choice this month's of the person's own office."""

    agency = forms.ChoiceField(label=_("Agency"))
    starts_on = forms.DateField(label=_("Received from"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Received until"), widget=forms.DateInput(attrs={"type": "date"}))
    field = forms.ChoiceField(label=_("Field"), required=False)
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        agencies: Sequence[Agency],
        procedures: Choices,
        fields: Choices,
        today: date,
        language: str,
    ) -> None:
        first = str(agencies[0].pk) if agencies else ""
        usual = {"agency": first, "starts_on": today.replace(day=1).isoformat(), "ends_on": today.isoformat()}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})
        named = [(str(item.pk), item.name_en if language == "en" else item.name_vi) for item in agencies]
        choices = {"agency": named, "field": [ANY, *fields], "procedure": [ANY, *procedures]}
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and first > last:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned

    def narrow(self) -> RegisterFilter:
        """The chosen book; the form is valid."""
        good = self.cleaned_data
        return RegisterFilter(
            agency_id=int(good["agency"]),
            starts_on=good["starts_on"],
            ends_on=good["ends_on"],
            procedure=good["procedure"],
            field=good["field"],
        )
