"""The first account of an installation, before anybody could make one through the pages."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from motcua.identity.models import Position, Role, Unit, User
from motcua.identity.services import appoint, create_staff_account


def found_administrator(
    *, username: str, full_name: str, email: str, password: str | None, now: datetime
) -> tuple[User, bool]:
    """The administrator's account and whether it is new; one that exists is left as it is.

    Raises Django's ``ValidationError`` for a password the rules refuse. Without a password nobody can sign in
    until :func:`password_link` has been used.
    """
    existing = User.objects.filter(username=username).first()
    if existing is not None:
        return existing, False
    if password is not None:
        validate_password(password, User(username=username, full_name=full_name, email=email))
    made = create_staff_account(
        username=username,
        full_name=full_name,
        email=email,
        now=now,
        password_hash=make_password(password) if password is not None else "",
        is_administrator=True,
    )
    return made, True


def password_link(*, user: User) -> str:
    """Path of the page where ``user`` sets a password; valid once and for three days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


@transaction.atomic
def seat_administrator(*, user: User, agency_code: str, unit_code: str, now: datetime) -> bool:
    """Give ``user`` the administrator's role in a unit; False when they hold it there already.

    Raises ``Unit.DoesNotExist``.
    """
    unit = Unit.objects.get(agency__code=agency_code, code=unit_code)
    if user.appointments.filter(unit=unit, grants__role=Role.ADMINISTRATOR).exists():
        return False
    position, _ = Position.objects.get_or_create(
        code="system-administrator",
        defaults={"title_vi": "Quản trị hệ thống", "title_en": "System administrator"},
    )
    appoint(
        user_id=user.pk,
        unit_id=unit.pk,
        position_id=position.pk,
        roles=[Role.ADMINISTRATOR],
        valid_from=timezone.localdate(now),
        now=now,
    )
    return True
