"""What the pages of the round share: loading for this person, acting once, refusals in words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404

from motcua.identity.api import StaffRequest
from motcua.platform import clock
from motcua.reform.rules.edition import Criterion
from motcua.reform.season import policies
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.queries import edition_of, season_of
from motcua.reform.season.refusals import refusal_text
from motcua.reform.season.services.entries import SeasonRefused


def load_season(year: int) -> Season:
    """The round of a year; 404 without one."""
    season = season_of(year)
    if season is None:
        raise Http404
    return season


def load_card(request: StaffRequest, uuid: UUID) -> Scorecard:
    """A card this person may know of; 404 otherwise."""
    rows = Scorecard.objects.select_related("agency", "season__edition", "season__standing_body", "paper")
    try:
        return policies.visible_cards(rows, request.staff).get(uuid=uuid)
    except Scorecard.DoesNotExist as error:
        raise Http404 from error


def load_criterion(card: Scorecard, code: str) -> Criterion:
    """A criterion that applies to the card; 404 otherwise."""
    try:
        criterion = edition_of(card.season).criterion(code)
    except KeyError as error:
        raise Http404 from error
    if not criterion.applies_to(card.block):
        raise Http404
    return criterion


def who(request: StaffRequest) -> dict[str, Any]:
    """Who acts, and when: what every service of the round takes."""
    return {"staff": request.staff, "by": request.user, "now": clock.now()}


def attempt(request: StaffRequest, do: Callable[[], Any], words: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        do()
    except SeasonRefused as refused:
        messages.error(request, refusal_text(refused))
        return False
    messages.success(request, words)
    return True
