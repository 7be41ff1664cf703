"""The forms in which an editor changes a draft: the record, and rows of papers, steps, laws and prices."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Role
from motcua.onestop.procedures.forms import APPLICANT_KINDS, LARGEST_VALUE
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.rules.fees import FeeRuleError, check_rule

CHANNELS = (("online", _("Online")), ("counter", _("At the counter")), ("post", _("By public post")))
RESULT_KINDS = (
    ("certificate", _("Certificate")),
    ("licence", _("Licence")),
    ("decision", _("Decision")),
    ("letter", _("Letter")),
)
FEE_KINDS = (
    ("constant", _("One amount (0 = no fee)")),
    ("cases", _("Prices by case, listed below")),
    ("percentage", _("Share of the contract value")),
    ("unknown", _("Not published")),
)
FILE_TYPES = tuple((kind, kind.upper()) for kind in ("pdf", "jpg", "png", "docx", "xlsx"))
STEP_ROLES = (Role.RECEIVER, Role.HEAD_OF_UNIT, Role.SPECIALIST, Role.COUNCIL, Role.LEADER, Role.CLERK)
LONGEST_LIMIT = 1000
Boxes = forms.CheckboxSelectMultiple


def _amount(label: Any, *, required: bool = False, largest: int = LARGEST_VALUE) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=required, min_value=0, max_value=largest)


class VersionForm(forms.ModelForm[ProcedureVersion]):
    """The record itself; the fee rule is put together from its own small fields."""

    applicant_kinds = forms.MultipleChoiceField(label=_("Who applies"), choices=APPLICANT_KINDS, widget=Boxes)
    channels = forms.MultipleChoiceField(label=_("Ways of filing"), choices=CHANNELS, widget=Boxes)
    result_kind = forms.ChoiceField(label=_("Kind of result"), choices=RESULT_KINDS)
    fee_kind = forms.ChoiceField(label=_("Kind of fee"), choices=FEE_KINDS)
    fee_vnd = _amount(_("Amount in VND"))
    fee_per_mille = _amount(_("Share of the value, in thousandths"), largest=1000)
    fee_min = _amount(_("Lowest fee in VND"))
    fee_max = _amount(_("Highest fee in VND"))

    class Meta:
        model = ProcedureVersion
        fields = (
            "valid_from", "decision_number", "decision_on", "name_vi", "name_en", "purpose_vi", "purpose_en",
            "applicant_kinds", "conditions_vi", "conditions_en", "how_to_vi", "how_to_en", "channels",
            "level", "partial_reason_vi", "partial_reason_en", "sets", "legal_limit", "committed_limit",
            "limit_unit", "after_pause", "supplement_limit", "supplement_unit", "signer", "result_vi",
            "result_en", "result_kind", "result_validity_months", "keywords",
        )  # fmt: skip
        labels = {
            "valid_from": _("In force from"),
            "decision_number": _("Number of the decision"),
            "decision_on": _("Date of the decision"),
            "name_vi": _("Name in Vietnamese"),
            "name_en": _("Name in English"),
            "purpose_vi": _("What it is for, in Vietnamese"),
            "purpose_en": _("What it is for, in English"),
            "conditions_vi": _("Conditions in Vietnamese"),
            "conditions_en": _("Conditions in English"),
            "how_to_vi": _("Steps for the applicant in Vietnamese, one a line"),
            "how_to_en": _("Steps for the applicant in English, one a line"),
            "level": _("Online service"),
            "partial_reason_vi": _("Why only part is online, in Vietnamese"),
            "partial_reason_en": _("Why only part is online, in English"),
            "sets": _("Sets of papers"),
            "legal_limit": _("Time limit of the law"),
            "committed_limit": _("Promised time limit"),
            "limit_unit": _("Unit of both limits"),
            "after_pause": _("Clock after a supplement"),
            "supplement_limit": _("Time to answer a supplement request"),
            "supplement_unit": _("Unit of that time"),
            "signer": _("Who signs"),
            "result_vi": _("Result in Vietnamese"),
            "result_en": _("Result in English"),
            "result_validity_months": _("Validity of the result in months"),
            "keywords": _("Words people search for"),
        }
        # What the columns mean is written for those who read the tables.
        help_texts = dict.fromkeys(fields, "")
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "decision_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        } | {
            name: forms.Textarea(attrs={"rows": 3})
            for name in fields
            if name.startswith(("purpose", "conditions", "partial_reason"))
        }

    def clean_how_to_vi(self) -> str:
        return _one_a_line(self.cleaned_data["how_to_vi"])

    def clean_how_to_en(self) -> str:
        return _one_a_line(self.cleaned_data["how_to_en"])


class ComponentForm(forms.Form):
    """One paper."""

    key = forms.CharField(label=_("Permanent key"), max_length=60, validators=[validate_slug])
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=500)
    name_en = forms.CharField(label=_("Name in English"), max_length=500)
    originals = _amount(_("Originals"), required=True, largest=20)
    copies = _amount(_("Copies"), required=True, largest=20)
    allowed_types = forms.MultipleChoiceField(
        label=_("File types"), choices=FILE_TYPES, required=False, widget=Boxes
    )
    max_megabytes = _amount(_("Largest file in MB"), required=True, largest=500)
    max_files = _amount(_("Most files"), required=True, largest=50)
    is_form = forms.BooleanField(label=_("Made from the e-form"), required=False)
    has_template = forms.BooleanField(label=_("On a prescribed form"), required=False)
    is_required = forms.BooleanField(label=_("Always needed"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("is_form") and not data.get("allowed_types"):
            self.add_error(
                "allowed_types",
                _("Choose at least one file type, or mark the paper as made from the e-form."),
            )
        return data


class StepForm(forms.Form):
    """One internal step, done by a role within so many working hours."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in STEP_ROLES])
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    working_hours = _amount(_("Working hours"), required=True, largest=LONGEST_LIMIT * 8)


