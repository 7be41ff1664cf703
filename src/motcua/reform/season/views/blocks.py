"""Which agency is ranked beside which: the peer blocks of a round."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.reform import offices
from motcua.reform.editions.settings_words import block_name
from motcua.reform.season import policies
from motcua.reform.season.choices import CardState, State
from motcua.reform.season.forms import ReasonForm
from motcua.reform.season.models import Scorecard, Season
from motcua.reform.season.people import deciders_by_agency
from motcua.reform.season.queries import list_scorecards
from motcua.reform.season.services.blocks import known_blocks, set_block
from motcua.reform.season.views.common import attempt, load_season, who


class BlockForm(ReasonForm):
    """Another peer block for an agency, and why."""

    block = forms.ChoiceField(label=gettext_lazy("Peer block"))
    field_order = ("block", "reason")

    def __init__(self, *args: Any, blocks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["block"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(block, block_name(block)) for block in blocks]


@require_safe
@role_required(*policies.READERS)
def show_blocks(request: StaffRequest, year: int) -> HttpResponse:
    """All agencies of the round with their block; whoever decides on one may change it."""
    return _page(request, load_season(year))


@require_POST
@role_required(*policies.DECIDERS)
def change_block(request: StaffRequest, year: int, uuid: UUID) -> HttpResponse:
    """Put an agency into another block."""
    season = load_season(year)
    row = list_scorecards(season).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    if not policies.decides_on(request.staff, row, clock.today()):
        raise PermissionDenied("block")
    form = BlockForm(request.POST, blocks=known_blocks(season), auto_id=f"id_{row.agency.code}_%s")
    if not form.is_valid():
        return _page(request, season, wrong=(row.pk, form), status=422)
    attempt(request, lambda: set_block(scorecard=row, **form.cleaned_data, **who(request)), _("Noted."))
    return redirect("season:blocks", year)


def _page(
    request: StaffRequest, season: Season, *, wrong: tuple[int, BlockForm] | None = None, status: int = 200
) -> HttpResponse:
    if not (
        offices.oversees(request.staff) or policies.decides_for_body(request.staff, season, clock.today())
    ):
        raise PermissionDenied("blocks")
    rows = list(list_scorecards(season))
    able = deciders_by_agency(season, [row.agency_id for row in rows], on=clock.today())
    blocks = known_blocks(season)
    held = dict([wrong]) if wrong else {}
    lines = []
    for row in rows:
        form = None
        if _moves(season, row) and request.staff.user_id in {one.pk for one in able[row.agency_id]}:
            fresh = BlockForm(blocks=blocks, initial={"block": row.block}, auto_id=f"id_{row.agency.code}_%s")
            form = held.get(row.pk, fresh)
        lines.append({"card": row, "block": block_name(row.block) or "—", "form": form})
    context = {"season": season, "lines": lines}
    return render(request, "reform/season/blocks.html", context, status=status)


def _moves(season: Season, card: Scorecard) -> bool:
    return season.state in (State.DRAFT, State.OPEN) and card.state == CardState.DRAFT
