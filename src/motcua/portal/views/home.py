"""The front page and the open figures behind its numbers."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.core.cache import cache as django_cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.onestop.api import MonthFigures, TodayFigures, list_fields, month_figures, today_figures
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.templatetags.ui import number

MONTHS_SHOWN = 24
# Everybody sees the same numbers, and nobody needs them to the second.
FIGURES_SECONDS = 300
FIELD_ICONS = {
    "science-technology": "atom",
    "technology-transfer-innovation": "bulb",
    "standards-metrology-quality": "ruler-measure",
    "radiation-safety": "radioactive",
    "intellectual-property": "certificate",
}
# Searches that people really make, spelt as they spell them.
EXAMPLES = {
    "vi": ("X-quang", "công bố hợp chuẩn", "chuyển giao công nghệ"),
    "en": ("X-ray", "conformity", "technology transfer"),
}


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """One search box, the way to one's dossier, the fields, and how the office is doing."""
    today = clock.today()
    context = {
        "examples": EXAMPLES[get_language() or "vi"],
        "fields": [(field, FIELD_ICONS.get(field.code, "folder")) for field in list_fields(today)],
        "life_events": life_events(),
        "figures": _figure_cards(_today(today)),
    }
    return render(request, "portal/home.html", context)


@require_safe
def show_figures(request: HttpRequest) -> HttpResponseBase:
    """Month by month, as a page, a spreadsheet or plain data."""
    months = _months(clock.today())
    columns = [_("Month"), _("Received"), _("Resolved"), _("On time or early"), _("Returned")]
    wanted = request.GET.get("_export")
    if wanted in ("csv", "xlsx"):
        rows = [[*_as_row(month).values()] for month in months]
        return export_response(rows=rows, columns=columns, filename=_("figures"), format=cast(Format, wanted))
    context = {
        "columns": columns,
        "rows": [[f"{month.month:%m/%Y}", *map(number, _counts(month))] for month in months],
        "chart": _chart(months),
    }
    return render(request, "portal/figures.html", context)


@require_safe
def figures_json(request: HttpRequest) -> JsonResponse:
    """The same rows for machines."""
    return JsonResponse({"months": [_as_row(month) for month in _months(clock.today())]})


@cache
def life_events() -> list[dict[str, str]]:
    """Occasions in the life of a person or a firm, each a search of the catalogue, in both languages."""
    path = Path(__file__).parents[1] / "data" / "life_events.json"
    events: list[dict[str, str]] = json.loads(path.read_text())
    return [
        {
            "icon": event["icon"],
            "query": event["query"],
            "name_vi": event["vi"],
            "name_en": event["en"],
            "hint_vi": event["hint_vi"],
            "hint_en": event["hint_en"],
        }
        for event in events
    ]


def _today(on: date) -> TodayFigures:
    found = django_cache.get_or_set(f"portal.today.{on}", lambda: today_figures(on=on), FIGURES_SECONDS)
    return cast(TodayFigures, found)


def _months(on: date) -> list[MonthFigures]:
    found = django_cache.get_or_set(
        f"portal.months.{on}", lambda: month_figures(until=on, months=MONTHS_SHOWN), FIGURES_SECONDS
    )
    return cast(list[MonthFigures], found)


def _figure_cards(figures: TodayFigures) -> list[dict[str, object]]:
    url = reverse("portal:figures")
    percent = figures.on_time_percent
    return [
        {"label": _("Received today"), "value": number(figures.received), "url": url},
        {"label": _("Returned today"), "value": number(figures.returned), "url": url},
        {
            "label": _("On time or early, last 30 days"),
            "value": "–" if percent is None else f"{number(percent, 1)} %",
            "note": _("of %(count)s resolved") % {"count": number(figures.resolved_lately)},
            "url": url,
        },
    ]


def _counts(month: MonthFigures) -> list[int]:
    return [month.received, month.resolved, month.on_time, month.returned]


def _as_row(month: MonthFigures) -> dict[str, Any]:
    return {
        "month": f"{month.month:%Y-%m}",
        "received": month.received,
        "resolved": month.resolved,
        "on_time_or_early": month.on_time,
        "returned": month.returned,
    }


def _chart(months: list[MonthFigures]) -> dict[str, object]:
    oldest_first = months[::-1]
    return {
        "legend": {"top": 0},
        "xAxis": {"type": "category", "data": [f"{month.month:%m/%Y}" for month in oldest_first]},
        "yAxis": {"type": "value"},
        "series": [
            {"type": "bar", "name": _("Received"), "data": [month.received for month in oldest_first]},
            {
                "type": "line",
                "name": _("On time or early"),
                "data": [month.on_time for month in oldest_first],
            },
        ],
    }
