"""Pages of the plan: who reads what, what happens on them, what a mistake costs."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.reform.plan.models import PlanState, PlanTask, ReformPlan, TaskReminder
from motcua.reform.plan.queries import soon_after, with_standing
from motcua.reform.plan.tests.conftest import NOW, TODAY, agency, make_plan, make_task, unit, user
from motcua.reform.plan.tests.test_plans import sheet
from motcua.reform.rules.plan import TaskFacts, standing

BOARD = reverse("plan:board")
TASKS = reverse("plan:tasks")
PROVINCE = reverse("plan:province")
DAY = timedelta(days=1)


def page(name, row):
    return reverse(f"plan:{name}", args=[row.uuid])


def act(task, name):
    return reverse("plan:act", args=[task.uuid, name])


@pytest.fixture
def task(plan):
    return make_task(
        plan, due_on=TODAY - 2 * DAY, unit=unit(), person=user("chuyenvien"), text="Công khai 12 thủ tục"
    )


def test_visitors_sign_in_and_citizens_find_nothing(client, as_user, task):
    for address in (BOARD, TASKS, PROVINCE, page("task", task), page("plan", task.plan)):
        assert client.get(address).status_code == 302
        assert as_user("congdan").get(address).status_code == 404


READING = ["cv.vp", "giamdoc", "truongphong", "chuyenvien", "cv.qlkh", "vanthu", "quanly.cchc", "kiemtra"]
NOT_READING = ["chuyenvien", "quanly.cchc", "kiemtra", "cchc.sxd"]


@pytest.mark.parametrize("who", READING)
def test_own_agency_and_province_read_an_issued_plan(as_user, task, who):
    client = as_user(who)
    assert "Công khai 12 thủ tục" in client.get(page("task", task)).content.decode()
    assert "Công khai 12 thủ tục" in client.get(page("plan", task.plan)).content.decode()


@pytest.mark.parametrize("who", ["quanly.cchc", "thamdinh", "hoidong", "gd.stp", "kiemtra"])
def test_those_who_judge_read_what_is_owed_and_no_draft_and_no_direction(as_user, task, who):
    client = as_user(who)
    assert client.get(page("task", task)).status_code == 200
    assert client.get(page("plan", task.plan)).status_code == 200
    assert client.get(page("task", make_task())).status_code == 404
    assert client.get(page("plan", make_plan(year=2027, state="draft"))).status_code == 404


@pytest.mark.parametrize("who", ["cchc.sxd", "cv.sxd", "gd.sxd"])
def test_another_agency_finds_nothing(as_user, task, who):
    client = as_user(who)
    assert client.get(page("task", task)).status_code == 404
    assert client.get(page("plan", task.plan)).status_code == 404
    assert client.get(BOARD, {"agency": "SKHCN"}).status_code == 404
    assert client.post(act(task, "bao-cao"), {"result": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["cv.vp", "giamdoc", "truongphong", *NOT_READING])
def test_a_draft_is_read_by_those_who_make_it(as_user, who):
    status = 404 if who in NOT_READING else 200
    plan = make_plan(state=PlanState.DRAFT)
    task = make_task(plan)
    client = as_user(who)
    assert client.get(page("plan", plan)).status_code == status
    assert client.get(page("task", task)).status_code == status


def test_the_province_does_not_read_inner_directions(as_user, province):
    task = make_task(source="direction")
    assert as_user("quanly.cchc").get(page("task", task)).status_code == 404
    assert as_user("kiemtra").get(page("task", task)).status_code == 404
    assert as_user("cv.vp").get(page("task", task)).status_code == 200


def test_the_province_page_is_for_those_who_oversee_it(as_user, task):
    make_plan(of="SXD", state=PlanState.DRAFT)
    assert as_user("cv.vp").get(PROVINCE).status_code == 403
    shown = as_user("quanly.cchc").get(PROVINCE).content.decode()
    assert "05/KH-SKHCN" in shown
    assert "05/KH-SXD" not in shown
    rows = b"".join(as_user("kiemtra").get(PROVINCE, {"_export": "csv"}).streaming_content).decode()
    assert "05/KH-SKHCN" in rows


def test_a_draft_says_how_many_tasks_are_overdue_as_soon_as_it_is_signed(as_user, province):
    plan = make_plan(state=PlanState.DRAFT)
    make_task(plan, due_on=TODAY)
    assert "đã quá hạn ngay trong ngày ký" not in as_user("cv.vp").get(page("plan", plan)).content.decode()
    make_task(plan, due_on=TODAY - DAY)
    assert "Có 1 nhiệm vụ đã quá hạn" in as_user("cv.vp").get(page("plan", plan)).content.decode()


def test_the_board_counts_by_area_and_unit(as_user, task):
    make_task(task.plan, due_on=TODAY, area="digital", unit=unit("VP"))
    shown = as_user("cv.vp").get(BOARD)
    assert [figure["value"] for figure in shown.context["figures"]] == [2, 0, 0, 1, 1]
    assert [name for name, _entry, _query in shown.context["units"]] == [
        unit("VP").name_vi,
        unit("ATBX").name_vi,
    ]


def test_the_list_is_narrowed_and_taken_along(as_user, task):
    make_task(task.plan, text="Việc khác", due_on=TODAY + 30 * DAY)
    client = as_user("cv.vp")
    assert "Việc khác" not in client.get(TASKS, {"standing": "late"}).content.decode()
    assert "Việc khác" in client.get(TASKS, {"q": "viec khac"}).content.decode()
    rows = b"".join(client.get(TASKS, {"_export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Công khai 12 thủ tục" in rows
    assert str(TODAY - 2 * DAY) in rows


def test_lists_cost_few_statements(as_user, task, django_assert_max_num_queries):
    for number in range(12):
        make_task(task.plan, unit=unit(), person=user("cv2.atbx"), text=f"Việc {number}")
    client = as_user("cv.vp")
    for address, most in ((BOARD, 9), (TASKS, 10), (reverse("plan:mine"), 9), (page("plan", task.plan), 8)):
        client.get(address)
        with django_assert_max_num_queries(most):
            client.get(address)
    manager = as_user("quanly.cchc")
    manager.get(PROVINCE)
    with django_assert_max_num_queries(9):
        manager.get(PROVINCE)


def test_database_and_rule_say_the_same_of_every_task(plan, today):
    days = [None, TODAY - DAY, TODAY, TODAY + DAY]
    for due in (TODAY - DAY, TODAY, TODAY + DAY, TODAY + 30 * DAY):
        for reported in days:
            for done in {None, reported}:
                for cancelled in (None, TODAY):
                    make_task(plan, due_on=due, reported_on=reported, done_on=done, cancelled_on=cancelled)
    for row in with_standing(PlanTask.objects.all(), today=TODAY):
        facts = TaskFacts(
            due_on=row.due_on, reported_on=row.reported_on, done_on=row.done_on, cancelled_on=row.cancelled_on
        )
        assert row.standing == standing(facts, today=TODAY, soon=soon_after(today=TODAY))


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("truongphong", ["own"]),
        ("quanly.cchc", ["given by the province"]),
        ("thamdinh", []),
        ("thamdinh.stp", []),
        ("hoidong", []),
        ("kiemtra", []),
    ],
)
def test_reports_wait_for_those_who_may_judge_them(as_user, plan, who, expected):
    reported = {"state": "reported", "reported_on": TODAY, "reported_by": user("chuyenvien")}
    make_task(plan, text="own", unit=unit(), **reported)
    make_task(of="SXD", text="given by the province", source="province", **reported)
    page = as_user(who).get(reverse("plan:to_confirm")).content.decode()
    assert [text for text in ("own", "given by the province") if f">{text}<" in page] == expected


def test_a_task_is_reported_and_confirmed_on_its_page(as_user, task):
    as_user("chuyenvien").post(act(task, "bao-cao"), {"result": "Quyết định 12/QĐ-SKHCN"})
    head = as_user("truongphong")
    assert "Công khai 12 thủ tục" in head.get(reverse("plan:to_confirm")).content.decode()
    head.post(act(task, "xac-nhan"), {"text": ""})
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", TODAY)


def test_an_empty_report_keeps_the_page(as_user, task):
    response = as_user("chuyenvien").post(act(task, "bao-cao"), {"result": ""})
    assert response.status_code == 422
    task.refresh_from_db()
    assert task.state == "open"


def test_evidence_is_inspected_kept_and_served_to_readers_only(as_user, task):
    client = as_user("chuyenvien")
    wrong = SimpleUploadedFile("a.exe", b"MZ not allowed")
    assert client.post(act(task, "minh-chung"), {"file": wrong, "label": ""}).status_code == 422
    right = SimpleUploadedFile("bao-cao.xlsx", sheet(("1", "x", "", "", "", "")))
    client.post(act(task, "minh-chung"), {"file": right, "label": "Bảng kê"})
    address = reverse("plan:evidence", args=[task.uuid, task.evidence.get().uuid])
    assert as_user("quanly.cchc").get(address).status_code == 200
    assert as_user("cchc.sxd").get(address).status_code == 404


def test_wrong_roles_get_a_403(as_user, task):
    assert as_user("cv.qlkh").post(act(task, "bao-cao"), {"result": "x"}).status_code == 403
    assert as_user("chuyenvien").get(reverse("plan:direct")).status_code == 403
    assert as_user("cv.vp").get(reverse("plan:assign")).status_code == 403
    assert as_user("giamdoc").get(reverse("plan:new")).status_code == 403


def test_acts_take_posts_only(as_user, task):
    client = as_user("cv.vp")
    assert client.get(act(task, "bao-cao")).status_code == 405
    assert client.post(act(task, "khong-co"), {}).status_code == 404


DIRECTION = {
    "source": "direction",
    "source_label": "Giao ban 16/11",
    "text": "Hoàn thiện mô hình một cửa số",
    "due_on-day": "1",
    "due_on-month": "12",
    "due_on-year": "2026",
    "area": "digital",
    "product": "",
    "form_key": "0191b2f0-0000-7000-8000-000000000001",
}


def test_a_direction_sent_twice_is_one_task(as_user):
    client = as_user("giamdoc")
    for _ in range(2):
        client.post(reverse("plan:direct"), {**DIRECTION, "unit": unit().pk, "person": user("chuyenvien").pk})
    task = PlanTask.objects.get()
    assert (task.source, task.person.username, task.due_on) == ("direction", "chuyenvien", date(2026, 12, 1))
    assert "Hoàn thiện mô hình" in as_user("chuyenvien").get(reverse("plan:mine")).content.decode()


def test_the_province_assigns_to_any_agency(as_user):
    form = {**DIRECTION, "agency": agency("SXD").pk}
    assert as_user("quanly.cchc").post(reverse("plan:assign"), form).status_code == 302
    task = PlanTask.objects.get()
    assert (task.agency.code, task.source) == ("SXD", "province")


def test_the_standing_body_is_given_its_tasks_by_the_peoples_committee(as_user):
    form = {**DIRECTION, "agency": agency("SNV").pk}
    assert as_user("quanly.cchc").post(reverse("plan:assign"), form).status_code == 422
    assert as_user("giamdoc").get(reverse("plan:assign")).status_code == 403
    chair = as_user("chutich")
    assert chair.post(reverse("plan:assign"), {**form, "agency": agency("SXD").pk}).status_code == 422
    assert chair.post(reverse("plan:assign"), form).status_code == 302
    assert PlanTask.objects.get().agency.code == "SNV"


def test_whoever_judges_the_standing_body_finds_its_reports_and_the_page_says_who_that_is(as_user, province):
    reported = {"state": "reported", "reported_on": TODAY, "reported_by": user("cchc.snv")}
    task = make_task(make_plan(of="SNV"), text="Tổng hợp chỉ số", **reported)
    chair, manager = as_user("chutich"), as_user("quanly.cchc")
    assert page("task", task) in chair.get(reverse("plan:to_confirm")).content.decode()
    shown = manager.get(page("task", task)).content.decode()
    assert user("chutich").full_name in shown
    assert act(task, "xac-nhan") not in shown
    assert manager.post(act(task, "xac-nhan"), {"text": ""}).status_code == 403
    assert act(task, "xac-nhan") in chair.get(page("task", task)).content.decode()
    chair.post(act(task, "xac-nhan"), {"text": ""})
    task.refresh_from_db()
    assert task.state == "done"


def test_a_task_of_the_province_says_that_the_standing_body_judges_it(as_user, province):
    task = make_task(source="province", of="SXD")
    shown = as_user("quanly.cchc").get(page("task", task)).content.decode()
    assert user("tp.cchc").full_name in shown
    assert "Xác nhận, gia hạn, hủy" in shown


def test_the_committees_leaders_read_what_the_province_reads_and_no_direction(as_user, task):
    chair = as_user("chutich")
    assert chair.get(PROVINCE).status_code == 200
    assert chair.get(page("task", task)).status_code == 200
    assert chair.get(page("task", make_task())).status_code == 404
    assert as_user("gd.snv").get(PROVINCE).status_code == 200
    assert as_user("giamdoc").get(PROVINCE).status_code == 403


def test_a_task_with_too_short_a_term_says_so_in_the_list_and_on_its_page(as_user, province):
    task = make_task(source="province", of="SXD", due_on=TODAY + DAY, text="Gửi số liệu ngay")
    make_task(source="province", of="SXD", due_on=TODAY + 3 * DAY, text="Gửi số liệu sau")
    reason = "Không tính vào tỷ lệ hoàn thành đúng hạn"
    client = as_user("cchc.sxd")
    assert client.get(TASKS).content.decode().count(reason) == 1
    assert reason in client.get(page("task", task)).content.decode()
    rows = b"".join(client.get(TASKS, {"_export": "csv"}).streaming_content).decode("utf-8-sig")
    assert rows.count(reason) == 1


@pytest.mark.parametrize("change", [{"text": "Việc khác hẳn"}, {"due_on-day": "2"}, {"product": "Tờ trình"}])
def test_a_form_sent_again_with_other_words_is_told_and_loses_nothing(as_user, change):
    client, sent = as_user("giamdoc"), {**DIRECTION, "unit": "", "person": ""}
    client.post(reverse("plan:direct"), sent)
    (first,) = PlanTask.objects.all()
    refused = client.post(reverse("plan:direct"), {**sent, **change})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert page("task", first) in shown
    assert DIRECTION["form_key"] not in shown
    assert PlanTask.objects.count() == 1
    again = {**sent, **change, "form_key": refused.context["form"]["form_key"].value()}
    assert client.post(reverse("plan:direct"), again).status_code == 302
    assert PlanTask.objects.count() == 2


def test_a_form_sent_again_after_somebody_else_took_charge_is_the_same_task(as_user):
    client = as_user("giamdoc")
    sent = {**DIRECTION, "unit": unit().pk, "person": user("chuyenvien").pk}
    client.post(reverse("plan:direct"), sent)
    task = PlanTask.objects.get()
    client.post(act(task, "giao-nguoi"), {"unit": unit().pk, "person": user("cv2.atbx").pk})
    assert client.post(reverse("plan:direct"), sent).status_code == 302
    assert client.post(reverse("plan:direct"), {**sent, "text": "Khác"}).status_code == 422


def test_the_province_assigns_nothing_that_is_late_already(as_user):
    form = {
        **DIRECTION,
        "agency": agency("SXD").pk,
        "due_on-day": "30",
        "due_on-month": "6",
        "due_on-year": "2022",
    }
    response = as_user("quanly.cchc").post(reverse("plan:assign"), form)
    assert response.status_code == 422
    assert "Thời hạn này đã qua" in response.content.decode()
    assert not PlanTask.objects.exists()


def test_a_new_date_that_has_passed_is_refused_in_words(as_user, task):
    past = {"due_on-day": "1", "due_on-month": "2", "due_on-year": "2026", "reason": "Đẩy sớm"}
    response = as_user("giamdoc").post(act(task, "gia-han"), past)
    assert response.status_code == 422
    assert "Đẩy sớm" in response.content.decode()


def test_a_direction_without_date_keeps_what_was_typed(as_user):
    response = as_user("giamdoc").post(reverse("plan:direct"), {**DIRECTION, "due_on-day": ""})
    assert response.status_code == 422
    assert "Hoàn thiện mô hình một cửa số" in response.content.decode()


def test_the_page_names_what_stands_in_the_way_of_closing(as_user, plan):
    task = make_task(plan, due_on=TODAY + DAY, text="Tự kiểm tra cuối năm")
    leader = as_user("giamdoc")
    assert page("close", plan) not in leader.get(page("plan", plan)).content.decode()
    refused = leader.post(page("close", plan))
    assert refused.status_code == 422
    assert [one.text for one in refused.context["closing"]["tasks"]] == ["Tự kiểm tra cuối năm"]
    assert as_user("cv.vp").post(page("close", plan)).status_code == 403
    PlanTask.objects.filter(pk=task.pk).update(state="cancelled", cancelled_on=TODAY)
    assert page("close", plan) in leader.get(page("plan", plan)).content.decode()
    assert page("close", plan) not in as_user("cv.vp").get(page("plan", plan)).content.decode()
    assert leader.post(page("close", plan)).status_code == 302
    assert leader.post(page("reopen", plan), {"reason": ""}).status_code == 422
    assert as_user("cv.vp").post(page("reopen", plan), {"reason": "x"}).status_code == 403
    leader.post(page("reopen", plan), {"reason": "Còn báo cáo muộn"})
    plan.refresh_from_db()
    assert plan.state == "issued"


def test_a_plan_is_begun_and_filled(as_user):
    client = as_user("cv.vp")
    client.post(
        reverse("plan:new"), {"year": "2027", "title": "Cải cách hành chính năm 2027", "introduction": "a"}
    )
    plan = ReformPlan.objects.get()
    form = {**DIRECTION, "due_on-year": "2027", "unit": "", "person": ""}
    assert client.post(page("add_task", plan), {**form, "due_on-year": "2026"}).status_code == 422
    client.post(page("add_task", plan), form)
    assert plan.tasks.get().due_on == date(2027, 12, 1)


def test_an_import_shows_mistakes_before_it_writes(as_user):
    plan = make_plan(state=PlanState.DRAFT)
    client = as_user("cv.vp")
    content = sheet(("3", "Rà soát", "", "ATBX", "", "31/03/2026"), ("9", "Sai", "", "", "", "x"))
    upload = SimpleUploadedFile("ke-hoach.xlsx", content)
    response = client.post(page("import", plan), {"file": upload})
    assert response.status_code == 422
    assert not plan.tasks.exists()
    for _ in range(2):
        client.post(page("import", plan), {"rows": response.context["token"]})
    assert plan.tasks.get().text == "Rà soát"
    assert client.post(page("import", plan), {"rows": "forged"}).status_code == 422


def test_an_export_can_be_imported_again(as_user, task):
    exported = as_user("cv.vp").get(page("plan", task.plan), {"_export": "xlsx"}).content
    draft = make_plan(state=PlanState.DRAFT, year=2025)
    upload = SimpleUploadedFile("lai.xlsx", exported)
    response = as_user("cv.vp").post(page("import", draft), {"file": upload})
    # The year is another one, everything else is understood.
    assert [len(row.errors) for row in response.context["rows"]] == [1]


def test_pages_speak_english_too(as_user, task):
    client = as_user("cv.vp")
    client.cookies["motcua_language"] = "en"
    assert "Reform plan" in client.get(BOARD).content.decode()


def test_nothing_is_written_by_looking(as_user, task):
    for address in (BOARD, TASKS, page("task", task), page("plan", task.plan)):
        as_user("cv.vp").get(address)
    assert not TaskReminder.objects.exists()
    assert task.created_at == NOW


def workbook(content, name="ke-hoach.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize(
    "content",
    [b"MZ" + bytes(4000), b"x" * 10_000_000, b"PK\x03\x04" + bytes(4000), b"=1+1;=cmd|' /C calc'!A0"],
)
def test_what_is_no_workbook_is_refused_in_words(as_user, province, content):
    plan = make_plan(state=PlanState.DRAFT)
    for name in ("ke-hoach.xlsx", "ke-hoach.csv"):
        answer = as_user("cv.vp").post(page("import", plan), workbook(content, name))
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]


def test_long_cells_are_named_by_line_and_only_lines_that_fit_are_taken_over(as_user, province):
    plan, client = make_plan(state=PlanState.DRAFT), as_user("cv.vp")
    long, right = (
        ("3", "x" * 10_000, "y" * 10_000, "", "", "31/03/2026"),
        ("3", "Rà soát", "", "", "", "31/03/2026"),
    )
    answer = client.post(page("import", plan), workbook(sheet(long, right)))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Nhiệm vụ dài hơn 2000 ký tự" in shown
    assert "x" * 400 not in shown
    for _ in range(2):
        assert client.post(page("import", plan), {"rows": answer.context["token"]}).status_code == 302
    assert [task.text for task in plan.tasks.all()] == ["Rà soát"]
    said = [str(one) for one in client.get(page("plan", plan)).context["messages"]]
    assert said == ["Đã nhập 1 nhiệm vụ.", "Đã nhập 0 nhiệm vụ."]


def test_a_task_of_a_draft_that_differs_in_anything_is_not_swallowed(as_user, province):
    plan, client = make_plan(state=PlanState.DRAFT), as_user("cv.vp")
    form = {**DIRECTION, "unit": "", "person": ""}
    for product in ("Tờ trình", "Tờ trình", "Báo cáo"):
        client.post(page("add_task", plan), {**form, "product": product})
    assert sorted(plan.tasks.values_list("product", flat=True)) == ["Báo cáo", "Tờ trình"]
