"""The sampling plan of a rated agency: frame, strata, size, draw."""

import json
import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from motcua.identity.api import StaffContext
from motcua.platform.privacy.fields import lookup_hash
from motcua.reform.rules.sampling import sample_size
from motcua.reform.rules.survey_quality import allocate
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import (
    FrameRow,
    InvitationState,
    RoundState,
    SurveyInvitation,
    SurveyStratum,
    SurveyTarget,
    Via,
)
from motcua.reform.surveys.parameters import parameter
from motcua.reform.surveys.services.contacts import normal_phone
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.rounds import note
from motcua.reform.surveys.tokens import code_of, hash_of

Layer = tuple[str, str, str]
MOST_CARDS = 2000


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How somebody of the frame is reached; kept encrypted and never shown to the rated agency."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    language: str = "vi"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One row of a frame: a contact and the stratum it belongs to."""

    contact: Contact
    procedure: str = ""
    channel: str = ""
    place: str = ""

    @property
    def layer(self) -> Layer:
        return self.procedure, self.channel, self.place


def import_frame(
    *, target_id: int, candidates: Sequence[Candidate], staff: StaffContext | None, now: datetime
) -> int:
    """Add transactions to the frame before anybody is drawn: each candidate is one, several may be of one person.

    The population is the transactions (Decision 1383/QĐ-BNV), people are asked once. The same list again changes
    nothing. Returns how many people are new. Raises ``PermissionDenied`` and :class:`RoundRefused` (``drawn``).
    """
    with transaction.atomic():
        target = _lock(target_id, staff)
        if target.drawn_at:
            raise RoundRefused("drawn")
        strata = _strata(target, {candidate.layer for candidate in candidates})
        people = set(target.frame.values_list("contact_hash", flat=True))
        rows = _keep(target, _by_person(_rows(target, candidates, strata)))
        fresh = len({row.contact_hash for row in rows} - people)
        _count_transactions(target, list(strata.values()))
        note(target.round, "frame_imported", staff, now, target.agency.code, rows=fresh)
    return fresh


def empty_frame(*, target_id: int, staff: StaffContext | None, now: datetime) -> None:
    """Take everybody out of the frame before anybody is drawn: the list was wrong. Twice changes nothing.

    Raises ``PermissionDenied`` and :class:`RoundRefused` (``frame_used``).
    """
    with transaction.atomic():
        target = _lock(target_id, staff)
        if target.invitations.exists():
            raise RoundRefused("frame_used")
        if not target.population:
            return
        target.frame.all().delete()
        target.strata.all().delete()
        note(target.round, "frame_emptied", staff, now, target.agency.code, rows=target.population)
        target.population = 0
        target.save(update_fields=["population"])


def draw_sample(
    *, target_id: int, error: Fraction, staff: StaffContext | None, now: datetime, seed: str = ""
) -> int:
    """Draw the sample by chance, in proportion to the strata, and make one invitation for each.

    Transactions are drawn and their people asked, each once: where the frame has fewer people than the sample
    needs, all of them are. The seed is kept: with it and the frame the draw can be repeated. A second call changes
    nothing. Returns how many people were drawn. Raises ``PermissionDenied`` and :class:`RoundRefused`
    (``empty_frame``).
    """
    with transaction.atomic():
        target = _lock(target_id, staff)
        if target.drawn_at:
            return target.invitations.count()
        strata = list(target.strata.order_by("pk"))
        if not target.population:
            raise RoundRefused("empty_frame")
        size = sample_size(population=target.population, error=error)
        shares = allocate(size=size, populations=[stratum.population for stratum in strata])
        target.seed, target.drawn_at, target.error = seed or secrets.token_hex(16), now, str(error)
        chosen = _draw(target, strata, shares)
        SurveyInvitation.objects.bulk_create([_invitation(target, row) for row in chosen], batch_size=1000)
        target.save(update_fields=["seed", "drawn_at", "error"])
        note(
            target.round, "sample_drawn", staff, now, target.agency.code, drawn=len(chosen), seed=target.seed
        )
    return len(chosen)


def issue_cards(
    *,
    target_id: int,
    number: int,
    staff: StaffContext | None,
    now: datetime,
    stratum_id: int | None = None,
    batch: UUID | None = None,
) -> list[SurveyInvitation]:
    """Invitations without a contact, for cards handed out by the survey team; a ``batch`` is issued once, and the same
    again changes nothing.

    No more cards than the answers still missing call for. Raises ``PermissionDenied`` and :class:`RoundRefused`
    (``state``; ``batch_used`` with ``made``, when the batch was issued with another number; ``cards`` with ``most``,
    how many can still be issued; ``enough_cards``; ``card_stratum``: where strata are weighted, an answer of no
    stratum would count for nothing).
    """
    with transaction.atomic():
        target = _lock(target_id, staff, also=(RoundState.OPEN,))
        known = list(target.invitations.filter(batch=batch).order_by("pk")) if batch else []
        if known and len(known) != number:
            raise RoundRefused("batch_used", made=len(known))
        if known:
            return known
        if stratum_id is None and target.round.weighted and target.strata.exists():
            raise RoundRefused("card_stratum")
        if stratum_id is not None and not target.strata.filter(pk=stratum_id).exists():
            raise RoundRefused("card_stratum")
        most = min(MOST_CARDS, _cards_left(target, timezone.localdate(now)))
        if not most:
            raise RoundRefused("enough_cards")
        if not 1 <= number <= most:
            raise RoundRefused("cards", most=most)
        cards = [
            SurveyInvitation(target=target, stratum_id=stratum_id, via=Via.CARD, batch=batch)
            for _number in range(number)
        ]
        for card in cards:
            card.token_hash = hash_of(code_of(card.uuid))
        SurveyInvitation.objects.bulk_create(cards, batch_size=1000)
        note(target.round, "cards_issued", staff, now, target.agency.code, number=number)
    return cards


