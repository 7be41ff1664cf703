"""Fields that Django does not have in the form people here expect."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class DayMonthYear(forms.Widget):
    """Three short boxes instead of a browser calendar, whose order of day and month depends on the device."""

    template_name = "ui/fields/day_month_year.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["parts"] = [
            {"key": "day", "label": _("Day"), "value": _part(value, 0), "size": 2},
            {"key": "month", "label": _("Month"), "value": _part(value, 1), "size": 2},
            {"key": "year", "label": _("Year"), "value": _part(value, 2), "size": 4},
        ]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str | None:
        parts = [str(data.get(f"{name}-{key}", "")).strip() for key in ("day", "month", "year")]
        return "/".join(parts) if any(parts) else None

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return f"{name}-day" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-day" if id_ else id_


class DateField(forms.DateField):
    """A date typed as day, month, year."""

    widget = DayMonthYear
    default_error_messages = {"invalid": _("Enter a day, a month and a year that exist, such as 27 3 2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y"], **kwargs)


def _part(value: Any, index: int) -> str:
    if isinstance(value, date):
        return str((value.day, value.month, value.year)[index])
    parts = str(value or "").split("/")
    return parts[index] if len(parts) == 3 else ""
