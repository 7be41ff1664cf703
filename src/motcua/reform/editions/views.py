"""Pages of the editions: list, one edition, one criterion, difference, import and export, publication."""

import json
from copy import deepcopy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, refuse, role_required, staff_required
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.reform.editions import exchange, services
from motcua.reform.editions.bodies import bodies_of
from motcua.reform.editions.difference import parts_of
from motcua.reform.editions.forms import CriterionForm, ImportForm, PublishForm
from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.editions.pages import (
    area_rows,
    criterion_page,
    edition_facts,
    problem_texts,
)
from motcua.reform.editions.policies import EDITORS, may_edit
from motcua.reform.editions.presentation import problem_text
from motcua.reform.editions.queries import (
    Standing,
    former_edition,
    list_editions,
    list_stoppers,
    reading,
    standing_in_the_way,
)
from motcua.reform.editions.tables import EditionFilter, EditionTable
from motcua.reform.rules.edition import EditionRefused
from motcua.reform.rules.scoring import Problem


@require_safe
@staff_required
def show_list(request: StaffRequest) -> HttpResponseBase:
    """All editions, newest year first; everybody in office may read by which rules is judged."""
    page = build_list(
        request,
        key="reform-editions",
        table_class=EditionTable,
        queryset=list_editions(),
        filterset_class=EditionFilter,
    )
    if page.export:
        return page.export
    return render(request, "reform/editions/list.html", {"page": page, "may_edit": may_edit(request.staff)})


