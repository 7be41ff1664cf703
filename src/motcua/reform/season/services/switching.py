"""A new edition during the round: what stayed the same carries over, the rest waits to be assessed anew."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext, User
from motcua.platform.outbox.jobs import defer
from motcua.reform.editions.api import EditionState, IndexEdition, reading
from motcua.reform.rules.bridge import Fate, compare
from motcua.reform.rules.edition import Edition
from motcua.reform.season import policies
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.evidence_models import EvidenceLink
from motcua.reform.season.models import CriterionAssignment, ScoreEntry, Season
from motcua.reform.season.notices import tell_agencies
from motcua.reform.season.queries import edition_of, newest_entries
from motcua.reform.season.services.computing import COMPUTE, known_indicators
from motcua.reform.season.services.entries import SeasonRefused, lock_season, require_state
from motcua.reform.season.services.rounds import note


@transaction.atomic
def switch_edition(
    *, season: Season, edition: IndexEdition, reason: str, staff: StaffContext, by: User, now: datetime
) -> dict[str, int]:
    """Rate the year by another published edition; answers how many criteria are same, changed, new and dropped.

    Scores of criteria that are the same carry over as new entries; changed and new ones wait; old entries stay. Units
    and evidence follow what stayed or changed; those of dropped criteria are taken away. Submitted cards are open
    again, since their heads signed another set. Raises ``PermissionDenied`` and :class:`SeasonRefused`
    (``wrong_state`` from the appraisal on, ``edition_draft``, ``other_year``, ``figures_frozen`` with ``count`` where
    the edition asks for figures that were not frozen, ``reason_missing``). The same edition again changes nothing.
    """
    locked = lock_season(season)
    if not policies.manages(staff, locked):
        raise PermissionDenied("switch")
    if locked.edition_id == edition.pk:
        return {}
    require_state(locked, State.DRAFT, State.OPEN)
    if edition.state == EditionState.DRAFT:
        raise SeasonRefused("edition_draft")
    if edition.year != locked.year:
        raise SeasonRefused("other_year")
    if not reason.strip():
        raise SeasonRefused("reason_missing")
    _require_figures(locked, reading(edition))
    links = compare(edition_of(locked), reading(edition))
    same = {
        link.old.code: link.new.code for link in links if link.fate is Fate.SAME and link.old and link.new
    }
    carried = _carried(locked, edition, same, reason, by, now)
    _move_along(locked, {link.old.code: link.new.code for link in links if link.old and link.new}, by, now)
    locked.edition = edition
    locked.save(update_fields=["edition"])
    ScoreEntry.objects.bulk_create(carried, batch_size=2000)
    locked.scorecards.exclude(state=CardState.DRAFT).update(
        state=CardState.DRAFT, submitted_at=None, submitted_by=None, paper=None
    )
    counts = {fate.value: sum(link.fate is fate for link in links) for fate in Fate}
    note(locked, "season.edition_switched", by, now, reason=reason[:500], edition=str(edition))
    tell_agencies(
        season=locked,
        news=lambda: _("the version of the index is changed; signed cards are open again"),
        now=now,
        reason=reason.strip()[:500],
    )
    defer(COMPUTE, year=locked.year)
    return counts


def _carried(
    season: Season, edition: IndexEdition, same: dict[str, str], reason: str, by: User, now: datetime
) -> list[ScoreEntry]:
    rows = newest_entries(season, [Column.COMPUTED, Column.SELF])
    return [
        ScoreEntry(
            scorecard_id=row.scorecard_id,
            edition_id=edition.pk,
            code=same[row.code],
            column=row.column,
            points=row.points,
            inputs=row.inputs,
            reason=row.reason,
            reason_code="carried",
            by=by if row.column == Column.SELF else None,
            at=now,
        )
        for row in rows
        if row.code in same
    ]


def _require_figures(season: Season, edition: Edition) -> None:
    """What is frozen stays as it is, so what was not asked for then would never be computed."""
    if season.frozen_at is not None:
        frozen = season.metrics.filter(is_frozen=True).values_list("key", flat=True)
        missing = set(known_indicators(edition)) - set(frozen)
        if missing:
            raise SeasonRefused("figures_frozen", count=len(missing))


def _move_along(season: Season, codes: Mapping[str, str], by: User, now: datetime) -> None:
    """Units and evidence follow a criterion to its new code; of one that was dropped, nothing may stand for another
    that got its code. First everything is taken away: codes may have been exchanged.
    """
    _move_units(season, codes)
    rows = EvidenceLink.objects.filter(scorecard__season=season, removed_at=None)
    links = [link for link in rows if codes.get(link.code) != link.code]
    EvidenceLink.objects.filter(pk__in=[link.pk for link in links]).update(removed_by=by, removed_at=now)
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            scorecard_id=link.scorecard_id,
            code=codes[link.code],
            item_id=link.item_id,
            note=link.note,
            linked_by_id=link.linked_by_id,
            linked_at=link.linked_at,
        )
        for link in links
        if link.code in codes
    )


def _move_units(season: Season, codes: Mapping[str, str]) -> None:
    rows = CriterionAssignment.objects.filter(scorecard__season=season)
    moved = [row for row in rows if codes.get(row.code) != row.code]
    CriterionAssignment.objects.filter(pk__in=[row.pk for row in moved]).delete()
    CriterionAssignment.objects.bulk_create(
        CriterionAssignment(scorecard_id=row.scorecard_id, code=codes[row.code], unit_id=row.unit_id)
        for row in moved
        if row.code in codes
    )
