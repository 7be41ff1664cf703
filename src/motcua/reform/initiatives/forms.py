"""What the pages of initiatives ask."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.identity.api import Agency, User
from motcua.platform.ui.forms import DateField
from motcua.reform.initiatives.documents import percent
from motcua.reform.initiatives.models import Area, Initiative, Level, MemberRole
from motcua.reform.initiatives.parameters import CRITERIA
from motcua.reform.initiatives.rules.names import foreign_signs, is_like_name, is_same_name
from motcua.reform.initiatives.services.councils import Seat
from motcua.reform.initiatives.services.drafting import Author, Content

_LONG = {"rows": 6}
_SHORT = {"rows": 3}
_NAMES = {
    "novelty": _("Novelty"),
    "benefit": _("Benefit"),
    "replicability": _("Replicability"),
    "dossier": _("Quality of the dossier"),
}


# Figures 0 to 9 alone: no exponent, no grouping, no other script's digits.
_PLAIN_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")


class ExactField(forms.Field):
    """A number with at most two decimals, written with comma or point."""

    default_error_messages = {"invalid_number": _("Enter a number with at most two decimals, such as 27,5")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "8"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        if not _PLAIN_NUMBER.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid_number"])
        return Decimal(text.replace(",", "."))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return percent(value)
        return value


class InitiativeForm(forms.Form):
    """What the authors write; only title and area are needed to keep a draft."""

    title = forms.CharField(
        label=_("Name of the initiative"),
        max_length=300,
        help_text=_("Name the solution and where it helps"),
        error_messages={"required": _("Enter the title")},
    )
    area = forms.ChoiceField(label=_("Area of reform"), choices=Area.choices)
    problem = forms.CharField(
        label=_("The problem before"),
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("How it was done, what it cost, since when"),
    )
    solution = forms.CharField(
        label=_("The solution"),
        required=False,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_("What is new, step by step, so that another agency could do the same"),
    )
    first_applied_on = DateField(
        label=_("First applied on"),
        required=False,
        help_text=_("Recognition is asked for within one year of this day, for example 27 3 2026"),
    )
    units_applying = forms.CharField(
        label=_("Units that apply it"), required=False, widget=forms.Textarea(attrs=_SHORT)
    )
    benefit = forms.CharField(
        label=_("Measured benefit"),
        required=False,
        widget=forms.Textarea(attrs=_SHORT),
        help_text=_("Figures before and after, and how they were measured"),
    )
    saved_hours = forms.IntegerField(
        label=_("Working hours saved a year"), required=False, min_value=0, max_value=10_000_000
    )
    saved_vnd = forms.IntegerField(label=_("VND saved a year"), required=False, min_value=0, max_value=10**13)
    prior_recognition = forms.CharField(
        label=_("Prizes or recognition elsewhere"),
        required=False,
        max_length=300,
        help_text=_("Contest, year, result; leave empty if none"),
    )

    def content(self) -> Content:
        """The valid form as the service takes it."""
        return Content(**self.cleaned_data)


def initial_of(initiative: Initiative) -> dict[str, Any]:
    """What the form shows of a draft."""
    return {name: getattr(initiative, name) for name in InitiativeForm.base_fields}


class AuthorForm(forms.Form):
    """One author: an officer of any agency, who never scores it then, or somebody from outside by name.

    A name that an officer bears has to be confirmed: written as text, its bearer could score the own initiative.
    """

    user = forms.ChoiceField(label=_("Officer, of any agency"), required=False)
    full_name = forms.CharField(label=_("Name, if from outside"), required=False, max_length=200)
    workplace = forms.CharField(label=_("Workplace, if from outside"), required=False, max_length=200)
    share = ExactField(label=_("Share, per cent"), required=False)
    is_namesake = forms.BooleanField(label=_("Another person of the same or a like name"), required=False)

    def __init__(self, *args: Any, officers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._officers = {str(user.pk): user for user in officers}
        choices = [("", "—"), *((key, user.full_name) for key, user in self._officers.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]

    @property
    def asks_namesake(self) -> bool:
        """Whether the name from outside could be an officer's, so that the row has to say who is meant."""
        name = str(self["full_name"].value() or "")
        return not self["user"].value() and self._officer_like(name) is not None

    def _officer_like(self, name: str) -> User | None:
        """The first officer who could be meant: of the same name before one whose name is like it."""
        for could_be in (is_same_name, is_like_name):
            for user in self._officers.values():
                if could_be(name, user.full_name):
                    return user
        return None

    def clean_full_name(self) -> str:
        name = normalize("NFC", self.cleaned_data["full_name"])
        strange = foreign_signs(name)
        if strange:
            words = _(
                "Write the name in Latin letters with Vietnamese marks alone. What does not belong: %(signs)s"
            )
            raise forms.ValidationError(words % {"signs": ", ".join(map(_sign_name, strange))})
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = bool(cleaned.get("user") or cleaned.get("full_name"))
        if named and not self.errors.get("share") and not cleaned.get("share"):
            self.add_error("share", _("Enter the share of this author"))
        if cleaned.get("share") is not None and not 0 < cleaned["share"] <= 100:
            self.add_error("share", _("A share is more than 0 and at most 100 per cent"))
        unsaid = not cleaned.get("user") and not cleaned.get("is_namesake")
        officer = self._officer_like(cleaned.get("full_name") or "") if unsaid else None
        if officer is not None:
            words = _(
                "There is an officer %(name)s. Choose the officer, or confirm that it is another person"
            )
            self.add_error("full_name", words % {"name": officer.full_name})
        if cleaned.get("share") and not named:
            self.add_error("user", _("Choose the officer, or enter a name"))
        return cleaned

    def author(self) -> Author | None:
        """The valid row as the service takes it; None for an empty one."""
        good = self.cleaned_data
        user = self._officers.get(good.get("user") or "")
        if user is None and not good.get("full_name"):
            return None
        name = user.full_name if user else good["full_name"]
        workplace = "" if user else good["workplace"]
        is_namesake = user is None and self._officer_like(name) is not None
        return Author(
            full_name=name, workplace=workplace, user=user, share=good["share"], is_namesake=is_namesake
        )


