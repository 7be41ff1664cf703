"""Changing the key that encrypts personal data."""

from collections.abc import Callable, Iterator

import structlog
from django.apps import apps
from django.db import models, transaction

from motcua.platform.privacy.fields import EncryptedTextField

log = structlog.get_logger(__name__)
BATCH = 500
_others: dict[str, Callable[[], int]] = {}


def register_rotation(*, name: str, rotate: Callable[[], int]) -> None:
    """Values encrypted outside our model fields; ``rotate`` writes them again and counts them."""
    _others[name] = rotate


def reencrypt_all(*, batch: int = BATCH) -> int:
    """Write every encrypted value again with the first data key; returns how many rows were written.

    Put the new key in front of the old one, restart, run this, then drop the old key. Each batch is its own
    transaction with its rows locked, so people can go on working and a broken run can be repeated.
    """
    written = 0
    for model, fields in _encrypted_models():
        last_id = 0
        while rows := _rewrite(model, fields, last_id, batch):
            last_id, written = rows[-1], written + len(rows)
        log.info("personal_data_reencrypted", model=model._meta.label, rows=written)
    return written + sum(rotate() for rotate in _others.values())


def _encrypted_models() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


@transaction.atomic
def _rewrite(model: type[models.Model], fields: list[str], after: int, batch: int) -> list[int]:
    rows = model._default_manager.select_for_update().filter(pk__gt=after).order_by("pk")[:batch]
    changed = list(rows.only("pk", *fields))
    model._default_manager.bulk_update(changed, fields)
    return [row.pk for row in changed]
