"""Who reads the sealed papers of a part: the part says which of its records somebody may know of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from motcua.identity.api import StaffContext

Records = Callable[[StaffContext], QuerySet[Any]]


@dataclass(frozen=True)
class _Reading:
    records: Records
    is_private: bool


_known: Final[dict[str, _Reading]] = {}
_kept: Final[dict[str, Records]] = {}


def let_read(*, subject_type: str, records: Records, is_private: bool = False) -> None:
    """Whoever may know of a record reads its sealed papers; called once when Django is ready.

    ``records`` answers rows with a ``uuid``, the id that the papers name. A private paper is received by the
    leaders and clerks of its addressees, not by everybody who serves there.
    """
    _known[subject_type] = _Reading(records, is_private)


def private_subjects() -> list[str]:
    return [name for name, reading in _known.items() if reading.is_private]


def keep_from(*, subject_type: str, records: Records) -> None:
    """Whoever oversees the province reads no sealed paper of these records, which concern the own house.

    ``records`` answers rows with a ``uuid`` that this person must not know of yet; called once when Django is ready.
    """
    _kept[subject_type] = records


def papers_kept_from(staff: StaffContext) -> Q:
    """Papers of records that are kept from this person."""
    return _about(staff, _kept)


def papers_of_known_records(staff: StaffContext) -> Q:
    """Papers about records that this person may know of, sealed or not."""
    return _about(staff, {name: reading.records for name, reading in _known.items()})


def _about(staff: StaffContext, parts: Mapping[str, Records]) -> Q:
    found = Q(pk__in=())
    for name, records in parts.items():
        ids = records(staff).values(paper_subject=Cast("uuid", CharField()))
        found |= Q(subject_type=name, subject_id__in=ids)
    return found