def _sign_name(sign: str) -> str:
    """A sign with its number, since it may look like a letter or like nothing."""
    shown = sign if sign.isalnum() else ""
    return f"{shown} (U+{ord(sign):04X})".strip()


class AuthorFormSet(forms.BaseFormSet[AuthorForm]):
    """The authors of one initiative: nobody twice, shares of 100 per cent together."""

    def clean(self) -> None:
        authors = self.authors() if not any(self.errors) else []
        users = [author.user.pk for author in authors if author.user]
        if len(users) > len(set(users)):
            raise forms.ValidationError(_("An officer is named twice among the authors."))
        total = sum((author.share for author in authors), Decimal(0))
        if authors and total != 100:
            words = _("The shares make %(total)s per cent; they must make 100.")
            raise forms.ValidationError(words, params={"total": f"{total:f}".replace(".", ",")})
        if not authors and not any(self.errors):
            raise forms.ValidationError(_("Name at least one author."))

    def authors(self) -> list[Author]:
        """The rows that name somebody, in order."""
        found = [form.author() for form in self.forms if hasattr(form, "cleaned_data")]
        return [author for author in found if author is not None]


AuthorForms = forms.formset_factory(AuthorForm, formset=AuthorFormSet, extra=0, max_num=15, validate_max=True)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs=_SHORT),
        error_messages={"required": _("Give the reason")},
    )


class AnnexForm(forms.Form):
    file = forms.FileField(
        label=_("Paper"),
        help_text=_("PDF, DOCX, XLSX, JPEG or PNG, at most 20 MB"),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("The file is empty. Choose the file again"),
        },
    )


class BallotForm(forms.Form):
    """One's own secret score sheet; maxima come from the rules in force."""

    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs=_SHORT)
    )

    def __init__(self, *args: Any, maxima: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._maxima = maxima
        for name in CRITERIA:
            hint = _("0 to %(most)s points") % {"most": maxima[name]}
            required = {"required": _("Enter the points")}
            self.fields[name] = ExactField(label=_NAMES[name], help_text=hint, error_messages=required)
        self.order_fields([*CRITERIA, "remark"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in CRITERIA:
            score = cleaned.get(name)
            if score is not None and not 0 <= score <= self._maxima[name]:
                words = _("Points go from 0 to %(most)s")
                self.add_error(name, words % {"most": self._maxima[name]})
        return cleaned

    def scores(self) -> dict[str, Decimal]:
        """The valid sheet."""
        return {name: self.cleaned_data[name] for name in CRITERIA}


class CouncilForm(forms.Form):
    """Level, year and members of a council to be set up by decision."""

    level = forms.ChoiceField(label=_("Level"))
    year = forms.IntegerField(label=_("Year"), min_value=2012, max_value=2100)
    chair = forms.ChoiceField(label=_("Chair"), error_messages={"required": _("Choose the chair")})
    secretary = forms.ChoiceField(label=_("Secretary"), required=False)
    members = forms.MultipleChoiceField(
        label=_("Other members"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, levels: Sequence[str], people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(user.pk): user for user in people}
        named = [(key, user.full_name) for key, user in self._people.items()]
        chosen = [(value, label) for value, label in Level.choices if value in levels]
        choices = {"level": chosen, "members": named, "chair": [("", "—"), *named]}
        choices["secretary"] = choices["chair"]
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def seats(self) -> list[Seat]:
        """The valid form as the service takes it."""
        good = self.cleaned_data
        first = [(good["chair"], MemberRole.CHAIR), (good["secretary"], MemberRole.SECRETARY)]
        rest = [(key, MemberRole.MEMBER) for key in good["members"]]
        return [Seat(user=self._people[key], role=role) for key, role in [*first, *rest] if key]


class ReplicationForm(forms.Form):
    place = forms.CharField(
        label=_("Where it is applied"),
        max_length=200,
        error_messages={"required": _("Enter the agency or unit")},
    )
    applied_on = DateField(
        label=pgettext_lazy("applied", "Since"), error_messages={"required": _("Enter the day")}
    )
    remark = forms.CharField(label=_("Result there"), required=False, max_length=500)


class NationalForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the decision"),
        max_length=60,
        error_messages={"required": _("Enter the number of the decision")},
    )
    decided_on = DateField(label=_("Date"), error_messages={"required": _("Enter the day")})


class TargetForm(forms.Form):
    """One agency's target of a year."""

    agency = forms.ChoiceField(label=_("Agency"))
    amount = forms.IntegerField(label=_("Initiatives to be recognised"), min_value=0, max_value=200)
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=200,
        help_text=_("Plan or decision that sets the target"),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(item.pk), item.name_en if language == "en" else item.name_vi) for item in agencies]
        self.fields["agency"].choices = named  # type: ignore[attr-defined]
