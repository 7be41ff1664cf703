"""Why a file is refused, in words for the person who sent it."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise] = {
    "empty": _("The file “%(name)s” is empty. Choose the file again."),
    "too_big": _("The file “%(name)s” is larger than %(limit_mb)s MB. Send a smaller scan of it."),
    "wrong_type": _("The file “%(name)s” is of a kind that is not accepted here. Accepted: %(accepted)s."),
    "disguised": _(
        "The content of “%(name)s” is not what its name says: expected %(expected)s, found %(found)s. "
        "Choose the right file, or save it anew from the program that made it."
    ),
    "encrypted": _("The file “%(name)s” is protected by a password. Remove the password and send it again."),
    "damaged": _("The file “%(name)s” cannot be read to its end. Save or scan it again."),
    "unsafe": _(
        "The file “%(name)s” holds macros or packed data that may harm the receiving computer. "
        "Save it as a PDF and send that."
    ),
    "active": _(
        "The PDF “%(name)s” holds scripts, attached files or commands. "
        "Print it to a new PDF, or scan the paper, and send that."
    ),
    "infected": _(
        "The virus scanner found a virus in “%(name)s”. The file was not kept. "
        "Clean the computer and send a new scan of the paper."
    ),
    "scanner_down": _(
        "The virus scanner does not answer, so “%(name)s” was not kept. Try again in a few minutes."
    ),
}


class FileRefused(Exception):
    """A file that the store does not take.

    ``code`` is one of the keys of ``MESSAGES``; ``params`` fill its text. ``temporary`` is true when the same
    file may be taken later.
    """

    def __init__(self, code: str, params: dict[str, Any]) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def temporary(self) -> bool:
        return self.code == "scanner_down"

    @property
    def message(self) -> str:
        """The reason in the language of the current request."""
        return str(MESSAGES[self.code]) % self.params


class FileDamaged(Exception):
    """Stored bytes no longer match their SHA-256: the disk or somebody changed them."""
