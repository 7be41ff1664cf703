"""What the officer fills in before the e-form: whose ID card lies on the desk, and what they come for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import OrganisationDetails, Person, PersonDetails, known_name_instead
from motcua.kernel.identifiers import CITIZEN_ID, TAX_CODE
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform import clock

ANY = ("", "—")
PHONE = r"^(\+84|0)\d{9,10}$"
# Nobody is known to have lived longer; a typed year beyond it is a slip.
OLDEST_YEARS = 125


class IdForm(forms.Form):
    """The number on the identity card."""

    id_number = forms.RegexField(
        CITIZEN_ID,
        label=_("Personal identification number"),
        help_text=_("12 digits on the identity card"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the 12 digits of the identity card.")},
    )


class StartForm(IdForm):
    """What the person comes for; their details when we do not know them, an organisation when they file for it."""

    id_number = forms.RegexField(CITIZEN_ID, widget=forms.HiddenInput)
    procedure = forms.ChoiceField(label=_("Procedure"))
    full_name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    date_of_birth = forms.DateField(
        label=_("Date of birth"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    phone = forms.RegexField(
        PHONE,
        label=_("Phone"),
        max_length=30,
        required=False,
        error_messages={"invalid": _("Enter a phone number of 10 or 11 digits, like 0912345678.")},
    )
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
    name_proof = forms.CharField(
        label=_("Paper that shows another name than the known one"),
        max_length=200,
        required=False,
        help_text=_(
            "Only to correct a known name: kind, number and date of the paper you have seen. It is recorded."
        ),
    )

    def __init__(
        self,
        *args: Any,
        versions: Sequence[ProcedureVersion],
        known: Person | None,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {item.procedure.key: item for item in versions}
        named = [
            (key, item.name_en if language == "en" else item.name_vi) for key, item in self.versions.items()
        ]
        self.fields["procedure"].choices = [ANY, *named]  # type: ignore[attr-defined]
        self.fields["full_name"].required = known is None or not known.assurance_level
        if known is not None:
            self._keep_known(known)

    def _keep_known(self, known: Person) -> None:
        """Only what was typed at a counter may be corrected at one."""
        for name in ("phone", "email", "address"):
            del self.fields[name]
        for name in ("full_name", "date_of_birth"):
            if known.assurance_level:
                del self.fields[name]
            else:
                self.fields[name].initial = getattr(known, name)
                self.fields[name].help_text = _(
                    "Correct it when the identity card says otherwise. The change is recorded."
                )

    def clean_date_of_birth(self) -> date | None:
        born: date | None = self.cleaned_data["date_of_birth"]
        if born is not None and not clock.today().year - OLDEST_YEARS <= born.year <= clock.today().year:
            raise forms.ValidationError(_("Compare the year of birth with the identity card."))
        if born is not None and born > clock.today():
            raise forms.ValidationError(_("The date of birth lies in the future."))
        return born

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_code, has_name = bool(cleaned.get("tax_code")), bool(cleaned.get("organisation_name"))
        if has_code != has_name and "tax_code" not in self.errors:
            missing = "organisation_name" if has_code else "tax_code"
            self.add_error(missing, _("An organisation needs both its tax code and its name."))
        if has_code and has_name:
            self._check_name(cleaned)
        version = self.versions.get(cleaned.get("procedure", ""))
        if version is not None:
            self._check_kind(version, has_code)
        return cleaned

    def _check_name(self, cleaned: dict[str, Any]) -> None:
        """A name that differs from the known one is a slip here, or one there: the officer says which."""
        known = known_name_instead(tax_code=cleaned["tax_code"], name=cleaned["organisation_name"])
        if known and not cleaned.get("name_proof"):
            problem = _(
                "This tax code is known as %(name)s. Compare with the paper: write the known name, or name "
                "the paper that shows the right one."
            )
            self.add_error("organisation_name", forms.ValidationError(problem, params={"name": known}))

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

    def proof_of_name(self) -> str:
        return str(self.cleaned_data["name_proof"])
