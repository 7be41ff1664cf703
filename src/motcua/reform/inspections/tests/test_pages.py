"""The pages: who sees what, that a form keeps what was typed, and how many statements a list costs."""

from datetime import date

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.ui.preferences import LANGUAGE_COOKIE
from motcua.reform.inspections.choices import Kind, Scope
from motcua.reform.inspections.models import InspectionChecklist, InspectionPlan
from motcua.reform.inspections.services import plans
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

LISTS = ["list", "plans", "shortcomings", "overdue", "notices", "rates", "checklists"]


# Lists


def test_a_visitor_signs_in_a_citizen_finds_nothing_and_other_roles_are_refused(client, as_user):
    citizen, clerk = as_user("congdan"), as_user("vanthu")
    for name in LISTS:
        assert client.get(at(name)).status_code == 302
        assert citizen.get(at(name)).status_code == 404
        assert clerk.get(at(name)).status_code == 403


def test_lists_open_for_everybody_concerned(as_user):
    steps.opened()
    for username in ("quanly.cchc", "thanhtra.cchc", "cv.vp", "truongphong", "kiemtra", "thamdinh"):
        client = as_user(username)
        for name in LISTS:
            assert client.get(at(name)).status_code == 200, (username, name)


def test_an_agency_finds_its_own_shortcomings_and_another_does_not(as_user):
    (shortcoming,) = steps.opened()
    assert at("shortcoming", shortcoming) in text(as_user("cv.vp").get(at("shortcomings")))
    assert at("shortcoming", shortcoming) not in text(as_user("cchc.sxd").get(at("shortcomings")))


def test_a_list_costs_few_statements_however_long(as_user, django_assert_max_num_queries):
    steps.opened(
        shortcomings=[
            steps.found(description=f"Tồn tại {day}", deadline=date(2026, 12, day)) for day in range(20, 30)
        ]
    )
    client = as_user("quanly.cchc")
    for name in ("list", "shortcomings", "notices", "plans", "overdue"):
        client.get(at(name))
        with django_assert_max_num_queries(9):
            client.get(at(name))


def test_rates_cost_few_statements(as_user, django_assert_max_num_queries):
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    steps.judged(shortcoming)
    client = as_user("kiemtra")
    with clock.at(NOW.replace(month=12, day=31)), django_assert_max_num_queries(10):
        page = text(client.get(at("rates")))
    assert "100,0 % (1/1)" in page


