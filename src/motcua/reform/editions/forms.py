"""Forms of the editions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.reform.editions.presentation import KIND_NAMES
from motcua.reform.editions.queries import Standing
from motcua.reform.hidden_fields import HiddenText
from motcua.reform.rules.notation import (
    NotationRefused,
    read_examples,
    read_inputs,
    read_rule_text,
    write_examples,
    write_inputs,
    write_rule,
)
from motcua.reform.rules.numbers import NotANumber, exact, write

Record = Mapping[str, Any]


class CriterionForm(forms.Form):
    """One criterion; the rule, its inputs and examples are lines of text (docs/explanation/index-editions.md)."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=500)
    name_en = forms.CharField(label=_("Name in English"), max_length=500)
    points = forms.CharField(label=_("Points"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind of rule"), choices=list(KIND_NAMES.items()))
    rule = forms.CharField(
        label=_("Numbers of the rule"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "text-code"}),
        help_text=_(
            "One a line, such as: floor = 0.95 · bands: 0.95 = 1.5 · items: late = 0.25 | chậm | late"
        ),
    )
    inputs = forms.CharField(
        label=_("Indicators that feed it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "text-code"}),
        help_text=_(
            "One a line, such as: num = dvc.closed_on_time. Without a line the figure is entered by hand."
        ),
    )
    examples = forms.CharField(
        label=_("Examples"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "text-code"}),
        help_text=_("One a line, such as: num = 960; den = 1000 -> 4.8. Each bound of the rule needs one."),
    )
    basis_vi = forms.CharField(label=_("Legal basis in Vietnamese"), required=False, max_length=1000)
    basis_en = forms.CharField(label=_("Legal basis in English"), required=False, max_length=1000)
    as_of = forms.RegexField(
        label=_("Text of the law as of"),
        regex=r"^\d{4}-\d{2}-\d{2}$",
        required=False,
        help_text=_("Year-month-day, such as 2026-01-01."),
    )
    is_verified = forms.BooleanField(label=_("Checked against the published text"), required=False)
    seen = HiddenText(max_length=64)

    def __init__(self, data: Any, *, record: Record, seen: str) -> None:
        basis = record.get("basis", {})
        initial = {
            **{name: record.get(name, "") for name in ("name_vi", "name_en", "points")},
            "kind": record["rule"]["kind"],
            "rule": write_rule(record["rule"]),
            "inputs": write_inputs(record.get("inputs", {})),
            "examples": write_examples(record.get("examples", [])),
            "basis_vi": basis.get("text_vi", ""),
            "basis_en": basis.get("text_en", ""),
            "as_of": basis.get("as_of", ""),
            "is_verified": record.get("verified", False),
            "seen": seen,
        }
        super().__init__(data, initial=initial)

    def clean_points(self) -> str:
        text = self.cleaned_data["points"].replace(",", ".")
        try:
            return write_decimal(text)
        except NotANumber as error:
            raise forms.ValidationError(_("Write a number such as 1.5.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        readers = {
            "rule": lambda text: read_rule_text(cleaned.get("kind", ""), text),
            "inputs": read_inputs,
            "examples": read_examples,
        }
        for name, read in readers.items():
            try:
                cleaned[f"{name}_record"] = read(cleaned.get(name, ""))
            except NotationRefused as error:
                values = {"line": error.line, "text": error.text}
                self.add_error(name, _("Line %(line)s cannot be read: %(text)s") % values)
        return cleaned

    def record(self) -> dict[str, Any]:
        """The parts of the criterion's record that the form holds."""
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in ("name_vi", "name_en", "points")},
            "rule": cleaned["rule_record"],
            "inputs": cleaned["inputs_record"],
            "examples": cleaned["examples_record"],
            "basis": {
                "text_vi": cleaned["basis_vi"],
                "text_en": cleaned["basis_en"],
                "as_of": cleaned["as_of"],
            },
            "verified": cleaned["is_verified"],
        }


def write_decimal(text: str) -> str:
    """``1.50`` stays what it says; what is no exact number raises ``NotANumber``."""
    value = exact(text)
    return text.strip() if "/" not in text else write(value)


class ImportForm(forms.Form):
    """A file with an edition."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The JSON file or the workbook (XLSX) of an export, changed as needed."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.xlsx"}),
    )


class PublishForm(forms.Form):
    """By which decision an edition comes into force, and whether the one that stands in its way gives way to it."""

    decision = forms.CharField(
        label=_("Decision"),
        max_length=200,
        help_text=_("Number and date, such as 123/QĐ-UBND of 10/01/2026."),
    )
    takes_over = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, standing: Standing | None) -> None:
        super().__init__(data)
        self.standing = standing
        if standing is None:
            del self.fields["takes_over"]
            return
        values = {"edition": str(standing.edition), "year": standing.edition.year}
        field = self.fields["takes_over"]
        field.label = _("It takes the place of %(edition)s") % values
        field.help_text = (
            _(
                "%(edition)s is in force for %(year)s and would be superseded. A year has one edition in force."
            )
            % values
        )
