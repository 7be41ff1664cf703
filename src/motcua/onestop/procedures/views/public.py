"""The catalogue as the public reads it: list, procedure page, JSON."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.identity.api import StaffContext, UserKind
from motcua.onestop.dossiers.parameters import policy_for
from motcua.onestop.dossiers.rules import deadlines
from motcua.onestop.procedures.api import fee_for, get_version_in_force, list_fields, list_public
from motcua.onestop.procedures.forms import CatalogueFilterForm, FeeCalculatorForm, in_language
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.policies import policy
from motcua.onestop.procedures.rules.parts import PARTS
from motcua.onestop.procedures.views import presentation
from motcua.onestop.procedures.views.words import part_names
from motcua.platform import clock
from motcua.platform.calendar.api import calendar_for

PER_PAGE = 20


@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    """All procedures in force today, searched and filtered by the address."""
    today = clock.today()
    form = CatalogueFilterForm(request.GET, fields=list_fields(today))
    values = form.values()
    page = Paginator(_found(today, values), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(version) for version in page]
    context = {
        "form": form,
        "values": values,
        "page": page,
        "rows": rows,
        "is_narrowed": any(values.values()),
    }
    return render(request, "onestop/procedures/list.html", context)


@require_safe
def list_json(request: HttpRequest) -> JsonResponse:
    """The same list for machines, whole; takes the filters of the page."""
    today = clock.today()
    values = CatalogueFilterForm(request.GET, fields=list_fields(today)).values()
    procedures = [presentation.as_summary(version, request) for version in _found(today, values)]
    return JsonResponse({"on": today.isoformat(), "count": len(procedures), "procedures": procedures})


@require_safe
def detail(request: HttpRequest, key: str) -> HttpResponse:
    """One procedure: what for, who, how long, what it costs, what to prepare, and the way in."""
    version = _get_version(key)
    return render(request, "onestop/procedures/detail.html", _detail_context(request, version))


@require_safe
def detail_json(request: HttpRequest, key: str) -> JsonResponse:
    return JsonResponse(presentation.as_record(_get_version(key), request))


def _found(today: date, values: dict[str, str]) -> Any:
    return list_public(
        on=today,
        query=values["q"],
        field=values["field"],
        applicant=values["applicant"],
        level=values["level"],
    )


def _get_version(key: str) -> ProcedureVersion:
    try:
        return get_version_in_force(key, clock.today())
    except ProcedureVersion.DoesNotExist:
        raise Http404 from None


def _row(version: ProcedureVersion) -> dict[str, Any]:
    return {
        "version": version,
        "procedure": version.procedure,
        "limit": presentation.limit_text(version.committed_limit, version.limit_unit),
        "fee": presentation.fee_text(version.fee),
    }


def _detail_context(request: HttpRequest, version: ProcedureVersion) -> dict[str, Any]:
    return _row(version) | _fee_context(request, version) | {
        "breadcrumbs": [
            {"label": _("Procedures"), "url": reverse("procedures:list")},
            {"label": version.name_en if request.LANGUAGE_CODE == "en" else version.name_vi},
        ],
        "legal_limit": presentation.limit_text(version.legal_limit, version.limit_unit),
        "supplement": presentation.limit_text(version.supplement_limit, version.supplement_unit),
        "due_at": _due_if_received_now(version),
        "applicants": presentation.applicant_texts(version.applicant_kinds),
        "channels": presentation.channel_texts(version.channels),
        "counter": _counter_now(version),
        "validity": presentation.validity_text(version.result_validity_months),
        "papers": [(paper, presentation.paper_text(paper)) for paper in version.components.all()],
        "how_to": _lines(version, "how_to"),
        "conditions": _lines(version, "conditions"),
        "start_url": presentation.start_url(version),
        "unverified": _unverified_for(request, version),
    }  # fmt: skip


def _fee_context(request: HttpRequest, version: ProcedureVersion) -> dict[str, Any]:
    """The calculator where the fee depends on answers, and its outcome once something was put in."""
    if version.fee.get("kind") not in ("cases", "percentage"):
        return {}
    asked = any(name.startswith("tinh-") for name in request.GET)
    form = FeeCalculatorForm(request.GET if asked else None, rule=version.fee)
    if not asked or not form.is_valid():
        return {"calculator": form}
    return {"calculator": form, "quote": fee_for(version, form.answers(), on=clock.today())}


def _due_if_received_now(version: ProcedureVersion) -> Any:
    """The promised moment of a dossier received this minute, by the calendar of the agency."""
    agency = version.procedure.agency
    deadline = deadlines.compute(
        limit=deadlines.Limit(version.committed_limit, deadlines.LimitUnit(version.limit_unit)),
        policy=policy_for(version=version, agency=agency, on=clock.today()),
        calendar=calendar_for(agency.calendar),
        received_at=clock.now(),
    )
    return deadline.due


def _counter_now(version: ProcedureVersion) -> str:
    """Whether papers are taken at the counter now, where the procedure may be filed there."""
    if "counter" not in version.channels:
        return ""
    return presentation.counter_text(calendar_for(version.procedure.agency.calendar), clock.now())


def _lines(version: ProcedureVersion, name: str) -> list[str]:
    values = {f"{name}_{lang}": getattr(version, f"{name}_{lang}") for lang in ("vi", "en")}
    return [line for line in in_language(values, name).splitlines() if line.strip()]


def _unverified_for(request: HttpRequest, version: ProcedureVersion) -> list[str]:
    """Names of unconfirmed parts, for administrators and editors of the agency only."""
    if not request.user.is_authenticated or request.user.kind != UserKind.STAFF:
        return []
    staff: StaffContext = request.staff  # type: ignore[attr-defined]
    if not policy.may(staff, "confirm", version):
        return []
    names = part_names()
    return [names[part] for part in PARTS if part in version.unverified]
