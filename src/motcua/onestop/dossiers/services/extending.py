"""An apology with a new date: once, in time, and not for longer than the procedure itself allows."""

from datetime import date, datetime

from django.db import transaction

from motcua.identity.api import StaffContext, get_user
from motcua.onestop.dossiers.models import Dossier, Extension
from motcua.onestop.dossiers.parameters import get_parameter, policy_for
from motcua.onestop.dossiers.rules.deadlines import Limit, LimitUnit, compute
from motcua.onestop.dossiers.rules.remaining import apology_latest_on
from motcua.onestop.dossiers.rules.states import OPEN
from motcua.onestop.dossiers.services.guards import require_undecided
from motcua.onestop.dossiers.transitions import TransitionRefused, lock_dossier, record_event
from motcua.onestop.policies import policy
from motcua.onestop.processes.services import refresh_due
from motcua.onestop.results.api import make_form
from motcua.platform.calendar.api import WorkingCalendar, calendar_for

KIND = "extended"


def extend(*, dossier_id: int, reason: str, new_day: date, staff: StaffContext, now: datetime) -> Extension:
    """Apologise and promise the closing time of ``new_day``, once, before the old date nears (form 04).

    The first due date is kept beside the new one: an apology does not turn late into on time. Raises
    ``PermissionDenied`` and :class:`TransitionRefused`.
    """
    if not reason.strip():
        raise TransitionRefused("reason_missing", kind=KIND)
    with transaction.atomic():
        dossier = lock_dossier(dossier_id)
        acting = policy.require(staff=staff, action="extend", dossier=dossier)
        old_due_at = _due_to_move(dossier, now)
        new_due_at = _moment_of(new_day, dossier, old_due_at, now)
        actor = get_user(user_id=staff.user_id)
        extension = Extension.objects.create(
            dossier=dossier,
            old_due_at=old_due_at,
            new_due_at=new_due_at,
            reason=reason,
            signed_by=actor,
            created_at=now,
        )
        dossier.due_at = new_due_at
        record_event(
            dossier=dossier,
            kind=KIND,
            now=now,
            actor=actor,
            role=acting.role,
            on_behalf_of_id=acting.on_behalf_of_id,
            reason=reason,
            data={"new_due": new_due_at.isoformat()},
            changed=("due_at",),
        )
        refresh_due(dossier=dossier)
        make_form(dossier=dossier, kind="04", actor=actor, now=now)
        return extension


def _due_to_move(dossier: Dossier, now: datetime) -> datetime:
    """The promised moment, if the dossier stands where a new one may be promised today."""
    if dossier.state not in OPEN:
        raise TransitionRefused("not_in_this_state", kind=KIND, state=dossier.state)
    if dossier.due_at is None:
        raise TransitionRefused("clock_stands_still", kind=KIND)
    require_undecided(dossier=dossier, kind=KIND)
    if Extension.objects.filter(dossier=dossier).exists():
        raise TransitionRefused("extension_once", kind=KIND)
    _require_in_time(dossier, dossier.due_at, now)
    return dossier.due_at


def _require_in_time(dossier: Dossier, due: datetime, now: datetime) -> None:
    if now > due:
        raise TransitionRefused("too_late_to_extend", kind=KIND)
    calendar = calendar_for(dossier.agency.calendar)
    lead = int(_value("apology_lead_working_days", dossier, calendar, now))
    latest = apology_latest_on(calendar=calendar, due=due, lead_working_days=lead)
    if calendar.local(now).date() > latest:
        raise TransitionRefused("too_late_to_apologise", kind=KIND, day=f"{latest:%d/%m/%Y}")


def _moment_of(day: date, dossier: Dossier, old_due_at: datetime, now: datetime) -> datetime:
    """Closing time of the day, which the office works and which the law lets it promise."""
    calendar = calendar_for(dossier.agency.calendar)
    farthest = _farthest(dossier, calendar, old_due_at, now)
    if day > farthest.date():
        raise TransitionRefused("too_far", kind=KIND, day=f"{farthest:%d/%m/%Y}")
    if day <= calendar.local(old_due_at).date():
        raise TransitionRefused("not_later", kind=KIND)
    if not calendar.is_working_day(day):
        raise TransitionRefused("not_a_working_day", kind=KIND, day=f"{day:%d/%m/%Y}")
    return calendar.closing_from(day)


def _farthest(dossier: Dossier, calendar: WorkingCalendar, old_due_at: datetime, now: datetime) -> datetime:
    """Where the limit of the procedure, counted again from the old date, ends."""
    version, times = dossier.version, int(_value("extension_limits_at_most", dossier, calendar, now))
    due = compute(
        limit=Limit(version.committed_limit * times, LimitUnit(version.limit_unit)),
        policy=policy_for(version=version, agency=dossier.agency, on=calendar.local(now).date()),
        calendar=calendar,
        received_at=old_due_at,
    ).due
    assert due is not None, "a term without pauses always ends"
    return calendar.local(due)


def _value(name: str, dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> str | int:
    parameter = get_parameter(name=name, on=calendar.local(now).date(), agency=dossier.agency.code)
    value: str | int = parameter.value
    return value
