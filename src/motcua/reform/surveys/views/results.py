"""Results of one agency: figure, factors, questions, strata; chart and table; export."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform.exports.api import export_response
from motcua.reform.surveys import policies, presentation, queries
from motcua.reform.surveys.models import SurveyTarget


@require_safe
@role_required(*policies.READERS)
def show_result(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """Below the minimum of respondents the page says so and shows no figure, to whomever."""
    try:
        result = queries.get_result_for(staff=request.staff, uuid=uuid)
    except SurveyTarget.DoesNotExist:
        raise Http404
    wanted = request.GET.get("_export", "")
    if result.is_shown and wanted in ("csv", "xlsx"):
        return export_response(
            rows=presentation.export_rows(result),
            columns=presentation.export_columns(result),
            filename=f"khao-sat-{result.form.key}-{result.target.agency.code}-{result.target.round.year}",
            format=wanted,  # type: ignore[arg-type]
        )
    return _page(request, result)


def _page(request: StaffRequest, result: queries.Result) -> HttpResponse:
    context = {"result": result, "round": result.target.round, "target": result.target}
    own = policies.own_targets(request.staff, round_id=result.target.round_id)
    if result.is_shown:
        context |= {
            "whole": presentation.whole_rows(result, is_own=own.filter(pk=result.target.pk).exists()),
            "chart": presentation.factor_chart(result),
            "items": presentation.part_rows(result.items),
            "methods": presentation.method_rows(result),
            "layers": presentation.layer_rows(queries.list_layers(result=result)),
        }
    return render(request, "reform/surveys/result.html", context)
