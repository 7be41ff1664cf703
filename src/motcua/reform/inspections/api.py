"""The door of inspections for the other parts of the room: effects on criteria, corrections as shortcomings."""

from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from motcua.identity.api import Agency, User
from motcua.reform.inspections.checklists import load_checklists
from motcua.reform.inspections.choices import EffectKind, Remedying, Severity
from motcua.reform.inspections.models import Shortcoming
from motcua.reform.inspections.notices import shortcoming_url
from motcua.reform.inspections.numbers import as_fraction
from motcua.reform.inspections.rules.states import NOTIFIED_SHORTCOMINGS
from motcua.reform.inspections.services.conclusions import Found
from motcua.reform.inspections.services.corrections import open_from_correction

__all__ = [
    "Effect",
    "effects_by_agency",
    "list_effects",
    "load_checklists",
    "open_shortcoming_from_correction",
]


class Effect(NamedTuple):
    """What a shortcoming does to a criterion: ``kind`` is ``reduce`` (by ``points``) or ``veto`` (``points`` is 0)."""

    criterion: str
    kind: str
    points: Fraction
    shortcoming: UUID
    url: str


def list_effects(agency_code: str, year: int) -> list[Effect]:
    """Effects in force on the agency's criteria of a year, in the order of their criteria.

    A shortcoming counts from its written notice on. One whose effect ends with the remedy counts no more once it is
    closed, and again when it is reopened.
    """
    return effects_by_agency(year).get(agency_code, [])


def effects_by_agency(year: int) -> dict[str, list[Effect]]:
    """Like :func:`list_effects` for every agency that has some, by its code: one statement."""
    rows = (
        Shortcoming.objects.filter(effect_year=year, state__in=NOTIFIED_SHORTCOMINGS, scope="province")
        .exclude(effect=EffectKind.NONE)
        .exclude(criterion="")
        .exclude(effect_until_closed=True, state=Remedying.CLOSED)
        .select_related("owner_agency")
        .order_by("criterion", "pk")
    )
    found: dict[str, list[Effect]] = {}
    for row in rows:
        effect = Effect(
            row.criterion, row.effect, as_fraction(row.effect_points), row.uuid, shortcoming_url(row)
        )
        found.setdefault(row.owner_agency.code, []).append(effect)
    return found


def open_shortcoming_from_correction(
    *,
    organiser: Agency,
    origin: str,
    agency: Agency,
    year: int,
    criterion: str,
    area: str,
    description: str,
    deadline: date,
    actor: User,
    now: datetime,
    legal_basis: str = "",
    severity: str = Severity.MINOR,
    effect: str = EffectKind.NONE,
    points: Fraction | None = None,
) -> Shortcoming:
    """Turn a correction of an appraisal into a shortcoming of ``agency``, which waits for its written notice.

    ``organiser`` is the standing body; ``origin`` names the correction (at most 120 characters, the same one for
    ever): asked again, it answers the shortcoming made before. The caller has asked its own policy.
    """
    found = Found(
        area=area,
        criterion=criterion,
        severity=severity,
        description=description,
        legal_basis=legal_basis,
        owner_agency=agency,
        owner_unit=None,
        deadline=deadline,
        effect=effect,
        points=points,
    )
    return open_from_correction(
        organiser=organiser, origin=origin, year=year, found=found, actor=actor, now=now
    )
