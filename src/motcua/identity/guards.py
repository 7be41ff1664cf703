"""Doors of the office: decorators for views and the type of a request behind them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from motcua.identity.models import User, UserKind
from motcua.identity.rules.staff import StaffContext

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that passed :func:`staff_required`: signed in, and holding an office today."""

    user: User
    staff: StaffContext


class PersonRequest(HttpRequest):
    """A request of somebody signed in."""

    user: User


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_required(view: StaffView[P]) -> AnyView[P]:
    """Anonymous visitors sign in first, citizens find nothing (404), staff without office today get a 403."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        refused = _refuse_stranger(request.user, request)
        return refused or view(cast(StaffRequest, request), *args, **kwargs)

    return guarded


def role_required(*roles: str) -> Callable[[StaffView[P]], AnyView[P]]:
    """Like :func:`staff_required`, and one of ``roles`` in any agency; others get a 403 that says why."""

    def decorate(view: StaffView[P]) -> AnyView[P]:
        @wraps(view)
        def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.staff.has_role(*roles):
                return refuse(request, reason="role")
            return view(request, *args, **kwargs)

        return staff_required(guarded)

    return decorate


def refuse(request: HttpRequest, *, reason: str) -> HttpResponse:
    """The 403 page; ``reason`` is ``role`` (wrong role) or ``office`` (no appointment in force today)."""
    return render(request, "identity/refused.html", {"reason": reason}, status=403)


def _refuse_stranger(user: User | AnonymousUser, request: HttpRequest) -> HttpResponse | None:
    if isinstance(user, AnonymousUser):
        return redirect_to_login(request.get_full_path())
    if user.kind != UserKind.STAFF:
        raise Http404
    staff = cast(StaffRequest, request).staff
    return None if staff.memberships else refuse(request, reason="office")
