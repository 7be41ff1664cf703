"""What a shortcoming may burden an agency with: only what it is heard on, and never more than a criterion holds."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from motcua.reform.inspections.api import list_effects
from motcua.reform.inspections.choices import Kind, Stage
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions, plans
from motcua.reform.inspections.services.plans import Visit
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

HEAD = "thanhtra.cchc"


def added(inspection, **changes):
    return conclusions.add_shortcoming(
        inspection=inspection, found=steps.found(**changes), staff=staff(HEAD), now=NOW
    )


def changed(shortcoming, **changes):
    return conclusions.change_shortcoming(
        shortcoming=shortcoming, found=steps.found(**changes), staff=staff(HEAD), now=NOW
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"criterion": "99.9", "effect": "veto"}, "criterion_unknown"),
        ({"criterion": "99.9"}, "criterion_unknown"),
        ({"criterion": "1.2", "effect": "reduce", "points": Fraction(99)}, "points_exceed"),
    ],
)
def test_an_effect_names_a_criterion_of_the_edition_and_keeps_within_its_points(changes, code):
    with pytest.raises(InspectionRefused, match=code):
        added(steps.minuted(), **changes)


def test_an_agency_that_is_not_inspected_loses_no_points():
    inspection = steps.minuted()
    with pytest.raises(InspectionRefused, match="effect_elsewhere"):
        added(inspection, owner_agency=steps.agency("SCT"), effect="veto")
    assert added(inspection, owner_agency=steps.agency("SCT")).effect == "none"


def test_the_page_offers_criteria_and_areas_and_says_what_is_too_much(as_user):
    inspection = steps.minuted()
    head = as_user(HEAD)
    page = text(head.get(at("add_shortcoming", inspection)))
    assert 'value="1.2"' in page and "Thủ tục hành chính" in page
    shortcoming = {
        "area": "Thủ tục hành chính",
        "criterion": "1.2",
        "severity": "minor",
        "description": "x",
        "effect": "reduce",
        "points": "99",
        "owner": f"a{steps.agency('SCT').pk}",
        **{"deadline-day": "31", "deadline-month": "12", "deadline-year": "2026"},
    }
    answer = head.post(at("add_shortcoming", inspection), shortcoming)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"effect", "points"}
    for wrong in ({"criterion": "99.9"}, {"area": "Lĩnh vực khác"}):
        assert head.post(at("add_shortcoming", inspection), {**shortcoming, **wrong}).status_code == 422


def test_what_is_new_after_the_draft_was_sent_is_sent_again(as_user):
    inspection = steps.drafted()
    conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cv.vp"), now=NOW)
    with pytest.raises(InspectionRefused, match="draft_sent"):
        added(inspection, description="Mới")
    assert as_user("cv.vp").post(at("take_back_draft", inspection)).status_code == 403
    as_user(HEAD).post(at("take_back_draft", inspection))
    assert fresh(inspection).stage == Stage.MINUTES_SIGNED
    added(inspection, description="Mới", effect="veto")
    conclusions.send_draft(inspection=inspection, staff=staff(HEAD), now=NOW)
    inspection = fresh(inspection)
    assert (inspection.stage, inspection.conclusion.answer) == (Stage.DRAFT_SENT, "Nhất trí")


def test_after_the_draft_was_sent_a_shortcoming_is_only_softened():
    inspection = steps.drafted(shortcomings=[steps.found(effect="reduce", points=Fraction(1, 4))])
    shortcoming = inspection.shortcomings.get()
    for harsher in (
        {"effect": "reduce", "points": Fraction(1, 2)},
        {"effect": "veto"},
        {"deadline": date(2026, 12, 1)},
        {"owner_agency": steps.agency("SXD")},
    ):
        with pytest.raises(InspectionRefused, match="draft_sent"):
            changed(shortcoming, **harsher)
    changed(shortcoming, effect="reduce", points=Fraction(1, 8), deadline=date(2027, 1, 29))
    assert changed(shortcoming, deadline=date(2027, 1, 29)).effect == "none"


def test_a_draft_is_not_taken_back_once_the_conclusion_waits():
    inspection = steps.concluded()
    with pytest.raises(InspectionRefused, match="moved_on"):
        conclusions.take_back_draft(inspection=inspection, staff=staff(HEAD), now=NOW)
    assert list_effects("SKHCN", 2026) == []


def test_a_plan_of_a_past_year_takes_no_surprise_inspection():
    plan = steps.plan_of()
    steps.line(plan)
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    visit = Visit(
        agency=steps.agency("SXD"),
        unit=None,
        kind=Kind.SURPRISE,
        planned_from=date(2027, 1, 4),
        planned_to=date(2027, 1, 5),
    )
    with pytest.raises(InspectionRefused, match="plan_over"):
        plans.add_inspection(
            plan=plan, visit=visit, staff=staff("quanly.cchc"), now=datetime(2027, 1, 4, 2, tzinfo=UTC)
        )


def test_areas_are_english_on_english_pages(as_user):
    inspection = steps.visiting()
    assert "Thủ tục hành chính" in text(as_user(HEAD).get(at("checklist", inspection)))
    head = as_user(HEAD)
    head.cookies["motcua_language"] = "en"
    page = text(head.get(at("checklist", inspection)))
    assert "Administrative procedures" in page
    assert "Thủ tục hành chính" not in page
