"""What people fill in about criteria, evidence, appraisal and the steps of the round."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency, Unit, User
from motcua.platform.ui.forms import DateField
from motcua.reform.editions.api import IndexEdition
from motcua.reform.editions.presentation import input_names
from motcua.reform.rules.edition import Criterion
from motcua.reform.rules.numbers import NotANumber, exact
from motcua.reform.rules.scoring import Figure
from motcua.reform.season.choices import Answer, Reason
from motcua.reform.season.queries import Held
from motcua.reform.season.services.assessment import Claim

FIGURES, POINTS, NOT_APPLICABLE = "figures", "points", "na"
_FLAGS = ("BOOL", "CHK")
_LONG = forms.Textarea(attrs={"rows": 3})


def named(thing: Any) -> str:
    """``name_vi`` or ``name_en`` by the language of the page."""
    return str(thing.name_en if get_language() == "en" else thing.name_vi)


class ExactField(forms.CharField):
    """A number without rounding: ``12``, ``1,5``, ``0.75`` or ``3/4``."""

    default_error_messages = {"invalid": _("Enter a number such as 12, 1,5 or 3/4.")}

    def __init__(self, *, held: Fraction | None = None, **kwargs: Any) -> None:
        self.held = held
        written = None if held is None else _written(held)
        kwargs.setdefault("max_length", max(40, len(written or "")))
        super().__init__(initial=written, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if self.held is not None and text == _written(self.held):
            # A figure of the engine may be longer than what anybody types.
            return self.held
        try:
            return exact(text.replace(",", "."))
        except NotANumber as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class ClaimForm(forms.Form):
    """What a criterion is worth: by its figures, by points with a reason, or not applicable."""

    mode = forms.ChoiceField(
        label=_("Assess by"),
        choices=[
            (FIGURES, _("Figures: the rule gives the points")),
            (POINTS, _("Points, with a reason")),
            (NOT_APPLICABLE, _("Not applicable, with a reason")),
        ],
        widget=forms.RadioSelect,
        initial=FIGURES,
    )
    points = ExactField(label=_("Points"), required=False)
    reason = forms.CharField(
        label=_("Note, explanation or reason"), required=False, max_length=4000, widget=_LONG
    )

    def __init__(self, *args: Any, criterion: Criterion, held: Held | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        names = input_names(criterion)
        inputs = held.inputs if held else {}
        for name, label in names.items():
            self.fields[f"in_{name}"] = _input_field(criterion.rule.kind, label, inputs.get(name))
        self.order_fields(["mode", *(f"in_{name}" for name in names), "points", "reason_code", "reason"])
        if held is not None:
            self._start_from(held)

    def _start_from(self, held: Held) -> None:
        mode = FIGURES if held.inputs else POINTS if held.points is not None else NOT_APPLICABLE
        self.fields["mode"].initial = mode
        if mode == POINTS and held.points is not None:
            self.fields["points"].initial = _written(held.points)
        if held.entry is not None:
            self.fields["reason"].initial = held.entry.reason

    def claim(self) -> Claim:
        """The cleaned values as the services take them."""
        data, mode = self.cleaned_data, self.cleaned_data["mode"]
        inputs: dict[str, Figure] = {
            name: data[f"in_{name}"] for name in self.criterion.rule.input_names() if mode == FIGURES
        }
        return Claim(
            inputs=inputs,
            points=data["points"] if mode == POINTS else None,
            not_applicable=mode == NOT_APPLICABLE,
            reason=data["reason"],
            reason_code=data.get("reason_code", ""),
        )


def _input_field(kind: str, label: str, value: Figure) -> forms.Field:
    if kind in _FLAGS:
        return forms.BooleanField(label=label, required=False, initial=bool(value))
    if kind == "DATE":
        initial = value if isinstance(value, date) else None
        return DateField(
            label=label, required=False, initial=initial, help_text=_("Leave it empty when it is not done.")
        )
    return ExactField(label=label, required=False, held=value if isinstance(value, Fraction) else None)


def _written(value: Fraction) -> str:
    """As people type it: whole, with decimals where they end, else as a fraction."""
    if value.denominator == 1:
        return str(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    places = next(n for n in range(1, 40) if (value * 10**n).denominator == 1)
    text = f"{value.numerator * 10**places // value.denominator:0{places + 1}d}"
    return (
        f"{text[:-places]},{text[-places:]}"
        if get_language() != "en"
        else f"{text[:-places]}.{text[-places:]}"
    )


class OpinionForm(ClaimForm):
    """An appraiser's own view; agreement is a button of its own."""

    reason_code = forms.ChoiceField(
        label=_("Kind of reason"), choices=[("", _("Choose")), *Reason.choices], required=False
    )


