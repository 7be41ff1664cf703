"""Initiatives of the demonstration's past: enough of them, whole, and loaded once."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from motcua import demo
from motcua.demo.reform_initiatives import load_initiatives
from motcua.identity.api import agency_by_code, list_staff_accounts
from motcua.identity.tests.province import stand_up_province
from motcua.platform.files.api import read
from motcua.platform.indicators.api import Period, get_indicator
from motcua.platform.signing.api import verify_pdf
from motcua.reform.papers.api import Paper
from motcua.reform.tests.proofs import closed_to_judges, proofs_of

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DATA = json.loads((Path(demo.__file__).parent / "data" / "reform" / "initiatives.json").read_text("utf-8"))


@pytest.fixture
def keys(db, signing_twins, settings):
    settings.DEMO = True
    stand_up_province(now=NOW)
    names = {user.username: user.full_name for user in list_staff_accounts()}
    for code, team in DATA["agencies"].items():
        signing_twins(f"user:{team['leader']}", names[team["leader"]])
        signing_twins(f"seal:{code}", agency_by_code(code).name_vi, "seal")


@pytest.mark.django_db
def test_three_initiatives_of_the_department_are_recognised_each_year_and_loading_again_changes_nothing(keys):
    load_initiatives(now=NOW, report=str)
    unit, province = get_indicator("init.recognised_unit"), get_indicator("init.recognised_provincial")
    for year in (2021, 2022):
        period = Period(start=date(year, 1, 1), end=date(year, 12, 31))
        assert unit.values(period)["SKHCN"] + province.values(period)["SKHCN"] == 3
        assert province.values(period)["SKHCN"] == 1 and len(unit.values(period)) >= 5
    addresses = sorted(proofs_of("init", periods=[period]))
    assert addresses and closed_to_judges(addresses[:4]) == []
    papers = Paper.objects.filter(state="sealed")
    assert Paper.objects.exclude(state="sealed").count() == 0
    certificate = papers.filter(kind="certificate", agency__code="SKHCN", year=2021).earliest("number")
    assert (certificate.symbol, verify_pdf(read(certificate.file)).status) == ("01/GCN-SKHCN", "valid")
    before = list(papers.order_by("id").values_list("symbol", "sha256"))
    load_initiatives(now=NOW, report=str)
    assert list(papers.order_by("id").values_list("symbol", "sha256")) == before
