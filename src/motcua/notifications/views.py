"""The citizen's own messages and the choice of channels."""

import uuid

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.notifications import queries, services
from motcua.notifications.forms import ChannelPreferenceForm
from motcua.notifications.models import Message
from motcua.platform import clock

_PAGE_SIZE = 20


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.inbox(user_id=_user_id(request)), _PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page": page, "title": _("Notices")})


@require_safe
@login_required
def read_message(request: HttpRequest, message_uuid: uuid.UUID) -> HttpResponse:
    try:
        message = queries.get_inbox_message(user_id=_user_id(request), message_uuid=message_uuid)
    except Message.DoesNotExist:
        raise Http404
    services.mark_read(message_id=message.pk, now=clock.now())
    here = {request.get_host()}
    target = message.url if url_has_allowed_host_and_scheme(message.url, allowed_hosts=here) else ""
    context = {"notice": message, "target": target, "title": message.subject}
    return render(request, "notifications/message.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(recipient_id=_user_id(request), now=clock.now())
    return redirect("notifications:inbox")


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    current = queries.get_preference(user_id=_user_id(request))
    form = ChannelPreferenceForm(request.POST or None, instance=current)
    if request.method == "POST" and form.is_valid():
        services.set_preference(user_id=_user_id(request), **form.cleaned_data)
        return redirect("notifications:inbox")
    return render(request, "notifications/preferences.html", {"form": form, "title": _("How to reach you")})


def _user_id(request: HttpRequest) -> int:
    assert request.user.pk is not None  # login_required has seen to it
    return request.user.pk
