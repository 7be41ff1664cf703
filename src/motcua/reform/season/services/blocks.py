"""Peer blocks: beside whom an agency is ranked, and which criteria are its own."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.platform.outbox.jobs import defer
from motcua.reform.editions.settings_words import BLOCKS, block_name
from motcua.reform.season import policies
from motcua.reform.season.choices import State
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.notices import tell_agency
from motcua.reform.season.queries import edition_of
from motcua.reform.season.services.assessment import note_card
from motcua.reform.season.services.computing import COMPUTE
from motcua.reform.season.services.entries import SeasonRefused, lock_card, require_draft, require_state


def known_blocks(season: Season) -> list[str]:
    """Those of the house, of the round's edition and of its cards, each once."""
    named = {block for item in edition_of(season).criteria for block in item.blocks}
    held = set(season.scorecards.values_list("block", flat=True))
    return [*BLOCKS, *sorted((named | held) - {*BLOCKS, ""})]


@transaction.atomic
def set_block(
    *, scorecard: Scorecard, block: str, reason: str, staff: StaffContext, by: User, now: datetime
) -> Scorecard:
    """Put an agency beside others: what it scored stays written, only criteria of its block count.

    Raises ``PermissionDenied`` (also for the own house) and :class:`SeasonRefused` (``wrong_state`` from the appraisal
    on, ``submitted`` once its head has signed, ``no_such_block``, ``reason_missing``). The same block changes nothing.
    """
    card = lock_card(scorecard)
    if not policies.decides_on(staff, card, timezone.localdate(now)):
        raise PermissionDenied("block")
    if card.block == block:
        return card
    require_state(card.season, State.DRAFT, State.OPEN)
    require_draft(card)
    if block not in known_blocks(card.season):
        raise SeasonRefused("no_such_block")
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    former, card.block = card.block, block
    card.save(update_fields=["block"])
    note_card(card, "scorecard.block_set", by, now, former=former, block=block, reason=reason[:500])
    tell_agency(
        card=card,
        news=lambda: _("the agency is now among: %(block)s") % {"block": block_name(block)},
        now=now,
        reason=reason.strip()[:500],
    )
    defer(COMPUTE, year=card.season.year)
    return card
