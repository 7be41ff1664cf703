"""Who did what: the event log for those who oversee an agency."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.event_log import EventFilter, EventTable
from motcua.identity.guards import StaffRequest, role_required
from motcua.identity.models import Role
from motcua.identity.policies import visible_events
from motcua.platform.ui.lists import build_list


@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
def list_events(request: StaffRequest) -> HttpResponseBase:
    page = build_list(
        request,
        key="event-log",
        table_class=EventTable,
        queryset=visible_events(request.staff),
        filterset_class=EventFilter,
    )
    return page.export or render(request, "identity/event_log.html", {"page": page})
