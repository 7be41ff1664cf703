"""Passwords of staff that may not come back (Decree 331/2026, level 3)."""

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from motcua.identity.account_parameters import account_parameter
from motcua.identity.models import PastPassword, User, UserKind
from motcua.platform import clock


class NotUsedBefore:
    """A password validator of Django: refuses the last passwords of a member of staff."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ``ValidationError``; each earlier password costs one slow hash, which is meant so."""
        count = _remembered(user)
        if not count:
            return
        past = PastPassword.objects.filter(user=user).order_by("-id")[:count]
        hashes = [user.password, *past.values_list("hashed", flat=True)]
        if any(check_password(password, hashed) for hashed in hashes if hashed):
            raise ValidationError(
                _("This is one of the last %(count)d passwords. Please choose a new one.") % {"count": count},
                code="password_used_before",
            )

    def get_help_text(self) -> str:
        return _("Staff do not use an earlier password again.")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Called by Django when a new password is saved: remember its hash, forget the oldest."""
        count = _remembered(user)
        if not count:
            return
        PastPassword.objects.create(user=user, hashed=make_password(password), set_at=clock.now())
        kept = PastPassword.objects.filter(user=user).order_by("-id").values("id")[:count]
        PastPassword.objects.filter(user=user).exclude(id__in=kept).delete()


def _remembered(user: Any) -> int:
    """How many earlier passwords count for this account; 0 for citizens and unsaved accounts."""
    if not isinstance(user, User) or user.pk is None or user.kind != UserKind.STAFF:
        return 0
    return account_parameter(name="passwords_not_reused", on=clock.today())
