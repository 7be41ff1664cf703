"""Writing an initiative down: the form, its papers, filing, withdrawing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Agency, StaffRequest, refuse, staff_required
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, file_response
from motcua.reform.initiatives.forms import AnnexForm, AuthorForms, InitiativeForm, ReasonForm, initial_of
from motcua.reform.initiatives.models import Initiative, InitiativeAnnex
from motcua.reform.initiatives.policies import may_edit
from motcua.reform.initiatives.queries import get_annex_for, list_possible_authors, own_agency
from motcua.reform.initiatives.services import drafting
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.views._base import act, load, refusal_text
from motcua.reform.initiatives.views.one import show


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def begin(request: StaffRequest) -> HttpResponse:
    """A new draft in the person's own agency, the person its author."""
    agency = own_agency(staff=request.staff)
    if request.method != "POST":
        first = [{"user": str(request.user.pk), "share": "100"}]
        forms = _forms(request, agency, content={}, authors=first)
        return _render(request, agency, *forms)
    form, authors = _forms(request, agency)
    if "add" in request.POST or not (form.is_valid() and authors.is_valid()):
        return _again(request, agency, form, authors)
    made = drafting.begin_initiative(
        agency=agency,
        content=form.content(),
        authors=authors.authors(),
        staff=request.staff,
        now=clock.now(),
    )
    messages.success(request, _("The draft is saved."))
    return redirect("initiatives:initiative", made.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def change(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Change a draft, or one that was sent back."""
    initiative = load(request, uuid)
    if not may_edit(request.staff, initiative):
        return refuse(request, reason="role")
    if request.method != "POST":
        forms = _forms(request, initiative.agency, content=initial_of(initiative), authors=_rows(initiative))
        return _render(request, initiative.agency, *forms, initiative=initiative)
    form, authors = _forms(request, initiative.agency)
    if "add" in request.POST or not (form.is_valid() and authors.is_valid()):
        return _again(request, initiative.agency, form, authors, initiative=initiative)
    drafting.change_initiative(
        initiative=initiative,
        content=form.content(),
        authors=authors.authors(),
        staff=request.staff,
        now=clock.now(),
    )
    messages.success(request, _("The draft is saved."))
    return redirect("initiatives:initiative", uuid)


@require_POST
@staff_required
def add_annex(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Attach a paper."""
    initiative = load(request, uuid)
    form = AnnexForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            drafting.add_annex(
                initiative=initiative, content=file, name=file.name, staff=request.staff, now=clock.now()
            )
        except FileRefused as refused:
            form.add_error("file", refused.message)
        except InitiativeRefused as refused:
            form.add_error("file", refusal_text(refused))
    if form.errors:
        return show(request, initiative, annex_form=form, status=422)
    messages.success(request, _("The paper is attached."))
    return redirect("initiatives:initiative", uuid)


@require_POST
@staff_required
def remove_annex(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a paper away again."""
    annex = _annex(request, uuid)
    drafting.remove_annex(annex=annex, staff=request.staff, now=clock.now())
    messages.success(request, _("The paper is removed."))
    return redirect("initiatives:initiative", annex.initiative.uuid)


@require_safe
@staff_required
def show_annex(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """A paper, for who may know of its initiative."""
    return file_response(_annex(request, uuid).file, inline="xem" in request.GET)


@require_POST
@staff_required
def submit(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """File it with the agency."""
    initiative = load(request, uuid)
    return act(
        request,
        lambda: drafting.submit_initiative(initiative=initiative, staff=request.staff, now=clock.now()),
        _("The initiative is filed; the reform officer checks the dossier."),
        "initiatives:initiative",
        uuid,
    )


@require_POST
@staff_required
def withdraw(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take it back."""
    initiative = load(request, uuid)
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return show(request, initiative, withdraw_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return act(
        request,
        lambda: drafting.withdraw_initiative(
            initiative=initiative, reason=reason, staff=request.staff, now=clock.now()
        ),
        _("The initiative is withdrawn."),
        "initiatives:initiative",
        uuid,
    )


def _annex(request: StaffRequest, uuid: UUID) -> InitiativeAnnex:
    try:
        return get_annex_for(staff=request.staff, uuid=uuid)
    except InitiativeAnnex.DoesNotExist:
        raise Http404


def _forms(
    request: StaffRequest,
    agency: Agency,
    *,
    content: dict[str, Any] | None = None,
    authors: list[dict[str, Any]] | None = None,
) -> tuple[InitiativeForm, Any]:
    data = request.POST if request.method == "POST" else None
    officers = {"officers": list_possible_authors(agency=agency, on=clock.today())}
    rows = AuthorForms(data, initial=authors, prefix="authors", form_kwargs=officers)
    if authors is not None:
        rows.extra = max(0, 2 - len(authors))
    return InitiativeForm(data, initial=content), rows


def _rows(initiative: Initiative) -> list[dict[str, Any]]:
    return [
        {
            "user": str(author.user_id or ""),
            "full_name": "" if author.user_id else author.full_name,
            "workplace": author.workplace,
            "share": author.share,
            "is_namesake": author.is_namesake,
        }
        for author in initiative.authors.all()
    ]


def _again(
    request: StaffRequest, agency: Agency, form: InitiativeForm, authors: Any, **more: Any
) -> HttpResponse:
    """The form with its errors, or with one more row for an author and no errors yet."""
    if "add" not in request.POST:
        return _render(request, agency, form, authors, status=422, show_errors=True, **more)
    data = request.POST.copy()
    data["authors-TOTAL_FORMS"] = str(min(authors.total_form_count() + 1, 15))
    officers = {"officers": list_possible_authors(agency=agency, on=clock.today())}
    rows = AuthorForms(data, prefix="authors", form_kwargs=officers)
    return _render(request, agency, form, rows, **more)


def _render(
    request: StaffRequest,
    agency: Agency,
    form: InitiativeForm,
    authors: Any,
    *,
    status: int = 200,
    show_errors: bool = False,
    initiative: Initiative | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "authors": authors,
        "agency": agency,
        "initiative": initiative,
        "show_errors": show_errors,
    }
    return render(request, "reform/initiatives/edit.html", context, status=status)
