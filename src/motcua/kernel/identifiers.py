"""Shapes of the official numbers that people and systems carry. Only the shape is checked here."""

import re
from datetime import date

# One digit, dot, six digits, then the optional suffix of the province: .H05, older .000.00.00.H38.
PROCEDURE_CODE = r"[1-9]\.\d{6}(?:\.H\d{2}|\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?"
# Agency, yymmdd, running number; the agency part is written H57.132, 000.00.19.H47 or in letters.
DOSSIER_CODE = r"(?P<agency>[A-Z0-9]+(?:\.[A-Z0-9]+)*)-(?P<day>\d{6})-(?P<number>\d{4,})"
CITIZEN_ID = r"\d{12}|\d{9}"
TAX_CODE = r"\d{10}(?:-?\d{3})?"


def make_dossier_code(*, prefix: str, day: date, number: int, digits: int = 4) -> str:
    """The official code of a dossier, such as ``H57.132-260804-0583``; a long number is not cut."""
    if number < 1:
        raise ValueError("running numbers start at 1")
    return f"{prefix}-{day:%y%m%d}-{number:0{digits}d}"


def is_dossier_code(text: str, pattern: str = DOSSIER_CODE) -> bool:
    """Whether the text has the shape of a dossier code; ``pattern`` is the one configured for the office."""
    return re.fullmatch(pattern, text, re.ASCII) is not None


def is_procedure_code(text: str) -> bool:
    """``1.014390``, ``1.014390.H05`` or the older ``2.002381.000.00.00.H38``."""
    return re.fullmatch(PROCEDURE_CODE, text, re.ASCII) is not None


def is_citizen_id(text: str) -> bool:
    """Twelve digits (citizen identity number) or nine (the older identity card)."""
    return re.fullmatch(CITIZEN_ID, text, re.ASCII) is not None


def is_tax_code(text: str) -> bool:
    """Ten digits, or thirteen for a branch, with or without the dash before the last three."""
    return re.fullmatch(TAX_CODE, text, re.ASCII) is not None
