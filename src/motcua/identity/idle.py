"""Accounts of staff that nobody uses: a notice first, then closed to sign-in (Decree 331/2026, level 3)."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from motcua.identity.account_parameters import account_parameter
from motcua.identity.models import User, UserKind
from motcua.platform.audit import api as audit

log = structlog.get_logger(__name__)


@transaction.atomic
def disable_idle_staff(*, now: datetime) -> int:
    """Close what nobody has used for the days of the parameter; the number of accounts closed.

    The law knows no exemption for administrators, but the last one who can still sign in stays: an
    installation that nobody may enter protects nothing.
    """
    days = account_parameter(name="idle_days", on=timezone.localdate(now))
    if not days:
        return 0
    idle = list(_staff_last_used(before=now - timedelta(days=days)).select_for_update(of=("self",)))
    keeper = _last_administrator({user.pk for user in idle})
    closed = [user for user in idle if user.pk != keeper]
    for user in closed:
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record(
            action="identity.staff_account_idle",
            now=now,
            object_type="user",
            object_id=user.uuid,
            detail={"days": days},
        )
    return len(closed)


def warn_idle_staff(*, now: datetime) -> int:
    """Tell those whose account closes soon and who were not told yet since they last used it; the number of
    mails. A night that the worker missed, or a mail that was not taken, is made good on the next.
    """
    today = timezone.localdate(now)
    days = account_parameter(name="idle_days", on=today)
    if not days:
        return 0
    notice = timedelta(days=days - account_parameter(name="idle_notice_days", on=today))
    due = _staff_last_used(before=now - notice, since=now - timedelta(days=days))
    untold = due.filter(Q(idle_warned_at__isnull=True) | Q(idle_warned_at__lt=F("in_use"))).exclude(email="")
    return sum(_warn(user, days, now) for user in untold)


@transaction.atomic
def enable_staff_account(*, user_id: int, now: datetime, actor: User) -> User:
    """Open an account again; the idle days are counted from now."""
    user = User.objects.select_for_update().get(id=user_id, kind=UserKind.STAFF)
    if not user.is_active:
        user.is_active, user.in_use_from = True, now
        user.save(update_fields=["is_active", "in_use_from"])
        audit.record(
            action="identity.staff_account_enabled",
            now=now,
            actor=actor,
            object_type="user",
            object_id=user.uuid,
        )
    return user


def _staff_last_used(*, before: datetime, since: datetime | None = None) -> QuerySet[User]:
    """Open staff accounts last used, made or opened again in that time."""
    last = Greatest(
        "date_joined", Coalesce("last_login", "date_joined"), Coalesce("in_use_from", "date_joined")
    )
    known = User.objects.filter(kind=UserKind.STAFF, is_active=True).annotate(in_use=last)
    within = known.filter(in_use__lt=before).order_by("id")
    return within.filter(in_use__gte=since) if since is not None else within


def _last_administrator(idle: set[int]) -> int | None:
    administrators = User.objects.filter(Q(is_superuser=True), is_active=True).order_by("-last_login", "id")
    standing = list(administrators.values_list("id", flat=True))
    return standing[0] if standing and set(standing) <= idle else None


def _warn(user: User, days: int, now: datetime) -> int:
    left = days - (now - user.in_use).days  # type: ignore[attr-defined]  # annotated by _staff_last_used
    with translation.override(user.language):
        subject = _("Your account will be closed to sign-in")
        body = _(
            "Your account %(username)s has not been used for a long time and will be closed to sign-in in "
            "%(days)d days. Sign in once to keep it: %(address)s"
        ) % {"username": user.username, "days": left, "address": settings.BASE_URL}
    try:
        sent = send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except OSError as error:
        log.warning("idle_notice_not_sent", user=user.pk, error=type(error).__name__)
        return 0
    User.objects.filter(pk=user.pk).update(idle_warned_at=now)
    return sent