def read_contact(row: FrameRow) -> Contact:
    """The contact of a frame row; an empty one when it has been wiped."""
    return Contact(**json.loads(row.contact)) if row.contact else Contact(name="")


def _cards_left(target: SurveyTarget, on: date) -> int:
    """How many cards can still be issued for the answers still missing.

    Cards are for people of no frame, whom nobody has counted: the answers needed are those of an endless population.
    A card that reached nobody is not out any more.
    """
    cards = target.invitations.filter(via=Via.CARD)
    answered = cards.filter(state=InvitationState.ANSWERED).count()
    out = cards.filter(state__in=(InvitationState.WAITING, InvitationState.SENT)).count()
    missing = max(0, ceil(1 / Fraction(target.error) ** 2) - answered)
    return max(0, floor(missing * parameter(name="cards_per_answer", on=on)) - out)


def _lock(target_id: int, staff: StaffContext | None, also: tuple[str, ...] = ()) -> SurveyTarget:
    target = (
        SurveyTarget.objects.select_for_update(of=("self",))
        .select_related("round", "agency")
        .get(pk=target_id)
    )
    if staff is not None and not policies.may_handle(staff, target):
        raise PermissionDenied
    if target.round.state not in (RoundState.PLANNED, *also):
        raise RoundRefused("state")
    return target


def _strata(target: SurveyTarget, layers: set[Layer]) -> dict[Layer, SurveyStratum]:
    SurveyStratum.objects.bulk_create(
        [
            SurveyStratum(target=target, procedure=procedure, channel=channel, place=place)
            for procedure, channel, place in sorted(layers)
        ],
        ignore_conflicts=True,
    )
    return {(row.procedure, row.channel, row.place): row for row in target.strata.all()}


def _rows(
    target: SurveyTarget, candidates: Iterable[Candidate], strata: dict[Layer, SurveyStratum]
) -> Iterable[FrameRow]:
    for candidate in candidates:
        contact = candidate.contact
        # However it is written, one number is one person.
        number = normal_phone(contact.phone) or contact.phone
        identity = number or contact.email.lower() or f"{contact.name}|{contact.address}"
        yield FrameRow(
            target=target,
            stratum=strata[candidate.layer],
            contact=json.dumps(asdict(contact), ensure_ascii=False),
            contact_hash=lookup_hash(f"{target.uuid} {identity}"),
        )


def _by_person(rows: Iterable[FrameRow]) -> list[FrameRow]:
    """One row a person and stratum, with all their transactions."""
    found: dict[tuple[int, str], FrameRow] = {}
    for row in rows:
        first = found.setdefault((row.stratum_id, row.contact_hash), row)
        if first is not row:
            first.cases += 1
    return list(found.values())


def _keep(target: SurveyTarget, rows: list[FrameRow]) -> list[FrameRow]:
    """Write what is new; of what is there the greater number of transactions stays. Returns ``rows``."""
    known = {(row.stratum_id, row.contact_hash): row for row in target.frame.defer("contact")}
    fresh, grown = [], []
    for row in rows:
        before = known.get((row.stratum_id, row.contact_hash))
        if before is None:
            fresh.append(row)
        elif row.cases > before.cases:
            before.cases = row.cases
            grown.append(before)
    FrameRow.objects.bulk_create(fresh, batch_size=1000)
    FrameRow.objects.bulk_update(grown, ["cases"], batch_size=1000)
    return rows


def _count_transactions(target: SurveyTarget, strata: list[SurveyStratum]) -> None:
    sums = target.frame.values("stratum_id").annotate(total=Sum("cases")).order_by("stratum_id")
    counted = {row["stratum_id"]: row["total"] for row in sums}
    for stratum in strata:
        stratum.population = counted.get(stratum.pk, 0)
    SurveyStratum.objects.bulk_update(strata, ["population"])
    target.population = sum(counted.values())
    target.save(update_fields=["population"])


def _draw(target: SurveyTarget, strata: list[SurveyStratum], shares: list[int]) -> list[FrameRow]:
    chance = random.Random(target.seed)  # noqa: S311 - the draw has to be repeatable from its seed
    rows = list(target.frame.order_by("pk"))
    chosen: dict[str, FrameRow] = {}
    for stratum, share in zip(strata, shares, strict=True):
        stratum.planned = share
        _draw_from(chance, [row for row in rows if row.stratum_id == stratum.pk], share, chosen)
    SurveyStratum.objects.bulk_update(strata, ["planned"])
    drawn = list(chosen.values())
    FrameRow.objects.filter(pk__in=[row.pk for row in drawn]).update(drawn=True)
    # Shuffled, so that the order of the invitations tells nothing about the frame.
    chance.shuffle(drawn)
    return drawn


def _draw_from(chance: random.Random, rows: list[FrameRow], share: int, chosen: dict[str, FrameRow]) -> None:
    """Transactions of a stratum in an order of chance; their people come into ``chosen`` until ``share`` are there."""
    transactions = [row for row in rows for _case in range(row.cases)]
    chance.shuffle(transactions)
    enough = len(chosen) + share
    for row in transactions:
        if len(chosen) == enough:
            return
        chosen.setdefault(row.contact_hash, row)


def _invitation(target: SurveyTarget, row: FrameRow) -> SurveyInvitation:
    contact = read_contact(row)
    via = Via.EMAIL if contact.email else Via.SMS if contact.phone else Via.POST
    invitation = SurveyInvitation(target=target, stratum_id=row.stratum_id, frame_row=row, via=via)
    invitation.token_hash = hash_of(code_of(invitation.uuid))
    return invitation
