"""A changed calendar moves the due moments that are stored for lists."""

from datetime import UTC, date, datetime

import pytest

from motcua.identity.api import User, provision_demo
from motcua.kernel.tests.offices import at
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.procedures.api import load_catalogue
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar.api import DayKind, forget_calendars, load_calendar, set_day
from motcua.platform.outbox.testing import run_jobs

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def province(db):
    forget_calendars()
    provision_demo(now=NOW, password="for tests only 1")
    load_catalogue(now=NOW)
    load_calendar(now=NOW)
    run_jobs()
    yield
    forget_calendars()


def make_dossier(**values):
    version = ProcedureVersion.objects.filter(limit_unit="working_days").order_by("id").first()
    version.committed_limit = 2
    version.save()
    procedure = version.procedure
    facts = {"state": State.IN_PROCESS, "due_at": at("2026-11-26 17:00"), "code": "H99-261123-0001"}
    return Dossier.objects.create(
        temporary_code="T1", version=version, agency=procedure.agency, unit=procedure.unit,
        submitted_by=User.objects.get(username="congdan"), submitted_at=NOW,
        received_at=at("2026-11-23 09:00"), **{**facts, **values},
    )  # fmt: skip


def close_for_a_storm():
    day, administrator = date(2026, 11, 25), User.objects.get(username="quantri")
    names = {"name_vi": "Nghỉ tránh bão", "name_en": "Storm", "source": "12/CĐ-UBND"}
    set_day(day=day, kind=DayKind.CLOSURE, actor=administrator, now=NOW, **names)
    run_jobs()


def test_an_open_dossier_gets_its_due_moment_anew():
    dossier = make_dossier()
    close_for_a_storm()
    dossier.refresh_from_db()
    assert dossier.due_at == at("2026-11-27 17:00")
    detail = AuditEvent.objects.get(action="dossier.due_recounted").detail
    assert (detail["old"][:10], detail["new"][:10]) == ("2026-11-26", "2026-11-27")


def test_a_finished_dossier_keeps_the_date_it_was_judged_by():
    dossier = make_dossier(state=State.DONE)
    close_for_a_storm()
    dossier.refresh_from_db()
    assert dossier.due_at == at("2026-11-26 17:00")
