"""The official days of a year: list, add, correct, remove."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required, staff_required
from motcua.onestop.calendar_pages.forms import YEARS, DayForm, calendar_name
from motcua.onestop.calendar_pages.policies import editable_calendars, readable_calendars
from motcua.platform import clock
from motcua.platform.calendar.api import (
    CalendarDay,
    DayKind,
    calendar_for,
    list_days,
    remove_day,
    set_day,
)
from motcua.platform.ui.formats import format_date

TONES = {DayKind.SWAP_WORKED: "info", DayKind.HALF_DAY: "info", DayKind.COUNTER_ONLY: "waiting"}


@require_safe
@staff_required
def calendar_year(request: StaffRequest) -> HttpResponse:
    """Every official day of one year, with its source; all staff read it, because it explains due dates."""
    calendars = readable_calendars(staff=request.staff)
    code, year = _chosen_calendar(request, calendars), _chosen_year(request)
    rows = list(list_days(calendar=code, year=year))
    editable = editable_calendars(user=request.user, staff=request.staff)
    context = {
        "rows": [_row(row, row.calendar in editable) for row in rows],
        "tabs": _year_tabs(code, year),
        "calendar_tabs": _calendar_tabs(calendars, code, year) if len(calendars) > 1 else [],
        "figures": _figures(code, year, rows),
        "week": _week(code, year),
        "year": year,
        "code": code,
        "may_edit": bool(editable),
    }
    return render(request, "onestop/calendar/year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def edit_day(request: StaffRequest, day_id: int | None = None) -> HttpResponse:
    """Add an official day, or correct one."""
    calendars = _editable_or_refuse(request)
    row = _get_day(day_id, calendars) if day_id is not None else None
    form = DayForm(
        request.POST or None, calendars=calendars, correcting=row is not None, initial=_initial(row)
    )
    if request.method == "POST" and form.is_valid():
        written = _write(request, form.cleaned_data, row)
        messages.success(request, _("%(day)s is in the calendar.") % {"day": format_date(written.day)})
        return redirect(_address(written.calendar, written.day.year))
    context = {"form": form, "row": row, "back": reverse("calendar:year"), "breadcrumbs": _breadcrumbs(row)}
    return render(request, "onestop/calendar/edit.html", context)


@require_POST
@role_required(Role.ADMINISTRATOR)
def delete_day(request: StaffRequest, day_id: int) -> HttpResponse:
    """Take an official day out again."""
    row = _get_day(day_id, _editable_or_refuse(request))
    remove_day(day_id=row.pk, actor=request.user, now=clock.now())
    messages.success(request, _("%(day)s is out of the calendar.") % {"day": format_date(row.day)})
    return redirect(_address(row.calendar, row.day.year))


def _editable_or_refuse(request: StaffRequest) -> tuple[str, ...]:
    calendars = editable_calendars(user=request.user, staff=request.staff)
    if not calendars:
        raise PermissionDenied
    return calendars


def _get_day(day_id: int, calendars: tuple[str, ...]) -> CalendarDay:
    return get_object_or_404(CalendarDay, pk=day_id, calendar__in=calendars)


def _write(request: StaffRequest, data: dict[str, Any], row: CalendarDay | None) -> CalendarDay:
    kept = {"calendar": row.calendar, "day": row.day} if row else {}
    values = {**data, **kept, "kind": DayKind(data["kind"])}
    return set_day(**values, actor=request.user, now=clock.now())


def _initial(row: CalendarDay | None) -> dict[str, Any] | None:
    names = ("kind", "name_vi", "name_en", "sessions", "source", "verified")
    return {name: getattr(row, name) for name in names} if row else None


def _chosen_calendar(request: HttpRequest, calendars: tuple[str, ...]) -> str:
    code = request.GET.get("lich", calendars[0])
    if code not in calendars:
        raise Http404
    return code


def _chosen_year(request: HttpRequest) -> int:
    text = request.GET.get("nam", "") or str(clock.today().year)
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS):
        raise Http404
    return int(text)


def _address(code: str, year: int) -> str:
    return f"{reverse('calendar:year')}?nam={year}&lich={code}"


def _year_tabs(code: str, year: int) -> list[dict[str, Any]]:
    years = range(year - 2, year + 3)
    return [{"label": str(each), "url": _address(code, each), "current": each == year} for each in years]


def _calendar_tabs(calendars: tuple[str, ...], code: str, year: int) -> list[dict[str, Any]]:
    return [
        {"label": calendar_name(each), "url": _address(each, year), "current": each == code}
        for each in calendars
    ]


def _row(row: CalendarDay, editable: bool) -> dict[str, Any]:
    return {
        "day": row,
        "weekday": _weekday(row.day.weekday()),
        "tone": TONES.get(DayKind(row.kind), "neutral"),
        "editable": editable,
        "scope": calendar_name(row.calendar),
    }


def _figures(code: str, year: int, rows: list[CalendarDay]) -> list[dict[str, Any]]:
    working = calendar_for(code).count_working_days(date(year - 1, 12, 31), date(year, 12, 31))
    doubtful = sum(not row.verified for row in rows)
    return [
        {"label": _("Working days"), "value": working},
        {"label": _("Days that differ"), "value": len(rows)},
        {"label": _("Not confirmed"), "value": doubtful, "tone": "waiting" if doubtful else "done"},
    ]


def _week(code: str, year: int) -> list[dict[str, str]]:
    """Hours of a plain week of the year, as rows of a summary list."""
    hours = calendar_for(code).hours_on(date(year, 12, 31))
    return [
        {"label": _weekday(weekday), "value": _openings(sessions, hours.counter[weekday])}
        for weekday, sessions in enumerate(hours.sessions)
    ]


def _openings(sessions: tuple[Any, ...], counter: tuple[Any, ...]) -> str:
    parts = [f"{each.opens:%H:%M}–{each.closes:%H:%M}" for each in sessions]
    parts += [
        _("%(time)s (counter only)") % {"time": f"{each.opens:%H:%M}–{each.closes:%H:%M}"} for each in counter
    ]
    return ", ".join(parts) or _("closed")


def _weekday(number: int) -> str:
    names = (
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
        *(_("Friday"), _("Saturday"), _("Sunday")),
    )
    return names[number]


def _breadcrumbs(row: CalendarDay | None) -> list[dict[str, str]]:
    here = format_date(row.day) if row else _("Add a day")
    return [{"label": _("Working calendar"), "url": reverse("calendar:year")}, {"label": here, "url": ""}]
