"""Lives become rows, all in one transaction: codes from the gapless books, then a few large inserts."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from motcua.onestop.dossiers.codes import official_code
from motcua.onestop.takeover.life import Life
from motcua.platform.audit.api import record
from motcua.platform.bulk import copy_rows, reserve_keys
from motcua.platform.numbering.api import take_numbers
from motcua.platform.search.api import normalise

CHILDREN = ("events", "items", "pauses", "supplements", "extensions")


@transaction.atomic
def write_lives(*, lives: Sequence[Life], action: str, now: datetime) -> None:
    """Write every life; one audit event named ``action`` stands for all. Raises ``PeriodClosed``."""
    _give_codes([life for life in lives if life.dossier.received_at is not None])
    for life in lives:
        _make_searchable(life)
    _write(lives)
    record(action=action, now=now, object_type="dossier", detail={"dossiers": len(lives)})


def _write(lives: Sequence[Life]) -> None:
    dossiers = [life.dossier for life in lives]
    deliveries = [row for life in lives for row in life.deliveries]
    reserve_keys(dossiers)
    reserve_keys(deliveries)
    copy_rows(dossiers)
    copy_rows(deliveries)
    runs = [life.run for life in lives if life.run is not None]
    for rows in (runs, *([row for life in lives for row in getattr(life, name)] for name in CHILDREN)):
        for row in rows:
            row.dossier_id = row.dossier.pk
        copy_rows(rows)
    facts = [row for life in lives for row in life.delivery_events]
    for row in facts:
        row.delivery_id = row.delivery.pk
    copy_rows(facts)


def _give_codes(lives: Sequence[Life]) -> None:
    books = [_book(life) for life in lives]
    free = {book: iter(numbers) for book, numbers in take_numbers(wanted=Counter(books)).items()}
    by_receipt = sorted(zip(lives, books, strict=True), key=lambda pair: _received_at(pair[0]))
    for life, book in by_receipt:
        dossier = life.dossier
        day = timezone.localdate(_received_at(life))
        dossier.code = official_code(prefix=dossier.agency.dossier_prefix, day=day, number=next(free[book]))
        for delivery in life.deliveries:
            delivery.reference = dossier.code
        next(event for event in life.events if event.kind == "received").data["code"] = dossier.code


def _book(life: Life) -> tuple[str, str]:
    """The book and period that ``receive`` takes the number from."""
    day = timezone.localdate(_received_at(life))
    return f"dossier:{life.dossier.agency.code}", day.isoformat()


def _received_at(life: Life) -> datetime:
    assert life.dossier.received_at is not None
    return life.dossier.received_at


def _make_searchable(life: Life) -> None:
    dossier = life.dossier
    words = (dossier.code or "", dossier.temporary_code, dossier.applicant_name)
    dossier.search_text = normalise(" ".join(words))
