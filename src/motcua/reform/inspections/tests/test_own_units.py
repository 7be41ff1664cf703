"""The share of own units inspected is counted of all units of the year, whatever the plan of the agency names."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils import translation

from motcua.identity.models import Appointment, Position, RoleGrant, Unit
from motcua.platform import clock
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.inspections import figures
from motcua.reform.inspections.areas import areas_named
from motcua.reform.inspections.choices import Post, Scope
from motcua.reform.inspections.criteria import edition_of
from motcua.reform.inspections.models import Inspection, Shortcoming
from motcua.reform.inspections.services import plans, visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
UNITS = ["VP", "QLKH", "QLCN", "TDC", "ATBX", "SHTT"]


def own_plan(*kept):
    """The agency's plan, which names only these units, and one visit."""
    plan = steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")
    plans.change_plan(
        plan=plan,
        title=plan.title,
        legal_basis="",
        contents=["x"],
        subject_ids=[steps.unit(code).pk for code in kept],
        staff=staff("cv.vp"),
        now=NOW,
    )
    inspection = steps.line(plan, of_unit=steps.unit("ATBX"), by="cv.vp")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("cv.vp"), now=NOW))
    inspection = steps.with_team(fresh(inspection), {"tp.qlkh": Post.HEAD}, by="cv.vp")
    paper = visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Phòng",
        to_prepare="",
        staff=staff("tp.qlkh"),
        now=NOW,
    )
    steps.issue(paper)
    return steps.visiting(fresh(inspection), by="tp.qlkh")


def value(key, code="SKHCN"):
    return get_indicator(key).values(YEAR).get(code)


def test_leaving_units_out_of_the_plan_changes_no_denominator(as_user):
    inspection = own_plan("ATBX")
    assert (value("insp.units_inspected"), value("insp.units_total")) == (1, 6)
    share = figures.units_share(plan=inspection.plan, planned=False, staff=staff("giamdoc"))
    assert (share.inspected, share.total) == (1, 6)
    assert "1/6" in text(as_user("cv.vp").get(at("plan", inspection.plan)))


def test_the_records_name_each_unit_and_whether_it_was_inspected():
    inspection = own_plan("ATBX", "QLKH")
    rows = get_indicator("insp.units_total").records("SKHCN", YEAR)
    assert [row.key for row in rows] == [f"SKHCN/{code}" for code in UNITS]
    seen = [row for row in rows if row.url]
    assert [row.key for row in seen] == ["SKHCN/ATBX"]
    assert "TKT-2026-SKHCN-01" in seen[0].note and seen[0].on == NOW.date()
    assert seen[0].proof_url == at("inspection", inspection)
    assert len({row.note for row in rows}) == 2
    assert value("insp.units_total") == len(rows)


def test_a_unit_visited_twice_counts_once_with_one_record():
    first = own_plan("ATBX")
    Inspection.objects.create(
        plan=first.plan,
        agency=first.agency,
        scope=first.scope,
        ordinal=9,
        subject_agency=first.subject_agency,
        subject_unit=first.subject_unit,
        planned_from=first.planned_from,
        planned_to=first.planned_to,
        stage=first.stage,
        visited_at=NOW + timedelta(hours=2),
    )
    (record,) = get_indicator("insp.units_inspected").records("SKHCN", YEAR)
    assert record.key == str(first.uuid)
    assert value("insp.units_inspected") == 1


def serve(unit, role, since, until=None):
    held = Appointment.objects.create(
        user=steps.user("cv2.qlkh"),
        unit=unit,
        position=Position.objects.first(),
        valid_from=since,
        valid_to=until,
    )
    RoleGrant.objects.create(appointment=held, role=role)


@pytest.mark.parametrize(
    ("role", "since", "until", "counts"),
    [
        ("specialist", date(2026, 12, 31), None, True),
        ("specialist", date(2020, 1, 1), date(2026, 1, 1), True),
        ("specialist", date(2027, 1, 1), None, False),
        ("specialist", date(2020, 1, 1), date(2025, 12, 31), False),
        ("leader", date(2020, 1, 1), None, False),
    ],
)
def test_a_unit_counts_in_the_years_in_which_somebody_but_leaders_serves(role, since, until, counts):
    unit = Unit.objects.create(agency=steps.agency("SKHCN"), code="MOI", name_vi="Phòng mới", name_en="New")
    serve(unit, role, since, until)
    assert value("insp.units_total") == Fraction(7 if counts else 6)


def test_figures_of_all_agencies_take_as_many_statements_as_those_of_one(django_assert_max_num_queries):
    own_plan("ATBX")
    with django_assert_max_num_queries(3):
        assert value("insp.units_total", "SXD") == 3
        assert value("insp.units_inspected", "SXD") is None


def english(client):
    client.cookies["motcua_language"] = "en"
    return client


def test_the_area_of_a_shortcoming_is_english_on_english_pages(as_user):
    inspection = steps.concluded()
    client = english(as_user("quanly.cchc"))
    with clock.at(NOW):
        page = text(client.get(at("inspection", inspection)))
    assert (
        "Administrative procedures" in page and "Thủ tục hành chính" not in page.partition("<h2>Findings")[0]
    )


def test_an_area_that_nobody_has_translated_says_that_it_is_vietnamese(as_user):
    inspection = steps.concluded()
    Shortcoming.objects.update(area="Lĩnh vực riêng")
    page = text(english(as_user("quanly.cchc")).get(at("inspection", inspection)))
    assert '<span lang="vi">Lĩnh vực riêng</span>' in page
    row = inspection.shortcomings.get()
    page = text(english(as_user("quanly.cchc")).get(at("shortcoming", row)))
    assert '<span lang="vi">Lĩnh vực riêng</span>' in page
    assert (
        "<span lang" not in text(as_user("cv.vp").get(at("inspection", inspection))).partition("</table>")[0]
    )


def test_an_area_of_the_edition_has_the_english_name_of_the_edition():
    area = edition_of(2026).areas[0]
    with translation.override("en"):
        assert areas_named(2026)(area.name_vi) == area.name_en
    with translation.override("vi"):
        assert areas_named(2026)(area.name_vi) == area.name_vi
