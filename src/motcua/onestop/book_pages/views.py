"""Books of result numbers: list them, close one of a past year."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.onestop.book_pages import services
from motcua.onestop.book_pages.words import book_name
from motcua.platform import clock
from motcua.platform.numbering.api import NumberBook, list_books

READERS = (Role.CLERK, Role.ADMINISTRATOR, Role.LEADER, Role.AUDITOR)


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It stands in the event log, for instance: end of the year, handed to the archive."
        ),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have compared the last number with the last document of the year.")
    )


@require_safe
@role_required(*READERS)
def show_books(request: StaffRequest) -> HttpResponse:
    """Every book of the reader's agencies with its last number."""
    rows = [_row(request, code, book) for code in _agencies(request) for book in _books(code)]
    return render(request, "onestop/book_pages/books.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*services.CLOSERS)
def close(request: StaffRequest, book_id: int) -> HttpResponse:
    """Ask for the reason and a confirmation, then close the book for good."""
    code, book = _find(request, book_id)
    if not services.may_close(staff=request.staff, agency_code=code):
        raise PermissionDenied("close_book")
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _close(request, code, book, form.cleaned_data["reason"])
    context = {"form": form, "row": _row(request, code, book)}
    return render(request, "onestop/book_pages/close.html", context, status=422 if form.errors else 200)


def _close(request: StaffRequest, code: str, book: NumberBook, reason: str) -> HttpResponse:
    try:
        last = services.close_book(
            book=book, agency_code=code, reason=reason, staff=request.staff, now=clock.now()
        )
    except services.YearRuns:
        messages.error(request, _("This year is not over; its book stays open until the last day."))
    else:
        words = _("The book of %(year)s is closed with the last number %(last)s.")
        messages.success(request, words % {"year": book.period, "last": last})
    return redirect("books:list")


def _agencies(request: StaffRequest) -> list[str]:
    return sorted({membership.agency_code for membership in request.staff.matching(*READERS)})


def _books(code: str) -> list[NumberBook]:
    return list(list_books(prefix=f"result:{code}:"))


def _find(request: StaffRequest, book_id: int) -> tuple[str, NumberBook]:
    """A book of the reader's agencies; nobody else's exists for them."""
    for code in _agencies(request):
        for book in _books(code):
            if book.pk == book_id:
                return code, book
    raise Http404


def _row(request: StaffRequest, code: str, book: NumberBook) -> dict[str, Any]:
    is_over = book.period < str(clock.today().year)
    return {
        "book": book,
        "agency": code,
        "name": book_name(book.book),
        "is_over": is_over,
        "may_close": is_over
        and book.closed_at is None
        and services.may_close(staff=request.staff, agency_code=code),
    }
