"""Codes that open an invitation: derived from our key, so that the database alone opens none.

A code has 80 bits in the alphabet of Crockford's base 32 (no I, L, O, U), written in groups of four.
"""

from uuid import UUID

from django.urls import reverse

from motcua.platform.privacy.fields import lookup_hash

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
LENGTH = 16


def code_of(uuid: UUID) -> str:
    """The code of an invitation: the same each time, so that a letter can be printed again."""
    number = int(lookup_hash(f"survey invitation {uuid}")[:20], 16)
    return "".join(_ALPHABET[number >> 5 * at & 31] for at in reversed(range(LENGTH)))


def hash_of(code: str) -> str:
    """What is stored of a code; text that is none, half a character even, opens nothing."""
    readable = code.encode("utf-8", "replace").decode()
    return lookup_hash(f"survey code {normal(readable)}")


def normal(code: str) -> str:
    """As typed from a letter: small letters, hyphens and look-alikes mean the same."""
    return code.upper().translate(_LOOKS_LIKE)


def grouped(code: str) -> str:
    """``7K3M-…``: easier to read from paper."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def path_of(code: str) -> str:
    """The address of the form that this code opens."""
    return reverse("survey_answers:form", args=[code.lower()])
