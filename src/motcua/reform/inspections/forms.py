"""What people fill in about inspections; what they typed is never lost."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency, Unit, User, list_agencies
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.forms import DateField
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections.areas import areas_named
from motcua.reform.inspections.choices import EffectKind, Kind, Scope, Severity
from motcua.reform.inspections.criteria import criteria_of, most_of
from motcua.reform.inspections.models import Inspection, InspectionPlan, InspectionSubject
from motcua.reform.inspections.refusals import MESSAGES, InspectionRefused
from motcua.reform.inspections.services.conclusions import Found
from motcua.reform.inspections.services.plans import Visit
from motcua.reform.inspections.services.visit_days import require_visit_day

_AREA = forms.Textarea(attrs={"rows": 4})


def lines_of(text: str) -> list[str]:
    """One text a line; empty lines are left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class PlanWords(forms.Form):
    """What every plan says."""

    title = forms.CharField(label=_("Title of the plan"), max_length=300)
    legal_basis = forms.CharField(
        label=_("Legal basis"), widget=_AREA, required=False, help_text=_("One text a line.")
    )
    contents = forms.CharField(
        label=_("What is inspected"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One content a line."),
    )

    def clean_contents(self) -> list[str]:
        return lines_of(self.cleaned_data["contents"])


class NewPlanForm(PlanWords):
    field_order = ("for_whom", "year")
    for_whom = forms.ChoiceField(label=_("Whom the plan inspects"))
    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = {agency.pk: agency for agency in list_agencies()}
        words = dict(Scope.choices)
        field = self.fields["for_whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (f"{scope}-{pk}", f"{words[scope]} – {bilingual(agencies[pk], 'name')}")
            for scope, pk in scopes
            if pk in agencies
        ]
        if len(field.choices) == 1:
            self.initial.setdefault("for_whom", field.choices[0][0])


class PlanForm(PlanWords):
    """Changes of a draft; ``subjects`` are all agencies or units that could be named."""

    subjects = forms.MultipleChoiceField(
        label=_("Agencies or units that are subject to inspection"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The share of units inspected is counted of these. Leave out who is never inspected."),
    )

    def __init__(self, *args: Any, plan: InspectionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["subjects"]
        assert isinstance(field, forms.MultipleChoiceField)
        things: Iterable[Agency | Unit] = (
            list_agencies()
            if plan.scope == Scope.PROVINCE
            else Unit.objects.filter(agency=plan.agency).order_by("order", "pk")
        )
        field.choices = [(str(each.pk), bilingual(each, "name")) for each in things]
        if plan.scope == Scope.OWN:
            field.help_text = _(
                "Those that the plan can name. The share of units inspected is counted of all units of the agency, "
                "also of those left out here."
            )


class VisitForm(forms.Form):
    """One line of the plan."""

    subject = forms.ChoiceField(label=_("Agency or unit"))
    kind = forms.ChoiceField(label=_("Kind of inspection"), choices=Kind.choices, initial=Kind.PLANNED)
    planned_from = DateField(label=_("From"))
    planned_to = DateField(label=_("To"))
    contents = forms.CharField(
        label=_("Contents of this inspection"),
        widget=_AREA,
        required=False,
        help_text=_("One content a line. Empty: those of the plan."),
    )

    def __init__(
        self, *args: Any, plan: InspectionPlan, subjects: Iterable[InspectionSubject], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year = plan.year
        self.subjects = {str(each.pk): each for each in subjects}
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, bilingual(each.unit or each.agency, "name")) for key, each in self.subjects.items()
        ]
        if plan.approved_at is not None:
            # An issued plan takes surprise inspections only.
            kind = self.fields["kind"]
            assert isinstance(kind, forms.ChoiceField)
            kind.choices = [(Kind.SURPRISE.value, Kind.SURPRISE.label)]
            self.initial["kind"] = Kind.SURPRISE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("planned_from"), cleaned.get("planned_to")
        for name in ("planned_from", "planned_to"):
            if cleaned.get(name) and cleaned[name].year != self.year:
                self.add_error(name, str(MESSAGES["outside_year"]) % {"year": self.year})
        if begin and end and end < begin:
            self.add_error("planned_to", _("The last day lies before the first."))
        return cleaned

    @property
    def visit(self) -> Visit:
        data = self.cleaned_data
        subject: InspectionSubject = self.subjects[data["subject"]]
        return Visit(
            agency=subject.agency,
            unit=subject.unit,
            kind=data["kind"],
            planned_from=data["planned_from"],
            planned_to=data["planned_to"],
            contents=lines_of(data["contents"]),
        )


class NoticeForm(forms.Form):
    visit_on = DateField(label=_("Day of the visit"))
    visit_time = forms.TimeField(
        label=_("Time"),
        initial="08:00",
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=_("Why outside the planned days"), max_length=500, required=False, widget=_AREA
    )
    visit_place = forms.CharField(label=_("Place"), max_length=300)
    to_prepare = forms.CharField(
        label=_("What the unit prepares"),
        widget=_AREA,
        required=False,
        help_text=_("Reports and papers to have at hand, one a line."),
    )

    def __init__(self, *args: Any, inspection: Inspection, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._inspection, self._today = inspection, today
        words = _("The plan says %(begin)s – %(end)s; only another day needs a reason.")
        days = {"begin": inspection.planned_from, "end": inspection.planned_to}
        self.fields["reason"].help_text = words % {name: format_date(day) for name, day in days.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("visit_on")
        if day is not None:
            try:
                require_visit_day(self._inspection, day, reason=cleaned.get("reason", ""), on=self._today)
            except InspectionRefused as error:
                self.add_error(
                    "reason" if error.code == "visit_reason_missing" else "visit_on", error.message
                )
        return cleaned

    @property
    def visit_at(self) -> datetime:
        day: date = self.cleaned_data["visit_on"]
        at: time = self.cleaned_data["visit_time"]
        return timezone.make_aware(datetime.combine(day, at))


class MinutesForm(forms.Form):
    present = forms.CharField(
        label=_("Who took part"),
        widget=_AREA,
        help_text=_("Both sides, one person a line with the position."),
    )
    findings = forms.CharField(label=_("What was found"), widget=forms.Textarea(attrs={"rows": 8}))
    opinion = forms.CharField(label=_("Opinion of the inspected side"), widget=_AREA, required=False)
    signer = forms.ChoiceField(
        label=_("Who signs for the inspected side"), help_text=_("The minutes print this name.")
    )

    def __init__(self, *args: Any, signers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signers = {str(user.pk): user for user in signers}
        if not signers:
            del self.fields["signer"]
            return
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((key, user.full_name) for key, user in self._signers.items())]
        if len(signers) == 1 and not self.initial.get("signer"):
            self.initial["signer"] = next(iter(self._signers))

    def clean_signer(self) -> User:
        return self._signers[self.cleaned_data["signer"]]


class ConclusionForm(forms.Form):
    strengths = forms.CharField(label=_("What was achieved"), widget=_AREA, required=False)
    assessment = forms.CharField(label=_("Assessment"), widget=forms.Textarea(attrs={"rows": 6}))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer to the draft conclusion"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Name the number of the shortcoming that an explanation belongs to."),
    )


class ResponseForm(forms.Form):
    response = forms.CharField(
        label=_("How the conclusion takes the answer up"), widget=_AREA, required=False
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class ShortcomingForm(forms.Form):
    area = forms.ChoiceField(label=_("Area of the reform"))
    criterion = forms.ChoiceField(
        label=_("Criterion"),
        required=False,
        help_text=_("Of the edition of the index of this year, or the newest before it."),
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, widget=forms.RadioSelect)
    description = forms.CharField(label=_("What falls short"), widget=_AREA)
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=500, required=False)
    owner = forms.ChoiceField(label=_("Who remedies it"))
    deadline = DateField(label=_("Deadline of the remedy"))
    effect = forms.ChoiceField(
        label=_("Effect on the score of the criterion"),
        choices=EffectKind.choices,
        widget=forms.RadioSelect,
        initial=EffectKind.NONE,
    )
    points = forms.DecimalField(
        label=_("Points taken off"),
        required=False,
        min_value=Decimal("0.0001"),
        max_digits=7,
        decimal_places=4,
        localize=True,
    )
    effect_until_closed = forms.BooleanField(
        label=_("The effect ends when the remedy is closed"), required=False
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = _owners_of(inspection)
        self._inspected = inspection.subject_agency
        self._criteria = criteria_of(inspection.plan.year)
        owners = [(key, bilingual(unit or agency, "name")) for key, (agency, unit) in self._owners.items()]
        items = inspection.checklist.items if inspection.checklist else []
        named = areas_named(inspection.plan.year)
        known = dict.fromkeys([each["area"] for each in items] + [self.initial.get("area", "")])
        areas = [(area, named(area)) for area in known if area]
        criteria = [
            (code, f"{code} {bilingual(each, 'name')} ({most_of(each)})")
            for code, each in self._criteria.items()
        ]
        choices = {"owner": owners, "area": areas, "criterion": [("", "—"), *criteria]}
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        effect = cleaned.get("effect")
        if effect == EffectKind.REDUCE and not cleaned.get("points") and "points" not in self.errors:
            self.add_error("points", _("How many points does it take off?"))
        if effect in (EffectKind.REDUCE, EffectKind.VETO) and not cleaned.get("criterion"):
            self.add_error("criterion", _("An effect needs the criterion it falls on."))
        self._check_effect(cleaned)
        return cleaned

    def _check_effect(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("effect", EffectKind.NONE) == EffectKind.NONE:
            return
        owner = self._owners.get(cleaned.get("owner", ""))
        if owner is not None and owner[0] != self._inspected:
            self.add_error("effect", str(MESSAGES["effect_elsewhere"]))
        criterion, points = self._criteria.get(cleaned.get("criterion", "")), cleaned.get("points")
        if criterion is not None and points and points > criterion.points:
            words = str(MESSAGES["points_exceed"]) % {"most": most_of(criterion)}
            self.add_error("points", words)

    @property
    def found(self) -> Found:
        data = self.cleaned_data
        agency, unit = self._owners[data["owner"]]
        names = (
            "area",
            "criterion",
            "severity",
            "description",
            "legal_basis",
            "deadline",
            "effect",
            "effect_until_closed",
        )
        return Found(
            **{name: data[name] for name in names},
            owner_agency=agency,
            owner_unit=unit,
            points=Fraction(data["points"]) if data["points"] else None,
        )


class ChecklistForm(forms.Form):
    """The next version of a checklist, one item a line."""

    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    valid_from = DateField(label=_("In force from"))
    source = forms.CharField(label=_("Source"), max_length=300)
    items = forms.CharField(
        label=_("Items"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "One item a line: code | area | criterion | question in Vietnamese | question in English | what to look at"
        ),
    )

    def clean_items(self) -> list[dict[str, str]]:
        rows = [_item(line) for line in lines_of(self.cleaned_data["items"])]
        codes = [row["code"] for row in rows]
        if len(set(codes)) != len(codes):
            raise ValidationError(_("A code stands for two items."))
        return rows


def _item(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 6 or not parts[0] or not parts[3] or len(parts[0]) > 20:
        raise ValidationError(
            _("This line does not have its six parts: %(line)s"), params={"line": line[:80]}
        )
    code, area, criterion, text_vi, text_en, look_at = parts
    return {
        "code": code,
        "area": area,
        "criterion": criterion,
        "text_vi": text_vi,
        "text_en": text_en or text_vi,
        "look_at_vi": look_at,
        "look_at_en": look_at,
    }


def _owners_of(inspection: Inspection) -> dict[str, tuple[Agency, Unit | None]]:
    """The inspected agency, its units, then other agencies; among own units the units of the agency."""
    inspected = inspection.subject_agency
    units = {
        f"u{unit.pk}": (inspected, unit)
        for unit in Unit.objects.filter(agency=inspected).order_by("order", "pk")
    }
    if inspection.scope == Scope.OWN:
        own = f"u{inspection.subject_unit_id}"
        return {own: units[own], **units}
    others = {f"a{each.pk}": (each, None) for each in list_agencies() if each.pk != inspected.pk}
    return {f"a{inspected.pk}": (inspected, None), **units, **others}
