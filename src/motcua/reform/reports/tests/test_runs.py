"""Figures and documents of reports come from the background: asked once, watched, done once however often it is run."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.urls import reverse

from motcua.identity.models import Appointment
from motcua.notifications.api import Message
from motcua.platform.audit.api import AuditEvent
from motcua.reform.papers.models import Paper
from motcua.reform.plan.tests.conftest import NOW, agency, make_task, staff
from motcua.reform.reports import runs, services
from motcua.reform.reports.models import ReformReport, RunKind
from motcua.reform.reports.tasks import run
from motcua.reform.reports.tests.test_reports import figure, report, save, work

__all__ = ["report"]


def ask(row, kind=RunKind.FIGURES, who="cv.vp"):
    return runs.ask_run(report_id=row.pk, kind=kind, staff=staff(who), now=NOW)


def page(name, row):
    return reverse(f"reports:{name}", args=[row.uuid])


def test_a_report_begins_empty_and_gets_figures_and_text_from_the_background(plan, today):
    make_task(plan, due_on=date(2026, 3, 31), done_on=date(2026, 3, 30), state="done")
    for _ in range(2):
        begun = runs.ask_start(agency_id=agency().pk, year=2026, kind="m9", staff=staff("cv.vp"), now=NOW)
    assert (begun.figures.count(), begun.sections.count()) == (0, 0)
    for _ in range(2):
        work(begun)
    begun.refresh_from_db()
    assert (figure(begun, "plan.tasks_due").value, begun.run) == ("1", "")
    assert begun.sections.exists() and begun.run_done == begun.run_total > 0


def test_figures_asked_for_twice_are_computed_once(report):
    first, asked = ask(report), ask(report)
    assert asked.run_uuid == first.run_uuid
    for _ in range(2):
        work(asked)
    assert AuditEvent.objects.filter(action="reform_report.computed").count() == 1


def test_a_submission_makes_one_document_and_keeps_the_text_still_meanwhile(report):
    for _ in range(2):
        asked = ask(report, RunKind.SUBMISSION)
    assert Paper.objects.count() == 0
    with pytest.raises(services.NotPossible):
        save(report, plan="x")
    for _ in range(2):
        work(asked)
    report.refresh_from_db()
    assert (report.state, report.run, Paper.objects.count()) == ("submitted", "", 1)
    assert ask(report, RunKind.SUBMISSION).state == "submitted"


def test_what_cannot_be_submitted_is_refused_at_once(report):
    save(report, next="Phấn đấu [[plan.tasks_dnoe]]")
    with pytest.raises(services.UnknownFigures):
        ask(report, RunKind.SUBMISSION)
    for who in ("giamdoc", "truongphong", "cchc.sxd", "quanly.cchc"):
        with pytest.raises(PermissionDenied):
            ask(report, who=who)


def test_whoever_no_longer_drafts_makes_no_document(report):
    asked = ask(report, RunKind.SUBMISSION)
    Appointment.objects.filter(user__username="cv.vp").update(valid_to=date(2026, 11, 15))
    work(asked)
    report.refresh_from_db()
    assert (report.state, report.run, report.run_problem) == ("draft", "", "PermissionDenied")


@contextmanager
def computing(monkeypatch, do):
    with monkeypatch.context() as patched:
        patched.setattr(services, "compute", do)
        yield


def breaks(**_values):
    raise ZeroDivisionError


def test_a_run_that_breaks_stands_in_nobodys_way_and_its_asker_is_told(report, monkeypatch):
    asked = ask(report)
    with computing(monkeypatch, breaks), pytest.raises(ZeroDivisionError):
        work(asked)
    report.refresh_from_db()
    assert (report.run, report.run_uuid, report.run_problem) == ("", None, "broken")
    (told,) = Message.objects.filter(subject_id=report.uuid)
    assert told.recipient.username == "cv.vp"
    assert "chưa tính được số liệu" in told.body
    work(ask(report))
    report.refresh_from_db()
    assert report.run_problem == ""


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_was_asked_for_outlives_a_database_out_of_reach(report, monkeypatch, error):
    asked = ask(report, RunKind.SUBMISSION)

    def deadlock(**_values):
        raise error

    with computing(monkeypatch, deadlock), pytest.raises(error):
        work(asked)
    assert not Message.objects.filter(subject_id=report.uuid).exists()
    work(asked)
    report.refresh_from_db()
    assert (report.state, report.run, report.run_problem) == ("submitted", "", "")


def test_a_run_that_breaks_leaves_a_submission_asked_meanwhile(report, monkeypatch):
    asked = ask(report)
    later = []

    def breaks_late(**_values):
        later.append(ask(report, RunKind.SUBMISSION))
        raise ZeroDivisionError

    with computing(monkeypatch, breaks_late), pytest.raises(ZeroDivisionError):
        work(asked)
    report.refresh_from_db()
    assert (report.run, report.run_problem) == ("submission", "")
    assert not Message.objects.filter(subject_id=report.uuid).exists()
    work(later[0])
    report.refresh_from_db()
    assert report.state == "submitted"


def test_figures_computed_before_a_submission_was_asked_for_are_not_laid_before_the_leader(
    report, plan, monkeypatch
):
    asked, real = ask(report), services.compute
    later = []

    def slow(**values):
        found = real(**values)
        make_task(plan, due_on=date(2026, 2, 1), done_on=date(2026, 2, 1), state="done", text="Mới")
        later.append(ask(report, RunKind.SUBMISSION))
        return found

    with computing(monkeypatch, slow):
        work(asked)
    assert Paper.objects.count() == 0
    work(later[0])
    report.refresh_from_db()
    assert (report.state, figure(report, "plan.tasks_due").value) == ("submitted", "3")


def test_the_page_shows_how_far_it_is_and_offers_no_editing_of_what_is_on_its_way(as_user, report):
    client = as_user("cv.vp")
    assert client.post(page("refresh", report)).status_code == 302
    ReformReport.objects.update(run_done=3, run_total=40)
    shown = client.get(page("report", report)).content.decode()
    assert '<progress max="40" value="3"' in shown
    assert page("edit", report) in shown
    assert client.post(page("submit", report)).status_code == 302
    shown = client.get(page("report", report)).content.decode()
    assert page("edit", report) not in shown and page("submit", report) in shown
    report.refresh_from_db()
    run(report=report.pk, run=str(report.run_uuid))
    shown = client.get(page("report", report)).content.decode()
    assert "<progress" not in shown and Paper.objects.count() == 1
    ReformReport.objects.update(run_problem="broken")
    assert "quản trị" in client.get(page("report", report)).content.decode()
