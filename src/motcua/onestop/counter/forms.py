"""What the officer fills in before the e-form: whose ID card lies on the desk, and what they come for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import OrganisationDetails, PersonDetails
from motcua.onestop.procedures.models import ProcedureVersion

ANY = ("", "—")
ID_NUMBER = r"^\d{12}$"
TAX_CODE = r"^\d{10}(-?\d{3})?$"


class IdForm(forms.Form):
    """The number on the identity card."""

    id_number = forms.RegexField(
        ID_NUMBER,
        label=_("Personal identification number"),
        help_text=_("12 digits on the identity card"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the 12 digits of the identity card.")},
    )


class StartForm(IdForm):
    """What the person comes for; their details when we do not know them, an organisation when they file for it."""

    id_number = forms.RegexField(ID_NUMBER, widget=forms.HiddenInput)
    procedure = forms.ChoiceField(label=_("Procedure"))
    full_name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    date_of_birth = forms.DateField(
        label=_("Date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    tax_code = forms.RegexField(
        TAX_CODE,
        label=_("Tax code of the organisation"),
        required=False,
        help_text=_(
            "Only when the person files for an organisation or business; look at the authority first."
        ),
    )
    organisation_name = forms.CharField(label=_("Name of the organisation"), max_length=300, required=False)

    def __init__(
        self, *args: Any, versions: Sequence[ProcedureVersion], is_known: bool, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {item.procedure.key: item for item in versions}
        named = [
            (key, item.name_en if language == "en" else item.name_vi) for key, item in self.versions.items()
        ]
        self.fields["procedure"].choices = [ANY, *named]  # type: ignore[attr-defined]
        self.fields["full_name"].required = not is_known
        if is_known:
            for name in ("full_name", "date_of_birth", "phone", "email", "address"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_code, has_name = bool(cleaned.get("tax_code")), bool(cleaned.get("organisation_name"))
        if has_code != has_name and "tax_code" not in self.errors:
            missing = "organisation_name" if has_code else "tax_code"
            self.add_error(missing, _("An organisation needs both its tax code and its name."))
        version = self.versions.get(cleaned.get("procedure", ""))
        if version is not None:
            self._check_kind(version, has_code)
        return cleaned

    def _check_kind(self, version: ProcedureVersion, for_organisation: bool) -> None:
        kinds = set(version.applicant_kinds)
        if for_organisation and not kinds & {"organisation", "business"}:
            self.add_error("tax_code", _("This procedure is for individuals."))
        if not for_organisation and "citizen" not in kinds and "tax_code" not in self.errors:
            self.add_error("tax_code", _("This procedure is for organisations or businesses."))

    def version(self) -> ProcedureVersion:
        return self.versions[self.cleaned_data["procedure"]]

    def person(self) -> PersonDetails:
        names = ("id_number", "full_name", "date_of_birth", "phone", "email", "address")
        good = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        return PersonDetails(**{"full_name": "", **good})

    def organisation(self) -> OrganisationDetails | None:
        good = self.cleaned_data
        if not good["tax_code"]:
            return None
        return OrganisationDetails(tax_code=good["tax_code"], name_vi=good["organisation_name"])
