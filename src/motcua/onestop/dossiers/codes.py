"""The official code of a dossier: agency, day of receipt, running number of that day (Circular 03/2025)."""

from datetime import date

from django.conf import settings


def official_code(*, prefix: str, day: date, number: int) -> str:
    """For instance ``H99.15-230130-0007``; the pattern is the setting ``DOSSIER_CODE_PATTERN``."""
    pattern: str = settings.DOSSIER_CODE_PATTERN
    return pattern.format(prefix=prefix, day=day, number=number)
