"""Secrets of second factors that are encrypted with the data key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from motcua.platform.privacy.fields import decrypt_text, encrypt_text


@transaction.atomic
def reencrypt_factors() -> int:
    """Write the secrets of authenticator apps again with the newest data key; returns how many."""
    rows = list(Authenticator.objects.select_for_update().filter(type=Authenticator.Type.TOTP))
    for row in rows:
        row.data = {**row.data, "secret": encrypt_text(decrypt_text(row.data["secret"]))}
    Authenticator.objects.bulk_update(rows, ["data"])
    return len(rows)
