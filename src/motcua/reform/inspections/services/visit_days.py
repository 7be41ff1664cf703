"""The day that a notice names: in the year of the plan, not over, and outside the planned days with a reason."""

from datetime import date

from django.utils import timezone

from motcua.reform.inspections.models import Inspection
from motcua.reform.inspections.refusals import InspectionRefused


def is_planned_day(inspection: Inspection, day: date) -> bool:
    """Does the day lie within the days of the plan?"""
    return inspection.planned_from <= day <= inspection.planned_to


def require_visit_day(inspection: Inspection, day: date, *, reason: str, on: date) -> None:
    """Raises :class:`InspectionRefused` (``outside_year``, ``visit_past``, ``visit_reason_missing``)."""
    if day.year != inspection.plan.year:
        raise InspectionRefused("outside_year", year=inspection.plan.year)
    if day < on:
        raise InspectionRefused("visit_past")
    if not is_planned_day(inspection, day) and not reason.strip():
        raise InspectionRefused("visit_reason_missing")


def require_day_ahead(inspection: Inspection, *, on: date) -> None:
    """Raises :class:`InspectionRefused` (``notice_late``) for a notice that waited until its visit was over."""
    day = visit_day(inspection)
    if day is not None and day < on:
        raise InspectionRefused("notice_late", day=f"{day:%d/%m/%Y}")


def require_begun(inspection: Inspection, *, on: date) -> None:
    """Nobody comes before the day that was announced, save for a surprise. Raises ``visit_early``."""
    day = visit_day(inspection)
    if day is not None and on < day and not inspection.is_surprise:
        raise InspectionRefused("visit_early", day=f"{day:%d/%m/%Y}")


def visit_day(inspection: Inspection) -> date | None:
    """The day that the notice names, in the office's time."""
    return timezone.localdate(inspection.visit_at) if inspection.visit_at is not None else None
