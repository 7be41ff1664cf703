"""Forms of sign-in and of the account and staff pages."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.identity.models import Appointment, Position, Role, Unit, User
from motcua.identity.people import PersonDetails, register_person
from motcua.kernel.identifiers import TAX_CODE
from motcua.platform import clock
from motcua.platform.ui.templatetags.ui import bilingual

if TYPE_CHECKING:
    OfficeField = forms.ModelChoiceField[Appointment]
    UnitField = forms.ModelChoiceField[Unit]
    PositionField = forms.ModelChoiceField[Position]
else:
    OfficeField = UnitField = PositionField = forms.ModelChoiceField


class SignupDetails(forms.Form):
    """What a local account tells about its person beside name and password."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])
        details = PersonDetails(full_name=user.full_name, email=user.email)
        register_person(details=details, user_id=user.id, now=clock.now(), actor=user)


class ContactForm(forms.Form):
    """The own details that a person may change."""

    phone = forms.RegexField(
        r"^[0-9+ ().-]{8,20}$",
        label=_("Phone"),
        required=False,
        error_messages={"invalid": _("Enter a phone number with 8 to 20 digits.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=300,
        help_text=_("Results sent by post go here unless a dossier says otherwise."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our messages"), choices=[("vi", _("Vietnamese")), ("en", _("English"))]
    )


def date_input() -> forms.DateInput:
    """A date control whose value browsers understand."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AuthorityForm(forms.Form):
    """An organisation one wants to act for, with the written authority."""

    tax_code = forms.RegexField(
        TAX_CODE,
        label=_("Tax code of the organisation"),
        error_messages={"invalid": _("A tax code has 10 or 13 digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    name_vi = forms.CharField(label=_("Name of the organisation"), max_length=300)
    address = forms.CharField(label=_("Address of the organisation"), max_length=300, required=False)
    title = forms.CharField(label=_("Your position there"), max_length=120)
    document_number = forms.CharField(
        label=_("Number of the authority document"),
        max_length=60,
        help_text=_("The number on the power of attorney or the decision of appointment."),
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=date_input())
    valid_to = forms.DateField(label=_("Valid until"), required=False, widget=date_input())
    document = forms.FileField(
        label=_("The document itself"), help_text=_("PDF, JPEG or PNG, at most 10 MB.")
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("The last day lies before the first."))
        return data


class CloseAccountForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I want to close this account and know that I cannot sign in with it any more.")
    )


class OfficeChoice(OfficeField):
    """Appointments by name, position and unit."""

    def label_from_instance(self, office: Appointment) -> str:
        position, unit = bilingual(office.position, "title"), bilingual(office.unit, "name")
        return f"{office.user.full_name} – {position}, {unit}"


class UnitChoice(UnitField):
    def label_from_instance(self, unit: Unit) -> str:
        return bilingual(unit, "name")


class PositionChoice(PositionField):
    def label_from_instance(self, position: Position) -> str:
        return bilingual(position, "title")


class DelegationForm(forms.Form):
    """Authority handed over for an absence."""

    delegator = OfficeChoice(queryset=Appointment.objects.none(), label=_("Who is absent"))
    delegate = OfficeChoice(queryset=Appointment.objects.none(), label=_("Who acts instead"))
    valid_from = forms.DateField(label=_("First day"), widget=date_input())
    valid_to = forms.DateField(label=_("Last day"), widget=date_input())
    document_number = forms.CharField(label=_("Number of the delegation document"), max_length=60)
    document_on = forms.DateField(label=_("Date of the document"), widget=date_input())
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    document = forms.FileField(label=_("The document itself"), required=False)

    def __init__(self, *args: Any, offices: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("delegator", "delegate"):
            self.fields[name].queryset = offices  # type: ignore[attr-defined]


class AppointmentForm(forms.Form):
    """A new office for a member of staff."""

    unit = UnitChoice(queryset=Unit.objects.none(), label=pgettext_lazy("staff", "Unit"))
    position = PositionChoice(queryset=Position.objects.order_by("rank", "id"), label=_("Position"))
    roles = forms.MultipleChoiceField(
        choices=Role.choices, label=_("Roles"), widget=forms.CheckboxSelectMultiple
    )
    valid_from = forms.DateField(label=_("First day"), widget=date_input())

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class StaffAccountForm(AppointmentForm):
    """A new member of staff with the first office; the password is set through the reset mail."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,49}$",
        label=_("User name"),
        error_messages={"invalid": _("Three to fifty small letters, digits, dots and dashes.")},
    )
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("Work e-mail"))
    field_order = ("username", "full_name", "email", "unit", "position", "roles", "valid_from")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(_("This user name is taken."))
        return username


class EndOfficeForm(forms.Form):
    last_day = forms.DateField(label=_("Last day in office"), widget=date_input())

    def __init__(self, *args: Any, first_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first_day = first_day

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        if last_day < self.first_day:
            raise forms.ValidationError(_("The last day lies before the first."))
        return last_day
