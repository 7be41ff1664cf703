"""Preferences, error pages and the page that shows every component."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from motcua.platform.ui import style_guide
from motcua.platform.ui.preferences import CHOICES, write_preferences


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Remember language, theme or text size, and return to the page where the person was."""
    response = redirect(_return_address(request))
    chosen = {name: request.POST[name] for name in CHOICES if name in request.POST}
    write_preferences(response, values=chosen, secure=settings.SESSION_COOKIE_SECURE)
    return response


def show_style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for designers and tests; absent from a production server."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/style_guide.html", style_guide.context(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or came from elsewhere: say what to do, reveal nothing."""
    return render(request, "403_csrf.html", status=403)


def _return_address(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