@require_safe
@staff_required
def show_edition(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Areas, criteria and rules of one edition; for a draft, what still stops its publication."""
    row = _edition(uuid)
    return _edition_page(request, row, PublishForm(standing=_standing(row)))


def _edition_page(
    request: StaffRequest, row: IndexEdition, form: PublishForm, *, status: int = 200
) -> HttpResponse:
    edition = reading(row)
    is_draft = row.state == EditionState.DRAFT
    context = {
        "row": row,
        "edition": edition,
        "facts": edition_facts(row, edition),
        "areas": area_rows(edition),
        "problems": problem_texts(list_stoppers(row)) if is_draft else [],
        "former": former_edition(row),
        "is_draft": is_draft,
        "may_edit": may_edit(request.staff),
        "form": form,
        "breadcrumbs": _crumbs(row),
    }
    return render(request, "reform/editions/edition.html", context, status=status)


def _standing(row: IndexEdition) -> Standing | None:
    return standing_in_the_way(row) if row.state == EditionState.DRAFT else None


@require_safe
@staff_required
def show_criterion(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """One criterion with its rule in sentences, its examples computed, and where its figures come from."""
    row = _edition(uuid)
    return render(request, "reform/editions/criterion.html", _criterion_context(request, row, code))


def _criterion_context(request: StaffRequest, row: IndexEdition, code: str) -> dict[str, Any]:
    try:
        criterion = reading(row).criterion(code)
    except KeyError as error:
        raise Http404 from error
    return {
        "row": row,
        "criterion": criterion,
        **criterion_page(criterion),
        "may_change": may_edit(request.staff) and row.state == EditionState.DRAFT,
        "breadcrumbs": [*_crumbs(row), {"label": code, "url": ""}],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*EDITORS)
def change_criterion(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Change one criterion of a draft; what was typed stays when the rule cannot be read."""
    row = _edition(uuid)
    context = _criterion_context(request, row, code)
    if row.state != EditionState.DRAFT:
        return redirect("editions:criterion", uuid, code)
    record = context["criterion"].record
    form = CriterionForm(request.POST or None, record=record, seen=row.sha256)
    if request.method == "POST" and form.is_valid() and _keep(request, row, code, form):
        return redirect("editions:criterion", uuid, code)
    status = 422 if form.errors else 200
    return render(request, "reform/editions/change.html", {**context, "form": form}, status=status)


def _keep(request: StaffRequest, row: IndexEdition, code: str, form: CriterionForm) -> bool:
    document = deepcopy(row.document)
    for area in document["areas"]:
        for criterion in area["criteria"]:
            for leaf in criterion.get("components", [criterion]):
                if leaf["code"] == code:
                    leaf.update(form.record())
    try:
        services.change_draft(
            edition=row,
            document=document,
            seen=form.cleaned_data["seen"],
            actor=request.user,
            now=clock.now(),
        )
    except EditionRefused as error:
        form.add_error(None, problem_text(Problem(error.code, error.where)))
    except services.ChangedMeanwhile:
        form.add_error(
            None, _("Somebody else changed this draft meanwhile. Open it again and repeat the change.")
        )
    except services.NotADraft:
        form.add_error(None, _("This edition was published meanwhile and does not change any more."))
    return form.is_valid()


@require_safe
@staff_required
def show_difference(request: StaffRequest, uuid: UUID, former: UUID) -> HttpResponse:
    """Two editions side by side, and the bridge between them."""
    new, old = _edition(uuid), _edition(former)
    editions = reading(old), reading(new)
    context = {
        "row": new,
        "old": old,
        "parts": parts_of(*editions, bodies=bodies_of(*editions), decisions=(old.decision, new.decision)),
        "only_changed": request.GET.get("thay-doi") == "1",
        "others": list_editions(),
        "breadcrumbs": _crumbs(new),
    }
    return render(request, "reform/editions/difference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*EDITORS)
def import_edition(request: StaffRequest) -> HttpResponse:
    """A draft from a file: the JSON or the workbook that an export made, changed or not."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            document = exchange.read_file(form.cleaned_data["file"])
            row = services.start_draft(document=document, actor=request.user, now=clock.now())
        except EditionRefused as error:
            form.add_error("file", problem_text(Problem(error.code, error.where)))
        else:
            messages.info(request, _("The file was read into a draft."))
            return redirect("editions:edition", row.uuid)
    return render(request, "reform/editions/import.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@staff_required
def export_edition(request: StaffRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The whole edition as JSON or as a workbook."""
    row = _edition(uuid)
    if kind == "xlsx":
        return exchange.workbook_response(row)
    if kind != "json":
        raise Http404
    response = HttpResponse(
        json.dumps(row.document, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="{exchange.file_name(row)}.json"'
    return response


@require_POST
@role_required(*EDITORS)
def start_from(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A draft with everything of this edition: of the same year, or of the next."""
    row = _edition(uuid)
    document = deepcopy(row.document)
    if request.POST.get("year") == "next":
        document = exchange.moved_to_year(document, row.year + 1)
    draft = services.start_draft(document=document, actor=request.user, now=clock.now())
    return redirect("editions:edition", draft.uuid)


@require_POST
@role_required(*EDITORS)
def publish(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Put a draft into force, unless something in it is open to two readings."""
    row = _edition(uuid)
    form = PublishForm(request.POST, standing=_standing(row))
    if not form.is_valid():
        return _edition_page(request, row, form, status=422)
    try:
        services.publish(
            edition=row,
            decision=form.cleaned_data["decision"],
            takes_over=form.cleaned_data.get("takes_over", False),
            actor=request.user,
            now=clock.now(),
        )
    except services.YearTaken as error:
        form = PublishForm(request.POST, standing=error.standing)
        form.add_error(
            "takes_over",
            _("%(edition)s is in force for this year. Tick the box when this edition is to take its place.")
            % {"edition": error.standing.edition},
        )
        return _edition_page(request, row, form, status=422)
    except services.PublicationRefused:
        form.add_error(None, _("The edition cannot be published yet. What stops it stands below."))
        return _edition_page(request, row, form, status=422)
    except services.NotADraft:
        messages.warning(request, _("Another version has taken the place of this one."))
    return redirect("editions:edition", uuid)


@require_POST
@role_required(*EDITORS)
def discard(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    try:
        services.discard(edition=_edition(uuid), actor=request.user, now=clock.now())
    except services.NotADraft:
        return refuse(request, reason="role")
    messages.info(request, _("The draft was discarded."))
    return redirect("editions:list")


def _edition(uuid: UUID) -> IndexEdition:
    try:
        return IndexEdition.objects.get(uuid=uuid)
    except IndexEdition.DoesNotExist as error:
        raise Http404 from error


def _crumbs(row: IndexEdition) -> list[dict[str, str]]:
    return [
        {"label": _("Editions of the index"), "url": reverse("editions:list")},
        {
            "label": f"{row.code} {row.year}.{row.version}",
            "url": reverse("editions:edition", args=[row.uuid]),
        },
    ]
