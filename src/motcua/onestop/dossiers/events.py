"""What the life of a dossier tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.platform.outbox.api import Event


@dataclass(frozen=True)
class DossierChanged(Event):
    """One fact was added to a dossier. ``kind`` is the event kind of the transition table."""

    name: ClassVar[str] = "onestop.dossier_changed"
    dossier_id: int
    sequence: int
    kind: str
    state: int
    is_public: bool
