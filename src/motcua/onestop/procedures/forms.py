"""Django forms of the catalogue: the public filter and the fee calculator."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.onestop.procedures.models import ServiceField, ServiceLevel

APPLICANT_KINDS = (
    ("citizen", _("Citizen")),
    ("organisation", _("Organisation")),
    ("business", _("Business")),
)
MOST_ITEMS = 999
LARGEST_VALUE = 10**15


def in_language(thing: Mapping[str, Any], name: str) -> str:
    """``name_vi`` or ``name_en`` of a mapping, by the language of the page."""
    first = "en" if get_language() == "en" else "vi"
    return str(thing.get(f"{name}_{first}") or thing.get(f"{name}_vi") or "")


class CatalogueFilterForm(forms.Form):
    """Search and filters of the public list. What is not understood is left out, never an error page."""

    q = forms.CharField(label=_("Search"), required=False, max_length=300)
    field = forms.ChoiceField(label=_("Field"), required=False)
    applicant = forms.ChoiceField(label=_("Who applies"), required=False)
    level = forms.ChoiceField(label=_("Online service"), required=False)

    def __init__(self, *args: Any, fields: Iterable[ServiceField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        names = [(field.code, _field_label(field)) for field in fields]
        self.fields["field"].choices = [everything, *names]  # type: ignore[attr-defined]
        self.fields["applicant"].choices = [everything, *APPLICANT_KINDS]  # type: ignore[attr-defined]
        self.fields["level"].choices = [everything, *ServiceLevel.choices]  # type: ignore[attr-defined]

    def values(self) -> dict[str, str]:
        """The understood part of the address, by name; missing ones empty."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in ("q", "field", "applicant", "level")}


def _field_label(field: ServiceField) -> str:
    name = field.name_en if get_language() == "en" else field.name_vi
    return f"{name} ({field.procedure_count})"  # type: ignore[attr-defined]


class FeeCalculatorForm(forms.Form):
    """A small form made from a fee rule: a number per case, a box per case, or one value."""

    prefix = "tinh"

    def __init__(self, *args: Any, rule: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        if rule["kind"] == "percentage":
            self.fields["value"] = _number_field(_("Value of the contract in VND"), LARGEST_VALUE)
        elif "quantity_key" in rule:
            for case in rule["cases"]:
                self.fields[case["key"]] = _number_field(in_language(case, "label"), MOST_ITEMS)
        else:
            choices = [(case["key"], in_language(case, "label")) for case in rule["cases"]]
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=_("What changes"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    def plain_fields(self) -> list[dict[str, Any]]:
        """The fields for the plain renderer: none is called optional, since any of them will do."""
        return [self._plain_field(bound) for bound in self]

    def _plain_field(self, bound: forms.BoundField) -> dict[str, Any]:
        error = " ".join(str(text) for text in bound.errors)
        common = {"id": bound.auto_id, "name": bound.html_name, "label": bound.label, "error": error}
        if isinstance(bound.field, forms.MultipleChoiceField):
            chosen = bound.value() or []
            choices = [
                {"value": case["key"], "label": in_language(case, "label"), "selected": case["key"] in chosen}
                for case in self.rule["cases"]
            ]
            return common | {"kind": "checkboxes", "choices": choices}
        value = "" if bound.value() is None else bound.value()
        width = "20" if self.rule["kind"] == "percentage" else "4"
        number = {"type": "number", "inputmode": "numeric", "min": 0, "width": width}
        return common | number | {"kind": "text", "value": value}

    def answers(self) -> dict[str, Any]:
        """The input in the shape of form answers, as the fee engine takes them; call after ``is_valid``."""
        data = self.cleaned_data
        if self.rule["kind"] == "percentage":
            return {self.rule["answer"]: data["value"]}
        if "chosen" in data:
            return {self.rule["answer"]: data["chosen"]}
        type_key, quantity_key = self.rule["case_key"], self.rule["quantity_key"]
        rows = [{type_key: key, quantity_key: count} for key, count in data.items() if count]
        return {self.rule["answer"]: rows}


def _number_field(label: Any, largest: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=largest)