class AnswerForm(ClaimForm):
    """The answer to an appeal."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("appeal", "Answer"), choices=Answer.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Text of the answer"), max_length=4000, widget=_LONG)
    to_council = forms.BooleanField(label=_("Put it before the council when rejected"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        self.fields["mode"].required = False
        self.order_fields(["answer", "text", "to_council"])

    def claim(self) -> Claim:
        self.cleaned_data["reason"] = self.cleaned_data["text"]
        self.cleaned_data["mode"] = self.cleaned_data["mode"] or FIGURES
        return super().claim()


class AppealForm(forms.Form):
    text = forms.CharField(label=_("Explanation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    asked_points = ExactField(
        label=_("Points asked for"), required=False, help_text=_("Leave it empty for an explanation only.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_LONG)


class ReturnForm(ReasonForm):
    """What the agency should supplement, and through which day."""

    until = DateField(label=_("Open for the agency until"))


class SupplementForm(forms.Form):
    """The agency's explanation, with which it gives the criterion back."""

    text = forms.CharField(label=_("Explanation"), max_length=4000, widget=_LONG)


class CorrectionForm(forms.Form):
    """What the agency has to put right, and by when."""

    description = forms.CharField(label=_("What was found"), max_length=2000, widget=_LONG)
    deadline = DateField(label=_("To be remedied by"))


class DecisionForm(forms.Form):
    """Points of a published round, changed by a decision."""

    points = ExactField(label=_("Points recognised now"), required=False)
    not_applicable = forms.BooleanField(label=_("Not applicable"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=_LONG, help_text=_("Name no persons.")
    )
    decision_number = forms.CharField(
        label=_("Number of the decision"), max_length=60, required=False, help_text=_("Or add its file.")
    )
    decision_on = DateField(label=_("Date of the decision"), required=False)
    file = forms.FileField(
        label=_("File of the decision"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("not_applicable") and data.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Give the points, or say that the criterion does not apply."))
        if not data.get("decision_number") and not data.get("file"):
            self.add_error("decision_number", _("Give the number of the decision, or its file."))
        return data


class SeasonForm(forms.Form):
    """A new round."""

    edition = forms.ModelChoiceField(label=_("Version of the index"), queryset=IndexEdition.objects.none())
    agencies = forms.ModelMultipleChoiceField(
        label=_("Agencies that are rated"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, editions: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("edition", editions), ("agencies", agencies)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        agencies_field = self.fields["agencies"]
        agencies_field.initial = list(agencies)
        agencies_field.label_from_instance = named  # type: ignore[attr-defined]


class SwitchForm(ReasonForm):
    """Another version of the index for the same year."""

    edition = forms.ModelChoiceField(label=_("New version"), queryset=IndexEdition.objects.none())
    field_order = ("edition", "reason")

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = editions


class DateForm(forms.Form):
    due_on = DateField(label=_("Last day"))
    source = forms.CharField(
        label=_("Document that sets it"),
        max_length=300,
        required=False,
        help_text=_("Empty when it is the standing body's own choice."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Needed, as the document is, when a running step ends earlier; the agencies are told."),
    )


class AppraiserForm(forms.Form):
    """Who appraises what."""

    area = forms.ChoiceField(label=_("Area"))
    order = forms.TypedChoiceField(
        label=_("As"), coerce=int, choices=[(1, _("first appraiser")), (2, _("second appraiser"))]
    )
    user = forms.TypedChoiceField(label=_("Person"), coerce=int)
    agency = forms.TypedChoiceField(label=_("Only for"), coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        *args: Any,
        areas: Sequence[Any],
        users: Sequence[tuple[User, str]],
        agencies: Sequence[Agency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("area", [(area.code, f"{area.code}. {named(area)}") for area in areas])
        self._choose("user", [(user.pk, f"{user.full_name} ({agency})") for user, agency in users])
        self._choose("agency", [("", _("All agencies")), *((one.pk, named(one)) for one in agencies)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class CouncilForm(forms.Form):
    """Who sits on the council and is present."""

    present = forms.TypedMultipleChoiceField(
        label=_("Present"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    chair = forms.TypedChoiceField(label=_("Chair"), coerce=int)

    def __init__(self, *args: Any, users: Sequence[tuple[User, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(user.pk, f"{user.full_name} ({agency})") for user, agency in users]
        for name in ("present", "chair"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class ExtraForm(forms.Form):
    code = forms.ChoiceField(label=_("What"))
    cases = forms.IntegerField(label=_("Cases"), min_value=0, max_value=99)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_LONG)

    def __init__(self, *args: Any, codes: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = 1 if get_language() == "en" else 0
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, f"{code}. {names[at]}") for code, names in codes.items()]


class AssignForm(forms.Form):
    """Which unit drafts which criterion of an area."""

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        units: Sequence[Unit],
        held: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = [("", _("Reform officer")), *((unit.pk, named(unit)) for unit in units)]
        for criterion in criteria:
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=f"{criterion.code} {named(criterion)}",
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=held.get(criterion.code, ""),
            )
