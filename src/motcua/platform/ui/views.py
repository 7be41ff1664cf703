"""Preferences, saved views, error pages and the page that shows every component."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.platform.ui import services, style_guide
from motcua.platform.ui.models import SavedView
from motcua.platform.ui.preferences import CHOICES, write_preferences
from motcua.platform.ui.saved import read_again, views_of


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Remember language, theme or text size, and return to the page where the person was."""
    response = redirect(_return_address(request))
    chosen = {name: request.POST[name] for name in CHOICES if name in request.POST}
    write_preferences(response, values=chosen, secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
@login_required
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the search, filters and order of a list under a name."""
    name = request.POST.get("name", "").strip()[:80]
    target = _return_address(request)
    if not name:
        messages.error(request, _("Give the view a name."))
        return redirect(target)
    try:
        services.keep_view(
            user_id=request.user.pk or 0,
            page=request.POST.get("page", "")[:60],
            name=name,
            querystring=target.partition("?")[2],
            is_default="default" in request.POST,
        )
    except services.TooManyViews:
        messages.error(request, _("Thirty views are kept already. Delete one first."))
    else:
        messages.success(request, _("The view is kept."))
        read_again(request)
    return redirect(target)


@require_safe
@login_required
def show_views(request: HttpRequest, page: str) -> HttpResponse:
    """The person's views of one list: rename, delete, choose the one the list opens with."""
    read_again(request)
    back = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    context = {"views": views_of(request, page=page), "back": back if is_ours else "/office/"}
    return render(request, "ui/saved_views.html", context)


@require_POST
@login_required
def change_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename a view, or make it the one the list opens with (or no longer)."""
    user_id, name = request.user.pk or 0, request.POST.get("name", "").strip()[:80]
    try:
        if "default" in request.POST:
            wanted = request.POST["default"] == "yes"
            services.choose_default(user_id=user_id, view_id=view_id, is_default=wanted)
        elif name:
            services.rename_view(user_id=user_id, view_id=view_id, name=name)
        else:
            messages.error(request, _("Give the view a name."))
    except services.NameTaken:
        messages.error(request, _("Another view has this name already."))
    except SavedView.DoesNotExist:
        raise Http404
    read_again(request)
    return redirect(_return_address(request))


@require_POST
@login_required
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    services.forget_view(user_id=request.user.pk or 0, view_id=view_id)
    read_again(request)
    return redirect(_return_address(request))


def show_style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for designers and tests; absent from a production server."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    face = "portal" if request.GET.get("face") == "portal" else "office"
    context = {**style_guide.context(request), "face": f"ui/base_{face}.html"}
    return render(request, "ui/style_guide.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long or came from elsewhere: say what to do, reveal nothing."""
    return render(request, "403_csrf.html", status=403)


def _return_address(request: HttpRequest) -> str:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