class LawForm(forms.Form):
    """One legal basis."""

    number = forms.CharField(label=_("Number of the text"), max_length=80)
    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=500)
    title_en = forms.CharField(label=_("Title in English"), max_length=500, required=False)
    url = forms.URLField(label=_("Address of the text"), required=False, assume_scheme="https")


class PriceForm(forms.Form):
    """One case of a fee and its price."""

    key = forms.CharField(label=_("Permanent key"), max_length=60)
    label_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    label_en = forms.CharField(label=_("Name in English"), max_length=200)
    vnd = _amount(_("Price in VND"), required=True)


ROWS: dict[str, tuple[Any, type[forms.Form]]] = {
    "components": (_("Papers"), ComponentForm),
    "steps": (_("Internal steps"), StepForm),
    "legal_bases": (_("Legal bases"), LawForm),
    "prices": (_("Prices by case"), PriceForm),
}
Rows = Sequence[Mapping[str, Any]]


class VersionEditor:
    """The record form and its four sets of rows as one thing to show, check and read out."""

    def __init__(self, version: ProcedureVersion, snapshot: Mapping[str, Any], data: Any = None) -> None:
        self.version = version
        fee = version.fee
        initial = {"fee_kind": fee.get("kind", "unknown"), "fee_vnd": fee.get("vnd")}
        initial |= {f"fee_{name}": fee.get(name) for name in ("per_mille", "min", "max")}
        self.form = VersionForm(data, instance=version, initial=initial)
        adding = data.get("add") if data else None
        self.is_adding = adding in ROWS
        rows = {**snapshot, "prices": fee.get("cases", [])}
        self.formsets = {name: _formset(name, rows[name], data, name == adding) for name in ROWS}

    @property
    def sections(self) -> list[tuple[str, Any, BaseFormSet[forms.Form]]]:
        return [(name, ROWS[name][0], formset) for name, formset in self.formsets.items()]

    def is_valid(self) -> bool:
        valid = [self.form.is_valid(), *(formset.is_valid() for formset in self.formsets.values())]
        return all(valid) and self._fee_is_valid()

    def values(self) -> dict[str, Any]:
        """Values of a valid editor by model field, without the components."""
        skipped = ("valid_from", "fee_kind", "fee_vnd", "fee_per_mille", "fee_min", "fee_max")
        values = {name: value for name, value in self.form.cleaned_data.items() if name not in skipped}
        rows = {name: self._rows(name) for name in ("steps", "legal_bases")}
        return values | rows | {"fee": self._fee()}

    def components(self) -> list[dict[str, Any]]:
        conditions = {row.key: row.condition for row in self.version.components.all()}
        return [row | {"condition": conditions.get(row["key"], {})} for row in self._rows("components")]

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """The rows that stay, in the order the editor gave them."""
        formset = self.formsets[name]
        return [
            {key: value for key, value in form.cleaned_data.items() if key not in ("ORDER", "DELETE")}
            for form in formset.ordered_forms
            if form.cleaned_data
        ]

    def _fee(self) -> dict[str, Any]:
        """The rule the small fields describe; what they do not show (keys of answers, notes, tiers) stays."""
        data, old = self.form.cleaned_data, self.version.fee
        kind = data["fee_kind"]
        kept = old if old.get("kind") == kind else {}
        if kind == "constant":
            return {**kept, "kind": kind, "vnd": data["fee_vnd"]}
        if kind == "cases":
            return {"answer": "changes", **kept, "kind": kind, "cases": self._rows("prices")}
        if kind == "percentage":
            bounds = {name: data[f"fee_{name}"] for name in ("per_mille", "min", "max")}
            words = {"label_vi": "Theo giá trị hợp đồng", "label_en": "By the value of the contract"}
            return {"answer": "contract_value", **words, **kept, "kind": kind, **bounds}
        return {"kind": "unknown"}

    def _fee_is_valid(self) -> bool:
        try:
            check_rule(rule=self._fee())
        except FeeRuleError:
            self.form.add_error(
                "fee_kind", _("Fill in the amounts or prices that belong to this kind of fee.")
            )
            return False
        return True


def _formset(name: str, rows: Rows, data: Any, add_one: bool) -> BaseFormSet[forms.Form]:
    """Rows of ``name``; a press on *add* shows the typed rows again with an empty one behind them."""
    factory = forms.formset_factory(ROWS[name][1], extra=0, can_delete=True, can_order=True, max_num=100)
    if data is not None and add_one:
        data = data.copy()
        data[f"{name}-TOTAL_FORMS"] = str(int(data.get(f"{name}-TOTAL_FORMS") or 0) + 1)
    return factory(data, initial=list(rows), prefix=name)


def _one_a_line(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
