"""Figures count what the records say: in the period, of the agency, by the result's moment and way."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from motcua import cli
from motcua.identity.tests.province import stand_up_province
from motcua.onestop.dossiers.models import DossierEvent, State
from motcua.onestop.indicators import UnknownAgency, UnknownFigure, compute_figures, list_behind
from motcua.onestop.processes.tests import factories as make
from motcua.platform.calendar.api import load_calendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


def local(*moment):
    return datetime(*moment, tzinfo=ZONE)


@pytest.fixture
def version(db):
    load_calendar(now=make.NOW)
    stand_up_province(now=make.NOW)
    return make.version()


@pytest.fixture
def ended(version):
    def make_one(
        state=State.RETURNED, received=(2026, 11, 2, 9), finished=(2026, 11, 9, 9), via="post", **values
    ):
        dossier = make.submitted(
            version,
            code=f"C-{make.Dossier.objects.count()}",
            state=state,
            received_at=local(*received),
            finished_at=local(*finished) if finished else None,
            returned_at=local(*finished) if state == State.RETURNED else None,
            **values,
        )
        if state == State.RETURNED:
            DossierEvent.objects.create(
                dossier=dossier,
                sequence=1,
                kind="returned",
                at=dossier.returned_at,
                to_state=10,
                data={"via": via},
            )
        return dossier

    return make_one


def counted(**period):
    found = compute_figures(agency_code="SKHCN", **(period or YEAR))
    return [
        found[key] for key in ("received", "resolved", "early_or_on_time", "returned", "returned_by_post")
    ]


def test_each_dossier_counts_for_what_became_of_it(ended):
    ended()
    ended(via="counter")
    ended(state=State.DONE)
    # Twenty working days from 2/11/2026 end before Christmas.
    ended(finished=(2026, 12, 29, 9))
    ended(state=State.WITHDRAWN)
    ended(state=State.STOPPED)
    ended(state=State.IN_PROCESS, finished=None)
    assert counted() == [7, 4, 3, 3, 2]


def test_the_period_is_of_local_days_and_both_ends_belong_to_it(ended):
    ended(received=(2026, 12, 31, 23, 59), finished=(2027, 1, 5, 9))
    ended(received=(2027, 1, 1, 0, 0), finished=(2027, 1, 5, 9))
    assert counted()[0] == 1
    assert counted(start=date(2027, 1, 1), end=date(2027, 12, 31))[0] == 1
    assert counted(start=date(2026, 12, 31), end=date(2027, 1, 1))[0] == 2


def test_other_agencies_and_submissions_not_received_do_not_count(ended, version):
    ended(agency="SXD", unit="QLXD")
    make.submitted(version)
    assert counted() == [0, 0, 0, 0, 0]


def test_the_records_behind_a_figure_name_the_dossier_and_no_person(ended):
    ended()
    [row] = list_behind(agency_code="SKHCN", key="returned_by_post", **YEAR)
    assert row["received_at"] == "2026-11-02 09:00"
    assert "Bình An" not in str(row)


def test_an_unknown_figure_says_which_there_are(version):
    with pytest.raises(UnknownFigure, match="choose one of received, resolved"):
        list_behind(agency_code="SKHCN", key="receivd", **YEAR)


def test_an_unknown_agency_is_named_with_those_there_are(version):
    with pytest.raises(UnknownAgency, match=r"XX: no agency has this code; choose one of .*SKHCN"):
        compute_figures(agency_code="XX", **YEAR)
    with pytest.raises(UnknownAgency):
        list_behind(agency_code="XX", key="received", **YEAR)


def test_the_command_refuses_a_period_that_ends_before_it_begins():
    words = ["figures", "--agency", "SKHCN", "--from", "2026-12-31", "--to", "2026-01-01"]
    answer = CliRunner().invoke(cli.main, words)
    assert answer.exit_code == 2
    assert "lies after --to" in answer.output
