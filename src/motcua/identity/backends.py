"""How an account is found again from its session: by a statement that is planned once, for every signed-in request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.db.models import BigIntegerField, QuerySet

from motcua.identity.models import User
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param


class PasswordBackend(ModelBackend):
    """Django's own: user name and password."""

    def get_user(self, user_id: int) -> User | None:
        return _find_active(self, user_id)


class AccountBackend(AuthenticationBackend):
    """That of the sign-in pages: e-mail address or user name, and accounts of the e-identity provider."""

    def get_user(self, user_id: int) -> User | None:
        return _find_active(self, user_id)


def _find_active(backend: ModelBackend, user_id: int) -> User | None:
    """None for an account that is gone or blocked, as Django has it."""
    for user in _find.all(id=user_id):
        return user if backend.user_can_authenticate(user) else None
    return None


def _by_id() -> QuerySet[User]:
    return User.objects.filter(pk=Param("id", BigIntegerField()))


_find = Planned(_by_id)
