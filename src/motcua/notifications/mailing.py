"""Handing one e-mail to the mail server, and reading its answer."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from motcua.notifications.models import Message
from motcua.notifications.ports import AddressRefused, Permanent, Temporary
from motcua.notifications.texts import absolute


def send_email(message: Message) -> str:
    """Hand the message to the SMTP server and return its Message-ID.

    Raises :class:`Temporary`, :class:`Permanent` or :class:`AddressRefused` as the server's answer says.
    """
    mail = _compose(message)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, text = next(iter(refused.recipients.values()))
        raise _by_code(code, text, permanent=AddressRefused) from refused
    except smtplib.SMTPResponseException as answer:
        raise _by_code(answer.smtp_code, answer.smtp_error, permanent=Permanent) from answer
    except OSError as error:
        # SMTPException is an OSError too: what carries no answer code is a broken connection.
        raise Temporary(type(error).__name__) from error
    return str(mail.extra_headers["Message-ID"])


def _compose(message: Message) -> EmailMultiAlternatives:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{message.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(
        subject=message.subject, body=message.body, to=[message.address], headers=headers
    )
    with translation.override(message.language):
        page = render_to_string(
            "notifications/mail/message.html", {"message": message, "url": absolute(message.url)}
        )
    mail.attach_alternative(page, "text/html")
    return mail


def _by_code(code: int, text: bytes | str, *, permanent: type[Permanent]) -> Temporary | Permanent:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    detail = f"SMTP {code} {words}"[:300]
    return permanent(detail) if code >= 500 else Temporary(detail)
