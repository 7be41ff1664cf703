"""Fingerprints of the event log, day by day, for everybody to copy."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.platform import clock
from motcua.platform.audit.api import list_roots

PER_PAGE = 31


@require_safe
def show_roots(request: HttpRequest) -> HttpResponse:
    """The last link of each finished day: day, position in the chain, SHA-256."""
    roots = Paginator(list_roots(before=clock.today()), PER_PAGE)
    return render(request, "portal/roots.html", {"page": roots.get_page(request.GET.get("page"))})


@require_safe
def roots_json(request: HttpRequest) -> JsonResponse:
    """All of them for machines, to be fetched and kept elsewhere."""
    rows = [
        {"day": root.day.isoformat(), "position": root.position, "sha256": root.digest}
        for root in list_roots(before=clock.today())
    ]
    return JsonResponse({"roots": rows})
