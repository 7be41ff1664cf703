"""Remedies: reported with evidence, verified, taken up again; more time asked for and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import StaffContext, get_user
from motcua.platform.files.api import StoredFile
from motcua.reform.inspections.choices import Outcome
from motcua.reform.inspections.models import (
    InspectionEvidence,
    Remedy,
    RemedyExtension,
    RemedyVerification,
    Shortcoming,
)
from motcua.reform.inspections.notices import tell_shortcoming
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules.clocks import Extension, counts
from motcua.reform.inspections.rules.states import TO_REMEDY, Remedying
from motcua.reform.inspections.services._base import lock_shortcoming, move_shortcoming, note, today_of

EVENTS = {
    Outcome.CLOSED: "close",
    Outcome.PARTLY: "partly",
    Outcome.REJECTED: "reject",
    Outcome.REOPENED: "reopen",
}


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done about a shortcoming; ``explanation`` says why there is no evidence, ``rest_plan`` what remains and
    ``rest_by`` until when.
    """

    action: str
    remedied_on: date
    explanation: str = ""
    rest_plan: str = ""
    rest_by: date | None = None


@transaction.atomic
def report_remedy(
    *,
    shortcoming: Shortcoming,
    done: Done,
    files: Sequence[StoredFile],
    staff: StaffContext,
    now: datetime,
) -> Remedy:
    """Report the remedy with its evidence. The same report sent again changes nothing.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``moved_on``, ``remedy_later``, ``remedy_earlier``,
    ``evidence_missing``).
    """
    locked = lock_shortcoming(shortcoming.pk)
    policy.require_move(staff, "report", locked)
    last = locked.remedies.order_by("-ordinal").first()
    if (
        last is not None
        and locked.state == Remedying.REPORTED
        and (last.action, last.remedied_on) == (done.action, done.remedied_on)
    ):
        return last
    _check_day(locked, done.remedied_on, today_of(now))
    if not files and not done.explanation.strip():
        raise InspectionRefused("evidence_missing")
    move_shortcoming(locked, "report")
    user = get_user(user_id=staff.user_id)
    remedy = Remedy.objects.create(
        shortcoming=locked,
        ordinal=(last.ordinal if last else 0) + 1,
        action=done.action,
        remedied_on=done.remedied_on,
        explanation=done.explanation,
        rest_plan=done.rest_plan,
        rest_by=done.rest_by,
        reported_at=now,
        reported_by=user,
    )
    InspectionEvidence.objects.bulk_create(
        InspectionEvidence(remedy=remedy, file=file, added_by=user, added_at=now) for file in files
    )
    note(
        "remedy_reported", locked, actor=user, now=now, kind="shortcoming", detail={"ordinal": remedy.ordinal}
    )
    tell_shortcoming(locked, "reported", now=now)
    return remedy


@transaction.atomic
def verify(
    *,
    shortcoming: Shortcoming,
    outcome: str,
    on_site: bool,
    remark: str,
    staff: StaffContext,
    now: datetime,
    remedied_on: date | None = None,
    next_deadline: date | None = None,
) -> RemedyVerification:
    """Close, find partial, not accept, or take up a closed shortcoming again (``reopened``).

    ``on_site`` tells a re-inspection from a look at the papers. ``remedied_on`` confirms another day than that of the
    report for what is closed; ``next_deadline`` is set for what is not, always when partial or taken up again. Raises
    ``PermissionDenied`` and :class:`InspectionRefused` (``moved_on``, ``remedy_later``, ``remedy_earlier``,
    ``day_needs_evidence``, ``next_deadline_missing``, ``next_deadline_past``).
    """
    locked = lock_shortcoming(shortcoming.pk)
    event = EVENTS[Outcome(outcome)]
    policy.require_move(staff, event, locked)
    reopened, closed = outcome == Outcome.REOPENED, outcome == Outcome.CLOSED
    remedy = None if reopened else locked.remedies.order_by("-ordinal").first()
    confirmed = _confirmed(locked, remedy, remedied_on, on_site, today_of(now)) if closed else None
    following = None if closed else _following(Outcome(outcome), next_deadline, today_of(now))
    locked.due_on = following or locked.due_on
    move_shortcoming(locked, event)
    user = get_user(user_id=staff.user_id)
    verification = RemedyVerification.objects.create(
        shortcoming=locked,
        remedy=remedy,
        outcome=outcome,
        on_site=on_site,
        remedied_on=confirmed,
        next_deadline=following,
        note=remark,
        verified_at=now,
        verified_by=user,
    )
    note("remedy_verified", locked, actor=user, now=now, kind="shortcoming", detail={"outcome": str(outcome)})
    tell_shortcoming(locked, str(outcome), now=now)
    return verification


