"""Texts of the sign-in library that our pages show. It has no Vietnamese, so ours stands in our catalogue."""

from django.utils.translation import gettext_noop

TEXTS = (
    gettext_noop("Authenticator code"),
    gettext_noop("Backup key"),
    gettext_noop("Code"),
    gettext_noop("Current Password"),
    gettext_noop("Email"),
    gettext_noop("Forgot your password?"),
    gettext_noop("Email address"),
    gettext_noop("Email address confirmation"),
    gettext_noop("Master key"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password"),
    gettext_noop("Password (again)"),
    gettext_noop("Passwordless"),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ),
    gettext_noop("Use a security key"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use your password"),
    gettext_noop("Username"),
    gettext_noop("You must type the same password each time."),
)
