"""Forms of the second step. Apart from the other forms, because allauth imports those while it builds its own."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    FormWithCode = forms.Form
else:
    FormWithCode = object


class _EmptyField(FormWithCode):
    """The library writes the name of the field into it, where it looks like something filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)


class SecondStepForm(_EmptyField, AuthenticateForm):
    """The code after the password."""


class RepeatedSecondStepForm(_EmptyField, ReauthenticateForm):
    """The code again, before something that needs a fresh proof."""


class AuthenticatorForm(_EmptyField, ActivateTOTPForm):
    """The first code of a new authenticator app."""


class _NamedKey(FormWithCode):
    """The library leaves the label of the name to Django, which writes it in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class NewPasskeyForm(_NamedKey, AddWebAuthnForm):
    """A new passkey and the name by which its owner knows it."""


class RenamedPasskeyForm(_NamedKey, EditWebAuthnForm):
    """Another name for a passkey."""
