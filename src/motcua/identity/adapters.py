"""How allauth's sign-in behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _

from motcua.identity.models import User, UserKind
from motcua.platform.privacy.fields import decrypt_text, encrypt_text

# One text for a wrong name and a wrong password: the page must not tell which accounts exist.
WRONG_PASSWORD = _("User name or password is not right. After five wrong tries the account waits 15 minutes.")
ACCOUNT_ERRORS = {
    "account_inactive": _("This account is closed or suspended."),
    "username_password_mismatch": WRONG_PASSWORD,
    "email_password_mismatch": WRONG_PASSWORD,
    "too_many_login_attempts": _(
        "Too many wrong passwords. Wait 15 minutes or set a new password with “Forgotten password”."
    ),
    "email_taken": _("An account with this e-mail address exists already."),
    "enter_current_password": _("The current password is not right."),
    "incorrect_password": _("The password is not right."),
    "incorrect_code": _("The code is not right or was used already."),
    "invalid_or_expired_key": _("This link no longer works: it was used already or is too old."),
    "invalid_password_reset": _("This link no longer works: it was used already or is too old."),
    "same_as_current": _("The new value must differ from the present one."),
    "rate_limited": _("Too many requests. Please wait a few minutes."),
}
FACTOR_ERRORS = {
    "incorrect_code": _("The code is not right or was used already."),
    "cannot_delete_authenticator": _("Staff keep at least one second factor: add another one first."),
    "cannot_generate_recovery_codes": _("Recovery codes need an authenticator app or a passkey first."),
}
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(*, user_id: int) -> bool:
    """Has this account an authenticator app or a passkey? Recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists()


class AccountAdapter(DefaultAccountAdapter):
    """Staff go to their office, citizens to their account; local passwords only where allowed."""

    error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT_ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.CITIZEN_LOCAL_ACCOUNTS)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        staff = getattr(request.user, "kind", "") == UserKind.STAFF
        return str(resolve_url(settings.STAFF_HOME_URL if staff else settings.LOGIN_REDIRECT_URL))

    def pre_login(  # type: ignore[override]  # its keywords change between versions; we pass them on
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        """Stop a citizen who comes with a password where only e-identity counts (Decision 29/2026)."""
        signal_kwargs = kwargs.get("signal_kwargs") or {}
        by_identity = "sociallogin" in signal_kwargs
        if user.kind == UserKind.CITIZEN and not by_identity and not settings.CITIZEN_LOCAL_ACCOUNTS:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are encrypted like personal data; staff keep at least one factor."""

    error_messages = {**DefaultMFAAdapter.error_messages, **FACTOR_ERRORS}

    def encrypt(self, text: str) -> str:
        return encrypt_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt_text(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED or authenticator.user.kind != UserKind.STAFF:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()