def test_lists_are_narrowed_and_taken_along(as_user):
    (shortcoming,) = steps.opened()
    client = as_user("quanly.cchc")
    address = at("shortcomings")
    assert at("shortcoming", shortcoming) in text(
        client.get(address, {"q": "phieu xin loi", "owner": "SKHCN"})
    )
    assert at("shortcoming", shortcoming) not in text(client.get(address, {"overdue": "true"}))
    rows = b"".join(client.get(address, {"_export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "KT-2026-SNV-01/1" in rows
    assert "KT-2026-SNV-01" in text(client.get(at("list"), {"q": "khoa hoc", "year": "2026"}))


# Plans and teams


def test_a_manager_plans_a_year_on_the_pages(as_user):
    client = as_user("quanly.cchc")
    values = {
        "for_whom": f"province-{steps.agency('SNV').pk}",
        "year": "2027",
        "title": "Kế hoạch 2027",
        "legal_basis": "",
        "contents": "",
    }
    response = client.post(at("new_plan"), values)
    assert response.status_code == 422
    assert "Kế hoạch 2027" in text(response)
    client.post(at("new_plan"), {**values, "contents": "Một\nHai"})
    plan = InspectionPlan.objects.get()
    assert plan.contents == ["Một", "Hai"]
    days = {
        "planned_from-day": "1",
        "planned_from-month": "3",
        "planned_from-year": "2027",
        "planned_to-day": "5",
        "planned_to-month": "3",
        "planned_to-year": "2027",
    }
    subject = plan.subjects.get(agency__code="SKHCN").pk
    client.post(at("add", plan), {"subject": subject, "kind": "planned", "contents": "", **days})
    page = text(client.get(at("plan", plan)))
    assert "9,1 %" in page
    keep = [str(each.agency_id) for each in plan.subjects.all() if each.agency.code != "PVHCC"]
    client.post(
        at("change_plan", plan), {"title": "Mới", "legal_basis": "", "contents": "Ba", "subjects": keep}
    )
    plan.refresh_from_db()
    assert (plan.title, plan.subjects.count()) == ("Mới", 10)
    client.post(at("submit_plan", plan))
    plan.refresh_from_db()
    assert plan.paper is not None


def test_a_draft_of_a_plan_is_nobody_elses(as_user):
    plan = steps.plan_of()
    for username in ("cv.vp", "kiemtra", "thamdinh", "thanhtra.cchc"):
        for name in ("plan", "change_plan", "add", "team"):
            assert as_user(username).get(at(name, plan)).status_code == 404


def test_an_issued_plan_hides_surprise_inspections_from_readers(as_user):
    inspection = steps.decided(kind=Kind.SURPRISE)
    assert "KT-2026-SNV-ĐX" in text(as_user("tp.cchc").get(at("plan", inspection.plan)))
    assert "KT-2026-SNV-ĐX" not in text(as_user("kiemtra").get(at("plan", inspection.plan)))
    assert as_user("kiemtra").post(at("submit_plan", inspection.plan)).status_code == 403


def test_a_team_with_a_conflict_is_refused_and_the_form_kept(as_user):
    plan = steps.plan_of()
    inspection = steps.line(plan, "STP")
    steps.issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    client = as_user("quanly.cchc")
    values = {"inspections": [inspection.pk], "head": steps.user("thamdinh.stp").pk, "duties": "Giữ lại"}
    response = client.post(at("team", plan), values)
    assert response.status_code == 422
    assert "Giang Thị Mỹ" in text(response)
    assert "Giữ lại" in text(response)
    head = steps.user("thanhtra.cchc").pk
    response = client.post(at("team", plan), {**values, "head": head, "secretary": head})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"secretary"}
    client.post(at("team", plan), {**values, "head": head})
    assert fresh(inspection).team is not None


# Checklists


def test_the_source_of_a_shipped_checklist_is_said_in_the_readers_language(as_user):
    steps.visiting()
    typed = InspectionChecklist.objects.get(key="own")
    InspectionChecklist.objects.filter(pk=typed.pk).update(source="123/HD")
    row = InspectionChecklist.objects.get(key="province")
    client = as_user("quanly.cchc")
    pages = at("checklists"), reverse("inspections:checklist_version", args=[row.pk])
    for address in pages:
        assert "theo sáu nội dung" in text(client.get(address))
    client.cookies[LANGUAGE_COOKIE] = "en"
    for address in pages:
        assert "no official form seen" in text(client.get(address))
    assert "123/HD" in text(client.get(at("checklists")))


def test_a_version_of_a_checklist_follows_another(as_user):
    steps.visiting()
    row = InspectionChecklist.objects.get(key="province")
    address = reverse("inspections:new_checklist", args=[row.pk])
    client = as_user("quanly.cchc")
    begun = client.get(address)
    assert "C3 | Thủ tục hành chính" in text(begun)
    values = {
        "name_vi": "Phiếu",
        "name_en": "List",
        "source": "123/HD",
        "valid_from-day": "1",
        "valid_from-month": "1",
        "valid_from-year": "2027",
    }
    assert client.post(address, {**values, "items": "A1 | sai"}).status_code == 422
    for _ in range(2):
        client.post(address, {**values, "items": "A1 | Chỉ đạo | 1.1 | Hỏi | Ask | Xem"})
    assert InspectionChecklist.objects.filter(key="province").count() == 2
    assert as_user("thanhtra.cchc").get(address).status_code == 403


def test_an_agency_plans_for_its_own_units_and_another_sees_nothing(as_user):
    plan = steps.plan_of(scope=Scope.OWN, by="cv.vp", organiser="SKHCN")
    assert as_user("giamdoc").get(at("plan", plan)).status_code == 200
    for username in ("cchc.sxd", "quanly.cchc", "truongphong"):
        assert as_user(username).get(at("plan", plan)).status_code == 404
