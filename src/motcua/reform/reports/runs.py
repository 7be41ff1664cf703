"""Figures in the background: every room is asked, which takes seconds, so a page asks for them and watches."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID, uuid4

import structlog
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_staff_context, get_user
from motcua.platform.outbox.api import defer
from motcua.reform.reports import policies, services
from motcua.reform.reports.figures import Computed
from motcua.reform.reports.models import ReformReport, ReportState, RunKind
from motcua.reform.reports.notices import tell_failed

log = structlog.get_logger(__name__)
JOB: Final = "reform.reports.run"


def ask_start(*, agency_id: int, year: int, kind: str, staff: StaffContext, now: datetime) -> ReformReport:
    """The report of a term, begun unless it is there; its figures and its first text come from the background.

    Raises ``PermissionDenied``, ``NotOwed``.
    """
    with transaction.atomic():
        report, is_new = services.begin_report(
            agency_id=agency_id, year=year, kind=kind, staff=staff, now=now
        )
        if is_new:
            _queue(report, RunKind.FIGURES, staff)
    return report


def ask_run(*, report_id: int, kind: RunKind, staff: StaffContext, now: datetime) -> ReformReport:
    """Have the figures of a draft computed anew, or computed and laid before the leader.

    While something is under way it is asked for once more and done once: a job that was lost is made up for. Raises
    ``PermissionDenied``, ``NotPossible``, for a submission also ``NotOver``, ``Unwritten`` and ``UnknownFigures``.
    """
    with transaction.atomic():
        report = services.locked_report(report_id)
        policies.require(policies.may_draft(staff, report.agency_id))
        if report.state == ReportState.SUBMITTED and kind == RunKind.SUBMISSION:
            return report
        if report.state != ReportState.DRAFT:
            raise services.NotPossible(report.state)
        if kind == RunKind.SUBMISSION:
            services.require_submittable(report=report, staff=staff, now=now)
        if not report.run or (report.run == RunKind.FIGURES and kind == RunKind.SUBMISSION):
            _queue(report, kind, staff)
        else:
            _defer(report)
    return report


def do_run(*, report_id: int, run: UUID, now: datetime) -> None:
    """Do what is asked for; this run is under way no more afterwards, unless the database was out of reach.

    Run again after an interruption it begins anew; of two at once the second finds nothing left to do, and so does
    a run in whose place another one was asked for. Whoever asked is told of a run that came to nothing.
    """
    report = ReformReport.objects.select_related("agency").get(pk=report_id)
    if report.run_uuid != run:
        return
    try:
        computed = services.figures_of(report=report, progress=partial(_show_progress, run))
        _finish(report_id, run, computed, now)
    except (OperationalError, InterfaceError):
        # Such an error passes, and the queue tries again: what was asked for still stands.
        raise
    except (
        services.NotPossible,
        services.NotOver,
        services.Unwritten,
        services.UnknownFigures,
        PermissionDenied,
    ) as refused:
        _fail(report, type(refused).__name__, now)
    except Exception:
        # Whatever it was: a run that is dead must not stand in the way of the next one.
        _fail(report, "broken", now)
        raise


def _queue(report: ReformReport, kind: RunKind, staff: StaffContext) -> None:
    report.run, report.run_by_id, report.run_problem = kind, staff.user_id, ""
    report.run_done, report.run_total, report.run_uuid = 0, 0, uuid4()
    report.save(update_fields=["run", "run_uuid", "run_by", "run_done", "run_total", "run_problem"])
    _defer(report)


def _defer(report: ReformReport) -> None:
    defer(JOB, report=report.pk, run=str(report.run_uuid))


def _show_progress(run: UUID, done: int, total: int) -> None:
    ReformReport.objects.filter(run_uuid=run).update(run_done=done, run_total=total)


@transaction.atomic
def _finish(report_id: int, run: UUID, computed: Sequence[Computed], now: datetime) -> None:
    report = services.locked_report(report_id)
    if report.run_uuid != run or report.run_by_id is None:
        return
    kind, report.run, report.run_uuid = report.run, "", None
    actor = get_user(user_id=report.run_by_id)
    # Whoever asked, with the offices held at this moment.
    staff = get_staff_context(user_id=actor.pk, on=timezone.localdate(now))
    policies.require(policies.may_draft(staff, report.agency_id))
    if report.state != ReportState.DRAFT:
        raise services.NotPossible(report.state)
    report.save(update_fields=["run", "run_uuid"])
    if kind == RunKind.SUBMISSION:
        services.require_submittable(report=report, staff=staff, now=now)
        services.lay_before_leader(report=report, computed=computed, actor=actor, now=now)
    elif report.computed_at is None:
        services.keep_figures(report=report, computed=computed, now=now)
    else:
        services.renew_figures(report=report, computed=computed, actor=actor, now=now)
    log.info("report_run_ended", kind=kind)


@transaction.atomic
def _fail(report: ReformReport, problem: str, now: datetime) -> None:
    own = ReformReport.objects.filter(pk=report.pk, run_uuid=report.run_uuid)
    if own.update(run="", run_uuid=None, run_problem=problem):
        tell_failed(report, RunKind(report.run), problem, now=now)
    log.info("report_run_ended", kind=report.run, problem=problem)
