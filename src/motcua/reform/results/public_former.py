"""Results that a correction replaced: they stay where everybody can read and compute them again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.reform.results.downloads import JSON_NAME, SIGNATURE_NAME, snapshot_response
from motcua.reform.results.models import Snapshot, SnapshotState
from motcua.reform.results.presentation import make_board
from motcua.reform.results.queries import get_numbered
from motcua.reform.results.reading import reading_of


@require_safe
def show_former(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A former result with what replaced it, when and why; the one in force has its own address."""
    snapshot = _snapshot(year, number)
    if snapshot.state == SnapshotState.PUBLISHED:
        return redirect("reform_index_year", year=year)
    context = {
        "snapshot": snapshot,
        "board": make_board(reading_of(snapshot)),
        "successor": Snapshot.objects.defer("content", "signature").get(corrects=snapshot),
    }
    return render(request, "reform/results/public_former.html", context)


@require_safe
def download_former(request: HttpRequest, year: int, number: int, name: str) -> HttpResponse:
    """The signed document of any result of a year, or its signature."""
    if name not in (JSON_NAME, SIGNATURE_NAME):
        raise Http404
    return snapshot_response(_snapshot(year, number), is_signature=name == SIGNATURE_NAME)


def _snapshot(year: int, number: int) -> Snapshot:
    try:
        return get_numbered(year=year, number=number)
    except Snapshot.DoesNotExist:
        raise Http404 from None
