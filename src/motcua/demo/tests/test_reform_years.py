"""The past years of the departments: as many of each fate as planned, and nothing where the acceptance counts."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.demo.reform_years import YEARS_FILE, ZONE, list_short, load_reform_years
from motcua.demo.tests.conftest import NOW
from motcua.identity.api import find_user
from motcua.onestop.api import Dossier, State
from motcua.onestop.indicators import compute_figures
from motcua.onestop.procedures.api import ProcedureVersion
from motcua.onestop.proof import ports
from motcua.platform.audit.models import AuditEvent
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.tests.proofs import closed_to_judges, proofs_of

PLANS = json.loads(YEARS_FILE.read_text(encoding="utf-8"))["years"]
BOTH = Period(start=date(2021, 1, 1), end=date(2023, 6, 30))
OF_THE_THIRTY = (datetime(2022, 12, 15, tzinfo=ZONE), datetime(2023, 6, 1, tzinfo=ZONE))


@pytest.fixture(scope="module")
def years_once(office, django_db_blocker):
    with django_db_blocker.unblock():
        assert load_reform_years(now=NOW, report=print) == sum(
            plan["dossiers"] for plans in PLANS.values() for plan in plans.values()
        )


@pytest.fixture
def years(years_once, db):
    return Dossier.objects.all()


def figures_of(key, period=BOTH):
    return get_indicator(f"dvc.{key}").values(period)


def planned(code, what):
    return sum(plans[code][what] for plans in PLANS.values())


def test_a_second_start_finds_them_done(years):
    assert load_reform_years(now=NOW, report=print) == 0
    assert AuditEvent.objects.filter(action="demo.reform_years_generated").count() == 1


def test_nothing_of_the_department_touches_the_days_that_the_acceptance_counts(years):
    own = years.filter(agency__code="SKHCN")
    assert own.count() == planned("SKHCN", "dossiers")
    for moment in ("submitted_at", "received_at", "finished_at", "returned_at"):
        assert not own.filter(**{f"{moment}__range": OF_THE_THIRTY}).exists(), moment
    figures = compute_figures(agency_code="SKHCN", start=date(2022, 12, 15), end=date(2023, 5, 31))
    assert list(figures.values()) == [0, 0, 0, 0, 0, 50, 50, 50, 5]


def test_every_dossier_has_come_to_its_end(years):
    ends = {State.RETURNED, State.REFUSED, State.WITHDRAWN}
    assert set(years.values_list("state", flat=True)) == ends
    assert all(
        timezone.localdate(at).year in (2021, 2022) for at in years.values_list("submitted_at", flat=True)
    )


@pytest.mark.parametrize("code", PLANS["2021"])
def test_as_many_are_late_and_apologised_for_as_planned(years, code):
    closed, on_time = figures_of("closed"), figures_of("closed_on_time")
    lost = planned(code, "refused") + planned(code, "withdrawn")
    assert closed[code] == planned(code, "dossiers") - lost
    assert closed[code] - on_time[code] == planned(code, "late") + planned(code, "twice")
    assert figures_of("apologised").get(code, 0) == planned(code, "apologised")
    assert figures_of("repeat_supplement").get(code, 0) == planned(code, "twice")


@pytest.mark.parametrize("year", [2021, 2022])
def test_the_department_is_the_most_punctual_of_both_years(years, year):
    period = Period(start=date(year, 1, 1), end=date(year, 12, 31))
    closed, on_time = figures_of("closed", period), figures_of("closed_on_time", period)
    shares = {code: Fraction(on_time[code], closed[code]) for code in closed}
    assert len(shares) == 10
    assert max(shares, key=shares.__getitem__) == "SKHCN"
    assert Fraction(97, 100) <= shares["SKHCN"] <= Fraction(99, 100)
    assert min(shares.values()) > Fraction(4, 5)
    assert figures_of("procedures", period)["SKHCN"] == 50


def test_a_catalogue_that_begins_later_serves_as_well(years):
    ProcedureVersion.objects.update(valid_from=date(2022, 1, 1))
    keys = {item.procedure.key for item in list_short(agency_code="STP", year=2021, today=NOW.date())}
    assert keys == {"judicial-record", "notary-office-registration"}


def test_an_apology_comes_in_time_and_its_new_date_is_kept(years):
    extended = years.filter(extension__isnull=False).select_related("extension")
    assert extended.count() == sum(planned(code, "apologised") for code in PLANS["2021"])
    for dossier in extended:
        extension = dossier.extension
        assert extension.created_at < extension.old_due_at < dossier.finished_at <= dossier.due_at
        assert dossier.due_at == extension.new_due_at
        moments = list(dossier.events.order_by("sequence").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_a_second_request_names_its_ground(years):
    twice = years.filter(supplements__ordinal=2)
    assert twice.count() == sum(planned(code, "twice") for code in PLANS["2021"])
    for dossier in twice:
        first, second = dossier.supplements.order_by("ordinal")
        assert not first.override_ground and second.override_ground
        assert first.answered_at <= second.requested_at


def test_pages_show_them(years):
    office, account = Client(), Client()
    office.force_login(find_user(username="cv.sxd"), backend="motcua.identity.backends.PasswordBackend")
    of_sxd = years.filter(agency__code="SXD", unit__code="QLXD")
    for dossier in (
        of_sxd.filter(extension__isnull=False).first(),
        of_sxd.filter(supplements__ordinal=2).first(),
    ):
        assert office.get(reverse("office:dossier", args=[dossier.uuid])).status_code == 200
        account.force_login(dossier.submitted_by, backend="motcua.identity.backends.PasswordBackend")
        assert account.get(reverse("portal:dossier", args=[dossier.uuid])).status_code == 200


def test_dossiers_and_procedures_behind_figures_open_for_those_who_judge(years, monkeypatch):
    monkeypatch.setattr(ports, "_lists", [lambda: set(Dossier.objects.values_list("agency_id", flat=True))])
    addresses = sorted(proofs_of("dvc", periods=[BOTH]))
    dossiers = [address for address in addresses if "/can-cu/" in address]
    others = [address for address in addresses if "/can-cu/" not in address]
    assert dossiers and others
    assert closed_to_judges(dossiers[:: len(dossiers) // 10] + others[:10]) == []
