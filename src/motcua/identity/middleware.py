"""What every request learns about a signed-in member of staff, and the second factor they need."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from motcua.identity.adapters import has_second_factor
from motcua.identity.models import UserKind
from motcua.identity.queries import get_staff_context
from motcua.identity.rules.staff import StaffContext
from motcua.platform import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
NOBODY = 0
SEEN = "second_factor_of"
# Pages one needs to set up a second factor, or to give up and leave.
OPEN_WITHOUT_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "ui:preferences",
    }
)


class StaffContextMiddleware:
    """``request.staff``: roles, units and delegations of today, asked for only when a view needs them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.staff = SimpleLazyObject(partial(_staff_of, request))  # type: ignore[attr-defined]
        return self.get_response(request)


class StaffSecondFactorMiddleware:
    """Where the installation asks for it, staff without a second factor see nothing but its set-up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and _lacks_factor(request) and not _is_open(request):
            return redirect("mfa_index")
        return self.get_response(request)


def _staff_of(request: HttpRequest) -> StaffContext:
    if isinstance(request.user, AnonymousUser):
        return StaffContext(user_id=NOBODY, full_name="")
    return get_staff_context(user_id=request.user.id, on=clock.today())


def _lacks_factor(request: HttpRequest) -> bool:
    user = request.user
    if isinstance(user, AnonymousUser) or user.kind != UserKind.STAFF:
        return False
    # The answer is kept in the session: the last factor of staff cannot be removed, so it stays true.
    if request.session.get(SEEN) == user.id:
        return False
    if not has_second_factor(user_id=user.id):
        return True
    request.session[SEEN] = user.id
    return False


def _is_open(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    return name in OPEN_WITHOUT_FACTOR or request.path_info.startswith(settings.STATIC_URL)
