"""Signs of sign-in that Django and allauth send, written into the event log."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from motcua.identity.models import User
from motcua.platform import clock
from motcua.platform.audit import api as audit


def connect() -> None:
    """Listen; called once when the application starts."""
    auth_signals.user_logged_in.connect(on_signed_in, dispatch_uid="identity_signed_in")
    auth_signals.user_logged_out.connect(on_signed_out, dispatch_uid="identity_signed_out")
    auth_signals.user_login_failed.connect(on_refused, dispatch_uid="identity_refused")
    for name, signal in {
        "password_changed": account_signals.password_changed,
        "password_reset": account_signals.password_reset,
        "password_set": account_signals.password_set,
        "second_factor_added": mfa_signals.authenticator_added,
        "second_factor_removed": mfa_signals.authenticator_removed,
        "second_factor_reset": mfa_signals.authenticator_reset,
        "second_factor_failed": mfa_signals.authentication_failed,
    }.items():
        signal.connect(_recorder(name), weak=False, dispatch_uid=f"identity_{name}")


def on_signed_in(sender: object, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    _record("signed_in", user, request)


def on_signed_out(
    sender: object, request: HttpRequest | None, user: AbstractBaseUser | None, **_: Any
) -> None:
    if user is not None:
        _record("signed_out", user, request)


def on_refused(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    """A wrong password. What was typed is kept only when it names an account: people type passwords there."""
    login = str(credentials.get("username") or credentials.get("email") or "")
    user = User.objects.filter(username=login).first() or User.objects.filter(email=login).first()
    _record("sign_in_failed", user if login else None, request)


def _recorder(action: str) -> Any:
    def on_change(sender: object, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
        _record(action, user, request)

    return on_change


def _record(action: str, user: AbstractBaseUser | None, request: HttpRequest | None) -> None:
    known = user if isinstance(user, User) else None
    audit.record(
        action=f"identity.{action}",
        now=clock.now(),
        actor=known,
        object_type="user" if known else "",
        object_id=str(known.uuid) if known else "",
        source=str(request.META.get("REMOTE_ADDR", "")) if request is not None else "",
    )
