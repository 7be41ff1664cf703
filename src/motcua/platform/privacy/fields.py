"""Model fields for personal data: encrypted at rest, with a keyed hash where look-up is needed."""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class UnknownDataKey(Exception):
    """None of the installation's data keys opens a stored value: a key was lost or dropped too early."""


class EncryptedTextField(TextField):
    """Text encrypted with the installation's data key before it reaches the database.

    Equality cannot be asked of the database: keep :func:`lookup_hash` beside the field for that. Reading
    raises :class:`UnknownDataKey` when no configured key fits.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt_text(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        if not value:
            return value
        try:
            return decrypt_text(value)
        except InvalidToken as error:
            raise UnknownDataKey(f"{self.model._meta.label}.{self.name}") from error


def encrypt_text(text: str) -> str:
    """Ciphertext under the newest data key, as text."""
    return _cipher(tuple(settings.DATA_KEYS)).encrypt(text.encode()).decode()


def decrypt_text(text: str) -> str:
    """Counterpart of :func:`encrypt_text`; raises ``InvalidToken`` when no data key fits."""
    return _cipher(tuple(settings.DATA_KEYS)).decrypt(text.encode()).decode()


def lookup_hash(value: str) -> str:
    """Keyed SHA-256 (hex) of a number with its blanks removed; the same number gives the same hash.

    The key is its own setting and is not rotated: hashes cannot be computed again without the numbers.
    """
    compact = "".join(value.split()).upper()
    return hmac.new(settings.LOOKUP_KEY.encode(), compact.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    """The first key encrypts; all of them decrypt, so that a new key can be put in front of an old one."""
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"motcua personal data" + key.encode()).digest())
