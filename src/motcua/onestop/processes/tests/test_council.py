"""The legal clock while an expert council is at work: it runs on, unless a parameter names the procedure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.identity.api import Appointment
from motcua.onestop.dossiers import parameters
from motcua.onestop.dossiers.pages import why_this_date
from motcua.onestop.dossiers.services import council
from motcua.onestop.dossiers.services.deadlines import due_from_facts
from motcua.onestop.dossiers.services.pauses import answer_supplement, request_supplement
from motcua.onestop.processes.services.steps import Work, complete_work_item, return_step
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW, open_step
from motcua.onestop.processes.tests.test_engine import LONG
from motcua.onestop.processes.tests.test_steps import drafted

pytestmark = pytest.mark.usefixtures("province")
LATER = NOW + timedelta(days=7)


@pytest.fixture
def stops_for_council(monkeypatch):
    """The parameter names the procedure ``council``."""

    def get(*, name, on, agency=""):
        return replace(parameters.get_parameter(name=name, on=on, agency=agency), value=["council"])

    monkeypatch.setattr(council, "get_parameter", get)


def at_council():
    office = Appointment.objects.get(user__username="chuyenvien", unit__code="ATBX")
    office.grants.create(role="council")
    dossier = drafted(make.received(of=make.version(LONG, key="council")))
    dossier.refresh_from_db()
    assert open_step(dossier).step_kind == "council"
    return dossier


def concluded(dossier):
    step = open_step(dossier)
    complete_work_item(item_uuid=step.uuid, work=Work(), actor=make.user("chuyenvien"), now=LATER)
    dossier.refresh_from_db()
    return dossier


def test_as_shipped_the_clock_runs_on_while_the_council_is_at_work():
    dossier = at_council()
    assert dossier.due_at is not None
    assert not dossier.pauses.exists()


def test_where_the_parameter_names_the_procedure_the_clock_stands_still_and_goes_on(stops_for_council):
    dossier = at_council()
    assert dossier.due_at is None
    assert open_step(dossier).dossier_due_at is None
    assert "hội đồng" in " ".join(map(str, why_this_date(dossier))).lower()
    concluded(dossier)
    [pause] = dossier.pauses.all()
    assert (pause.cause, pause.started_at, pause.ended_at) == ("council", NOW, LATER)
    assert dossier.due_at == due_from_facts(dossier) == open_step(dossier).dossier_due_at


def test_a_case_sent_back_by_the_council_lets_the_clock_go_on(stops_for_council):
    dossier = at_council()
    return_step(
        item_uuid=open_step(dossier).uuid,
        to_step_key="draft",
        reason="Cần bổ sung số liệu",
        actor=make.user("chuyenvien"),
        now=LATER,
    )
    dossier.refresh_from_db()
    assert dossier.due_at is not None


def test_a_supplement_asked_for_by_the_council_is_a_pause_of_its_own(stops_for_council):
    dossier = at_council()
    request_supplement(
        dossier_id=dossier.pk, items=["x"], reason="y", staff=make.staff("chuyenvien"), now=LATER
    )
    answered = LATER + timedelta(days=1)
    answer_supplement(dossier_id=dossier.pk, note="", actor=make.user("congdan"), now=answered)
    causes = list(dossier.pauses.order_by("started_at").values_list("cause", "ended_at"))
    assert causes == [("council", LATER), ("supplement", answered), ("council", None)]
    dossier.refresh_from_db()
    assert dossier.due_at is None
