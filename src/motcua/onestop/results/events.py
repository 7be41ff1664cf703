"""What the making of documents tells the rest of the one-stop shop."""

from dataclasses import dataclass
from typing import ClassVar

from motcua.platform.outbox.api import Event


@dataclass(frozen=True)
class DocumentSigned(Event):
    """One signature stands on a document; ``work_item_uuid`` is the step that asked for it, or empty."""

    name: ClassVar[str] = "onestop.document_signed"
    document_uuid: str
    signature_order: int
    work_item_uuid: str


@dataclass(frozen=True)
class DocumentIssued(Event):
    """A result carries its number, date and seal; ``work_item_uuid`` is the step that asked for it."""

    name: ClassVar[str] = "onestop.document_issued"
    document_uuid: str
    work_item_uuid: str