@transaction.atomic
def ask_extension(
    *, shortcoming: Shortcoming, until: date, reason: str, staff: StaffContext, now: datetime
) -> RemedyExtension:
    """Ask for more time, while the deadline has not passed. Asked twice alike, it is one request.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``extension_late``, ``extension_earlier``,
    ``extension_open``, ``moved_on``).
    """
    locked = lock_shortcoming(shortcoming.pk)
    policy.require_move(staff, "report", locked)
    if locked.state not in TO_REMEDY:
        raise InspectionRefused("moved_on")
    waiting = locked.extensions.filter(granted__isnull=True).first()
    if waiting is not None:
        if (waiting.until, waiting.reason) == (until, reason):
            return waiting
        raise InspectionRefused("extension_open")
    _check_extension(locked, until, today_of(now))
    user = get_user(user_id=staff.user_id)
    asked = RemedyExtension.objects.create(
        shortcoming=locked, until=until, reason=reason, asked_at=now, asked_by=user
    )
    note(
        "extension_asked",
        locked,
        actor=user,
        now=now,
        kind="shortcoming",
        detail={"until": until.isoformat()},
    )
    tell_shortcoming(locked, "extension_asked", now=now)
    return asked


@transaction.atomic
def decide_extension(
    *, extension: RemedyExtension, granted: bool, answer: str, staff: StaffContext, now: datetime
) -> RemedyExtension:
    """Grant more time before the deadline has passed, or refuse it at any time; never whoever asked for it.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``extension_closed``, ``extension_late``).
    """
    locked = lock_shortcoming(extension.shortcoming_id)
    policy.require_move(staff, "close", locked)
    asked = locked.extensions.select_for_update().get(pk=extension.pk)
    if asked.asked_by_id == staff.user_id:
        raise PermissionDenied("close")
    if asked.granted is not None:
        if asked.granted == granted:
            return asked
        raise InspectionRefused("extension_closed")
    if granted:
        _check_extension(locked, asked.until, today_of(now))
    asked.granted, asked.answer, asked.decided_at, asked.decided_by_id = granted, answer, now, staff.user_id
    asked.save()
    if granted:
        locked.due_on = asked.until
        locked.save(update_fields=["due_on"])
    news = "extension_granted" if granted else "extension_refused"
    note(
        news,
        locked,
        actor=get_user(user_id=staff.user_id),
        now=now,
        kind="shortcoming",
        detail={"until": asked.until.isoformat()},
    )
    tell_shortcoming(locked, news, now=now)
    return asked


def granted_extensions(shortcoming: Shortcoming) -> list[Extension]:
    """The extensions that were granted, as the rules know them."""
    return [
        Extension(granted_on=today_of(row.decided_at), until=row.until)
        for row in shortcoming.extensions.all()
        if row.granted and row.decided_at is not None
    ]


def _check_day(shortcoming: Shortcoming, day: date, today: date) -> None:
    if day > today:
        raise InspectionRefused("remedy_later")
    if day < shortcoming.found_on:
        raise InspectionRefused("remedy_earlier")


def _confirmed(
    shortcoming: Shortcoming, remedy: Remedy | None, day: date | None, on_site: bool, today: date
) -> date | None:
    """The day that counts instead of that of the report: an earlier one never on the word of the inspected alone."""
    if day is None or remedy is None:
        return None
    _check_day(shortcoming, day, today)
    if day < today_of(remedy.reported_at) and not on_site and not remedy.evidence.exists():
        raise InspectionRefused("day_needs_evidence")
    return day


def _following(outcome: Outcome, deadline: date | None, today: date) -> date | None:
    """Until when the rest is to be remedied; what was not accepted may stay under its deadline."""
    if deadline is None and outcome != Outcome.REJECTED:
        raise InspectionRefused("next_deadline_missing")
    if deadline is not None and deadline <= today:
        raise InspectionRefused("next_deadline_past")
    return deadline


def _check_extension(shortcoming: Shortcoming, until: date, today: date) -> None:
    if today > shortcoming.due_on:
        raise InspectionRefused("extension_late")
    if not counts(Extension(granted_on=today, until=until), deadline=shortcoming.due_on):
        raise InspectionRefused("extension_earlier")
