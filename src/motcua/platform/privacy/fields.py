"""Model fields for personal data: encrypted at rest, with a keyed hash where look-up is needed."""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


class EncryptedTextField(models.TextField):
    """Text encrypted with the installation's key before it reaches the database.

    Equality cannot be asked of the database: keep :func:`lookup_hash` beside the field for that.
    """

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if not value else _cipher(settings.SECRET_KEY).encrypt(value.encode()).decode()

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return value if not value else _cipher(settings.SECRET_KEY).decrypt(value.encode()).decode()


def lookup_hash(value: str) -> str:
    """Keyed SHA-256 (hex) of a number with its blanks removed; the same number gives the same hash."""
    compact = "".join(value.split()).upper()
    return hmac.new(settings.SECRET_KEY.encode(), compact.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _cipher(secret: str) -> MultiFernet:
    key = hashlib.sha256(b"motcua personal data" + secret.encode()).digest()
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key))])
