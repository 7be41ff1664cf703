"""Telephone numbers and e-mail addresses in one spelling: the same person stands once in a frame."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_BETWEEN = re.compile(r"[\s.()/-]")
_COUNTRY = re.compile(r"^(?:\+|00)?84(?=\d{9,10}$)")
# Ten figures of a mobile, ten or eleven of a fixed line, with the leading nought.
_NUMBER = re.compile(r"^0\d{9,10}$")


def normal_phone(text: str) -> str | None:
    """``+84 912.345-678`` as ``0912345678``; None for what is no Vietnamese number."""
    number = _COUNTRY.sub("0", _BETWEEN.sub("", text))
    return number if _NUMBER.match(number) else None


def normal_email(text: str) -> str | None:
    """In lower case; None for what is no address."""
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address
