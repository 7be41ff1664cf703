"""Versions of the checklists: read by everybody concerned, written by managers of the index."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections import checklists, queries
from motcua.reform.inspections.areas import areas_shown
from motcua.reform.inspections.forms import ChecklistForm
from motcua.reform.inspections.models import InspectionChecklist
from motcua.reform.inspections.policies import READERS
from motcua.reform.inspections.views._shared import form_page, root_crumbs, section_tabs
from motcua.reform.inspections.views.plans import EDIT


@require_safe
@role_required(*READERS)
def show_all(request: StaffRequest) -> HttpResponse:
    """Every version, the newest of each kind first."""
    rows = [(row, checklists.source_text(row)) for row in queries.list_checklists()]
    context = {"rows": rows, "tabs": section_tabs("checklists")}
    return render(request, "reform/inspections/checklists.html", context)


@require_safe
@role_required(*READERS)
def show_one(request: StaffRequest, pk: int) -> HttpResponse:
    """The items of one version."""
    row = get_object_or_404(InspectionChecklist, pk=pk)
    named = areas_shown(row.valid_from.year)
    context = {
        "row": row,
        "source": checklists.source_text(row),
        "items": [
            item
            | {name: bilingual(item, name) for name in ("text", "look_at")}
            | {"area": named(item["area"])}
            for item in row.items
        ],
        "may_add": request.staff.has_role(Role.REFORM_MANAGER),
        "breadcrumbs": _crumbs(row),
    }
    return render(request, "reform/inspections/checklist_version.html", context)


@require_http_methods(EDIT)
@role_required(*READERS)
def add_version(request: StaffRequest, pk: int) -> HttpResponse:
    """The next version, begun from this one."""
    if not request.staff.has_role(Role.REFORM_MANAGER):
        raise PermissionDenied
    row = get_object_or_404(InspectionChecklist, pk=pk)
    form = ChecklistForm(request.POST or None, initial=_initial(row))

    def do(form: Form) -> str:
        added = checklists.add_version(after=row, actor=request.user, now=clock.now(), **form.cleaned_data)
        return reverse("inspections:checklist_version", args=[added.pk])

    return form_page(
        request,
        form,
        heading=_("Next version of the checklist"),
        button=_("Save the version"),
        back=reverse("inspections:checklist_version", args=[row.pk]),
        crumbs=_crumbs(row),
        do=do,
        words=_("The version is saved. Visits that begin from its first day on use it."),
        wide=True,
    )


def _crumbs(row: InspectionChecklist) -> list[dict[str, str]]:
    listed = {"label": _("Checklists"), "url": reverse("inspections:checklists")}
    name = f"{bilingual(row, 'name')} · {row.number}"
    return [
        *root_crumbs(),
        listed,
        {"label": name, "url": reverse("inspections:checklist_version", args=[row.pk])},
    ]


def _initial(row: InspectionChecklist) -> dict[str, Any]:
    names = ("code", "area", "criterion", "text_vi", "text_en", "look_at_vi")
    lines = "\n".join(" | ".join(item[name] for name in names) for item in row.items)
    return {"name_vi": row.name_vi, "name_en": row.name_en, "items": lines}
