"""Inspections of the demonstration: what was remedied in time, late, in parts or again; loaded once."""

import json
from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from motcua.demo import reform_inspections
from motcua.demo.reform_inspections import INSPECTIONS_FILE, load_inspections
from motcua.identity.tests.province import stand_up_province
from motcua.platform.calendar.api import load_calendar
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.inspections.api import Inspection, Shortcoming, list_effects
from motcua.reform.inspections.services import visits
from motcua.reform.papers import rendering
from motcua.reform.papers.api import Paper
from motcua.reform.tests.proofs import closed_to_judges, proofs_of

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
YEAR = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))


@pytest.fixture
def office(db, monkeypatch):
    """The province; documents are issued without typesetting and keys, which tests of their own try."""
    load_calendar(now=NOW)
    stand_up_province(now=NOW)
    for module, name in (
        (rendering, "sign"),
        (rendering, "seal"),
        (visits, "sign_pdf"),
        (visits, "render_pdf"),
    ):
        monkeypatch.setattr(module, name, lambda *args, **kwargs: b"%PDF-1.7")


def figure(key: str, code: str) -> Fraction:
    return get_indicator(key).values(YEAR).get(code, Fraction(0))


@pytest.mark.django_db
def test_the_past_is_whole_and_loading_again_changes_nothing(office):
    load_inspections(now=NOW, report=str)
    assert (figure("insp.remedied_in_time", "SKHCN"), figure("insp.shortcomings_due", "SKHCN")) == (2, 2)
    # One is late by its own day; one met the deadline that was extended in time.
    assert (figure("insp.remedied_in_time", "SXD"), figure("insp.shortcomings_due", "SXD")) == (2, 3)
    # Partly remedied by the deadline, closed after it.
    assert (figure("insp.remedied_in_time", "SYT"), figure("insp.shortcomings_due", "SYT")) == (2, 3)
    # Closed, taken up again, closed with a later day.
    assert (figure("insp.remedied_in_time", "SGDDT"), figure("insp.shortcomings_due", "SGDDT")) == (1, 2)
    assert figure("insp.surprise_violations", "SCT") == 1
    # Of all units of the agency but its leadership: each stays above the 30 % of criterion 1.4.
    shares = {"SKHCN": (2, 6), "SXD": (1, 3), "SYT": (1, 3), "SGDDT": (1, 2), "SNNMT": (1, 3)}
    for code, (inspected, units) in shares.items():
        counted = (figure("insp.units_inspected", code), figure("insp.units_total", code))
        assert counted == (inspected, units), code
        assert Fraction(inspected, units) >= Fraction(3, 10)
    records = get_indicator("insp.remedied_in_time").records("SXD", YEAR)
    assert [record.label for record in records] == ["KT-2022-SNV-02/1", "KT-2022-SNV-02/2"]
    assert list_effects("SYT", 2022) == []
    assert [(each.criterion, each.kind, each.points) for each in list_effects("SNNMT", 2026)] == [
        ("3.6", "reduce", Fraction(1, 4))
    ]
    documents = list(Paper.objects.order_by("pk").values_list("symbol", "sha256"))
    counts = (Inspection.objects.count(), Shortcoming.objects.count())
    load_inspections(now=NOW, report=str)
    assert (Inspection.objects.count(), Shortcoming.objects.count()) == counts
    assert list(Paper.objects.order_by("pk").values_list("symbol", "sha256")) == documents
    assert not Paper.objects.filter(made_at__year=2022).exclude(state="sealed").exists()


@pytest.mark.django_db
def test_shortcomings_and_visits_behind_figures_open_for_those_who_judge(office):
    load_inspections(now=NOW, report=str)
    addresses = sorted(proofs_of("insp", periods=[YEAR]))
    assert len(addresses) > 10
    assert closed_to_judges(addresses) == []


OF_THIS_YEAR = next(row for row in json.loads(INSPECTIONS_FILE.read_text())["plans"] if row["year"] == "now")


@pytest.mark.django_db
@pytest.mark.parametrize("today", ["2027-01-05", "2027-04-02", "2026-12-29"])
def test_visits_of_this_years_plan_lie_in_one_year_whenever_it_is_loaded(
    office, monkeypatch, tmp_path, today
):
    only = tmp_path / "inspections.json"
    only.write_text(json.dumps({"plans": [OF_THIS_YEAR]}))
    monkeypatch.setattr(reform_inspections, "INSPECTIONS_FILE", only)
    load_inspections(now=datetime.combine(date.fromisoformat(today), time(3), tzinfo=UTC), report=str)
    years = Inspection.objects.values_list("plan__year", "planned_from__year", "planned_to__year")
    assert (years.count(), set(years)) == (len(OF_THIS_YEAR["inspections"]), {(2026, 2026, 2026)})
