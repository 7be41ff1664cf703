"""The door of regular reports for other parts, re-exported by ``motcua.reform.api``."""

from motcua.reform.reports.services import start_report
from motcua.reform.reports.takeover import KeptReport, take_over_reports
from motcua.reform.reports.terms import list_terms

__all__ = ["KeptReport", "list_terms", "start_report", "take_over_reports"]
