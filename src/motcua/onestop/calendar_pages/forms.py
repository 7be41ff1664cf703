"""The form for one official day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.platform.calendar.api import DayKind, parse_sessions
from motcua.platform.calendar.models import DayKind as DayKindChoices
from motcua.platform.ui.forms import DateField

# Beyond, no official text speaks of any day; a calendar of that length would only cost memory.
YEARS = range(1945, 2200)


class DayForm(forms.Form):
    """What an official text says about one day; correcting a row leaves its day and calendar alone."""

    calendar = forms.ChoiceField(label=_("Calendar"))
    day = DateField(label=_("Day"))
    kind = forms.ChoiceField(label=_("What happens on this day"), choices=DayKindChoices.choices)
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    sessions = forms.CharField(
        label=_("Working hours of the day"),
        max_length=100,
        required=False,
        help_text=_("Only for a day with hours of its own, for example 07:30-11:30,13:00-16:00."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Number, date and issuer of the text that says so, for example 9441/TB-BNV."),
    )
    verified = forms.BooleanField(label=_("I have seen this text"), required=False)

    def __init__(self, *args: Any, calendars: Sequence[str], correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, calendar_name(code)) for code in calendars]
        if correcting:
            del self.fields["calendar"], self.fields["day"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(_("No official text speaks of this year. Please check the year."))
        return day

    def clean_sessions(self) -> str:
        text: str = self.cleaned_data["sessions"]
        try:
            parse_sessions(text)
        except ValueError:
            raise forms.ValidationError(
                _("Write openings as 07:30-11:30, separated by commas, in order and without overlap.")
            ) from None
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_hours = cleaned.get("kind") == DayKind.HALF_DAY and not cleaned.get("sessions")
        if needs_hours and "sessions" not in self.errors:
            self.add_error("sessions", _("A shortened working day needs its hours."))
        return cleaned


def calendar_name(code: str) -> str:
    """The national calendar in words, an agency's by its code."""
    return str(_("Whole country")) if code == "VN" else code
