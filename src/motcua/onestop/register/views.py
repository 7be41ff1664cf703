"""The register: look, take along as a file, print as a book."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Agency, StaffRequest, role_required
from motcua.onestop.office.listing import page_number
from motcua.onestop.register import presentation, queries, services
from motcua.onestop.register.forms import RegisterForm
from motcua.onestop.register.models import PrintState, RegisterPrint
from motcua.onestop.register.policies import READERS, readable_agencies
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.files.api import file_response
from motcua.platform.ui.formats import format_date

NARROWING = ("agency", "starts_on", "ends_on", "field", "procedure")


@require_safe
@role_required(*READERS)
def show_book(request: StaffRequest) -> HttpResponseBase:
    """Form 07 on a page: filters in the address, fifty rows a page, the same rows as a file."""
    agencies = readable_agencies(staff=request.staff)
    form = _form(request.GET, agencies)
    if not form.is_valid():
        status = 404 if "agency" in form.errors else 422
        return render(request, "onestop/register/book.html", {"form": form}, status=status)
    narrow = form.narrow()
    agency = next(item for item in agencies if item.pk == narrow.agency_id)
    if request.GET.get("_export") in ("csv", "xlsx"):
        return _export(request, narrow, agency)
    page = page_number(request.GET.get("page", ""))
    dossiers, has_next = queries.read_rows(narrow=narrow, page=page)
    context = {
        "form": form,
        "agency": agency,
        "narrow": narrow,
        "entries": [presentation.line(dossier) for dossier in dossiers],
        "first": (page - 1) * queries.PAGE_SIZE,
        "headings": presentation.headings(),
        "count": queries.count_register(narrow=narrow),
        "page": page,
        "has_next": has_next,
        "chosen": {name: form.data.get(name, "") for name in NARROWING},
        "prints": queries.list_prints(user_id=request.user.pk),
    }
    return render(request, "onestop/register/book.html", context)


@require_POST
@role_required(*READERS)
def ask_for_print(request: StaffRequest) -> HttpResponse:
    """Start the job that sets the chosen days as a book."""
    form = _form(request.POST, readable_agencies(staff=request.staff))
    if not form.is_valid():
        raise Http404
    try:
        book = services.request_print(narrow=form.narrow(), actor=request.user, now=clock.now())
    except services.BookTooLong:
        words = _("The chosen days hold more than %(n)d dossiers. Please choose fewer days.")
        messages.error(request, words % {"n": queries.LONGEST})
        return redirect(_address(form))
    return redirect("register:print", uuid=book.uuid)


@require_safe
@role_required(*READERS)
def show_print(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """How far the printing is, then the way to the file."""
    book = _book(request, uuid)
    days = {"first": format_date(book.starts_on), "last": format_date(book.ends_on)}
    context = {
        "book": book,
        "is_waiting": book.state == PrintState.WAITING,
        "is_ready": book.state == PrintState.READY,
        "days": _("%(first)s – %(last)s") % days,
        "seems_stuck": book.state == PrintState.WAITING and clock.now() - book.requested_at > _PATIENCE,
    }
    return render(request, "onestop/register/print.html", context)


@require_safe
@role_required(*READERS)
def show_progress(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What the open page asks for: the same line again with new figures, or the whole page when it is made."""
    book = _book(request, uuid)
    if book.state == PrintState.WAITING:
        return render(request, "onestop/register/_progress.html", {"book": book})
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_safe
@role_required(*READERS)
def download(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The printed book."""
    book = _book(request, uuid)
    if book.file is None:
        raise Http404
    return file_response(book.file, inline="xem" in request.GET)


_PATIENCE = timedelta(minutes=5)


def _form(params: QueryDict, agencies: list[Agency]) -> RegisterForm:
    language = "en" if get_language() == "en" else "vi"
    names = queries.list_choices(agencies=agencies, language=language)
    return RegisterForm(
        params.dict(),
        agencies=agencies,
        procedures=names.procedures,
        fields=names.fields,
        today=clock.today(),
        language=language,
    )


def _book(request: StaffRequest, uuid: UUID) -> RegisterPrint:
    agencies = readable_agencies(staff=request.staff)
    try:
        return queries.get_print_for(
            user_id=request.user.pk, agency_ids=[agency.pk for agency in agencies], uuid=uuid
        )
    except RegisterPrint.DoesNotExist:
        raise Http404


def _export(request: StaffRequest, narrow: queries.RegisterFilter, agency: Agency) -> HttpResponseBase:
    services.note_export(narrow=narrow, agency_code=agency.code, actor=request.user, now=clock.now())
    return export_response(
        rows=(presentation.cells(dossier) for dossier in queries.each_row(narrow=narrow)),
        columns=presentation.headings(),
        filename=f"so-theo-doi-{agency.code}",
        format=cast(Format, request.GET["_export"]),
    )


def _address(form: RegisterForm) -> str:
    chosen: dict[str, Any] = {name: form.data[name] for name in NARROWING if form.data.get(name)}
    query = QueryDict(mutable=True)
    query.update(chosen)
    return f"{reverse('register:book')}?{query.urlencode()}"
