"""Whether the mail server takes our mail."""

import smtplib

from django.conf import settings
from django.core.mail import get_connection

from motcua.platform.adapters import Problem


def check() -> list[Problem]:
    """Connect and sign in without sending; empty when all is well."""
    try:
        with get_connection():
            return []
    except (OSError, smtplib.SMTPException) as error:
        return [
            Problem(
                what=f"The mail server does not take mail: {type(error).__name__}.",
                mend=f"See whether {settings.EMAIL_HOST}:{settings.EMAIL_PORT} is right"
                " (MOTCUA_SMTP_HOST, MOTCUA_SMTP_PORT, MOTCUA_SMTP_USER, MOTCUA_SMTP_TLS).",
            )
        ]
