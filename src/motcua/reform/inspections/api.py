"""The door of inspections: effects on criteria and corrections as shortcomings for the other parts of the room; the
steps of an inspection for the demonstration, which relives past ones.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from motcua.identity.api import Agency, User
from motcua.reform.inspections.checklists import load_checklists
from motcua.reform.inspections.choices import EffectKind, Outcome, Post, Remedying, Severity
from motcua.reform.inspections.models import Inspection, InspectionPlan, RemedyVerification, Shortcoming
from motcua.reform.inspections.notices import shortcoming_url
from motcua.reform.inspections.numbers import as_fraction
from motcua.reform.inspections.rules.states import NOTIFIED_SHORTCOMINGS
from motcua.reform.inspections.services.conclusions import (
    Found,
    add_shortcoming,
    answer_draft,
    send_draft,
    submit_conclusion,
    write_conclusion,
)
from motcua.reform.inspections.services.corrections import open_from_correction
from motcua.reform.inspections.services.escalation import remind_overdue
from motcua.reform.inspections.services.plans import (
    Visit,
    add_inspection,
    change_plan,
    create_plan,
    submit_plan,
)
from motcua.reform.inspections.services.remedies import (
    Done,
    ask_extension,
    decide_extension,
    report_remedy,
    verify,
)
from motcua.reform.inspections.services.teams import appoint_team
from motcua.reform.inspections.services.visits import (
    Noted,
    begin_visit,
    draft_notice,
    item_codes,
    save_findings,
    send_minutes,
    sign_minutes,
    write_minutes,
)
from motcua.reform.inspections.services.written_notices import acknowledge
from motcua.reform.inspections.services.written_reminders import WRITTEN_REMINDER, remind_in_writing

__all__ = [
    "WRITTEN_REMINDER",
    "Done",
    "Effect",
    "Found",
    "Inspection",
    "InspectionPlan",
    "Noted",
    "Post",
    "Shortcoming",
    "Visit",
    "acknowledge",
    "add_inspection",
    "add_shortcoming",
    "answer_draft",
    "appoint_team",
    "ask_extension",
    "begin_visit",
    "change_plan",
    "create_plan",
    "decide_extension",
    "draft_notice",
    "item_codes",
    "list_effects",
    "load_checklists",
    "open_shortcoming_from_correction",
    "remind_in_writing",
    "remind_overdue",
    "report_remedy",
    "save_findings",
    "send_draft",
    "send_minutes",
    "sign_minutes",
    "submit_conclusion",
    "submit_plan",
    "verify",
    "write_conclusion",
    "write_minutes",
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


def effects_by_agency(year: int, *, at: datetime | None = None) -> dict[str, list[Effect]]:
    """Like :func:`list_effects` for every agency that has some, by its code: one statement.

    As they stand now, or as they stood ``at`` a past moment: notified until then, and not closed by the last
    verification until then where the effect ends with the remedy.
    """
    counted = Shortcoming.objects.filter(effect_year=year, state__in=NOTIFIED_SHORTCOMINGS, scope="province")
    rows = (
        (_standing(counted) if at is None else _standing_at(counted, at))
        .exclude(effect=EffectKind.NONE)
        .exclude(criterion="")
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


def _standing(rows: QuerySet[Shortcoming]) -> QuerySet[Shortcoming]:
    return rows.exclude(effect_until_closed=True, state=Remedying.CLOSED)


def _standing_at(rows: QuerySet[Shortcoming], at: datetime) -> QuerySet[Shortcoming]:
    said = RemedyVerification.objects.filter(shortcoming=OuterRef("pk"), verified_at__lte=at)
    last = Subquery(said.order_by("-verified_at", "-pk").values("outcome")[:1])
    stood = rows.filter(notice__issued_at__lte=at).annotate(last=Coalesce(last, Value("")))
    return stood.exclude(effect_until_closed=True, last=Outcome.CLOSED)


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
