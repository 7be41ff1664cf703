"""The door of ``editions`` for the other parts of the room."""

from motcua.reform.editions.bodies import bodies_of, body_name
from motcua.reform.editions.citing import basis_text
from motcua.reform.editions.loading import load_editions
from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.editions.ports import register_resting
from motcua.reform.editions.queries import (
    former_edition,
    get_edition,
    list_editions,
    published_edition,
    reading,
)

__all__ = [
    "EditionState",
    "IndexEdition",
    "basis_text",
    "bodies_of",
    "body_name",
    "former_edition",
    "get_edition",
    "list_editions",
    "load_editions",
    "published_edition",
    "reading",
    "register_resting",
]
