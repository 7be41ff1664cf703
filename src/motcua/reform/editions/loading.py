"""Editions that come with the product: data files, loaded once; what is published then changes only by decision."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.editions.services import publish, start_draft

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_editions(*, now: datetime, folder: Path = DATA) -> int:
    """Load and publish the editions of ``folder``'s files that are not there yet; answers how many were new.

    A year that has an edition of its own in force keeps it.
    """
    known = set(IndexEdition.objects.values_list("code", "year"))
    taken = set(IndexEdition.objects.filter(state=EditionState.PUBLISHED).values_list("year", flat=True))
    new = 0
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if (document["code"], document["year"]) not in known and document["year"] not in taken:
            row = start_draft(document=document, actor=None, now=now)
            publish(edition=row, decision=document.get("decision", ""), actor=None, now=now)
            new += 1
    return new
