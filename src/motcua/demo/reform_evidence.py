"""Evidence of past years: documents that the house signed itself, and scans, shown by the usual services."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone

from motcua.demo.papers import sample_pdf
from motcua.identity.api import Role, get_staff_context, get_user, users_with_role
from motcua.platform.files.api import read
from motcua.reform.api import (
    Particulars,
    Scorecard,
    Season,
    State,
    add_evidence,
    link_evidence,
    list_scorecards,
)
from motcua.reform.papers.api import Paper

FILE = Path(__file__).parent / "data" / "reform" / "evidence.json"
Shown = tuple[Particulars, bytes, list[str]]


def show_evidence(*, season: Season, now: datetime) -> int:
    """Add what the data file names to the cards while agencies draft them; answers how many documents."""
    if season.state != State.DRAFT:
        return 0
    data: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    amount = 0
    for card in list_scorecards(season):
        for about, content, codes in (*_signed(card, data["signed"]), *_scans(card, data["scans"])):
            _show(card, about, content, codes, now)
            amount += 1
    return amount


def _show(card: Scorecard, about: Particulars, content: bytes, codes: list[str], now: datetime) -> None:
    officers = users_with_role(
        role=Role.REFORM_OFFICER, agency_id=card.agency_id, unit_id=None, on=timezone.localdate(now)
    )
    staff = get_staff_context(user_id=officers[0].pk, on=timezone.localdate(now))
    by = get_user(user_id=staff.user_id)
    name = f"{about.number.replace('/', '-')}.pdf"
    item = add_evidence(scorecard=card, content=BytesIO(content), name=name, about=about, by=by, now=now)
    for code in codes:
        link_evidence(scorecard=card, code=code, item=item, note="", staff=staff, by=by, now=now)


def _signed(card: Scorecard, kinds: Mapping[str, list[str]]) -> Iterator[Shown]:
    """Documents of the agency that were issued in the rated year; the standing body inspects others, not itself."""
    if card.agency_id == card.season.standing_body_id:
        kinds = {kind: codes for kind, codes in kinds.items() if not kind.startswith("inspection.")}
    issued = Paper.objects.filter(
        agency_id=card.agency_id, state="sealed", issued_on__year=card.season.year, subject_type__in=kinds
    )
    for paper in issued.select_related("file__blob").order_by("issued_on", "pk"):
        assert paper.file is not None
        about = Particulars(
            title=paper.title, number=paper.symbol, issued_on=paper.issued_on, signer=paper.signer_name
        )
        yield about, read(paper.file), kinds[paper.subject_type]


def _scans(card: Scorecard, rows: list[Mapping[str, Any]]) -> Iterator[Shown]:
    """Pages without a signature, which the page of the evidence says."""
    code, year = card.agency.code, card.season.year
    for row in rows:
        if code in row["agencies"]:
            number = row["first_number"] + row["agencies"].index(code)
            about = Particulars(
                title=row["title"].format(year=year),
                number=row["symbol"].format(number=number, agency=code),
                issued_on=date.fromisoformat(f"{year}-{row['day']}"),
            )
            # The same words for every agency: the number makes each a document of its own.
            yield about, sample_pdf(f"{about.title} (số {about.number})"), row["criteria"]
