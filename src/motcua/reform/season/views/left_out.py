"""The page of a criterion that is for agencies of other peer blocks: it says why nothing is to be done."""

from django.http import HttpResponse
from django.shortcuts import render

from motcua.identity.api import StaffRequest
from motcua.reform.editions.presentation import points_text
from motcua.reform.editions.settings_words import block_name, only_for
from motcua.reform.rules.edition import Criterion
from motcua.reform.season.models import Scorecard
from motcua.reform.season.queries import edition_of


def find_left_out(card: Scorecard, code: str) -> Criterion | None:
    """A criterion of the edition that is for agencies of other peer blocks."""
    criteria = edition_of(card.season).criteria
    return next((item for item in criteria if item.code == code and not item.applies_to(card.block)), None)


def left_out_page(request: StaffRequest, card: Scorecard, criterion: Criterion) -> HttpResponse:
    """Why a criterion does not apply to the agency of this card."""
    context = {
        "card": card,
        "season": card.season,
        "criterion": criterion,
        "why": only_for(criterion),
        "peer_block": block_name(card.block),
        "most": points_text(criterion.points),
    }
    return render(request, "reform/season/left_out.html", context)
