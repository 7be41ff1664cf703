"""The yearly plan: begun once, filled, signed, in force with the date of its paper; or signed outside."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import Workbook

from motcua.platform.audit.models import AuditEvent
from motcua.platform.tests.workbook_samples import cut, unfolding
from motcua.reform.papers.api import cancel_paper, sign_paper
from motcua.reform.plan.models import PlanState, ReformPlan
from motcua.reform.plan.services import imports, plans
from motcua.reform.plan.services.signing import find_paper, submit_plan
from motcua.reform.plan.services.tasks import NotPossible
from motcua.reform.plan.tests.conftest import NOW, TODAY, agency, make_plan, make_task, staff, unit, user

DAY = timedelta(days=1)


def values(**changes):
    defaults = {
        "area": "direction",
        "text": "Tổ chức đối thoại với doanh nghiệp về thủ tục hành chính",
        "product": "Biên bản đối thoại",
        "unit_id": unit("VP").pk,
        "person_id": None,
        "due_on": date(2026, 6, 30),
    }
    return plans.TaskValues(**{**defaults, **changes})


@pytest.fixture
def draft(province):
    plan = make_plan(state=PlanState.DRAFT)
    plans.put_tasks(plan_id=plan.pk, tasks=[values()], staff=staff("cv.vp"), now=NOW)
    return plan


def test_a_year_has_one_plan(province):
    made = [
        plans.open_plan(
            agency_id=agency().pk, year=2026, title=title, introduction="", staff=staff("cv.vp"), now=NOW
        )
        for title in ("Kế hoạch", "Kế hoạch khác")
    ]
    assert made[0] == made[1]
    assert ReformPlan.objects.get().title == "Kế hoạch"


@pytest.mark.parametrize("who", ["giamdoc", "truongphong", "cchc.sxd", "quanly.cchc", "kiemtra"])
def test_only_the_reform_officer_drafts(draft, who):
    for do in (
        lambda: plans.put_tasks(plan_id=draft.pk, tasks=[values()], staff=staff(who), now=NOW),
        lambda: submit_plan(plan_id=draft.pk, staff=staff(who), now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            do()


def test_the_same_task_is_not_put_in_twice(draft):
    plans.put_tasks(
        plan_id=draft.pk, tasks=[values(), values(text="Việc khác")], staff=staff("cv.vp"), now=NOW
    )
    assert list(draft.tasks.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_an_empty_plan_is_not_laid_before_the_leader(province):
    plan = make_plan(state=PlanState.DRAFT)
    with pytest.raises(plans.EmptyPlan):
        submit_plan(plan_id=plan.pk, staff=staff("cv.vp"), now=NOW)


def test_a_task_of_a_draft_is_reworded_and_removed(draft):
    task = draft.tasks.get()
    plans.change_task(task_id=task.pk, values=values(due_on=date(2026, 7, 31)), staff=staff("cv.vp"), now=NOW)
    task.refresh_from_db()
    assert task.first_due_on == task.due_on == task.target_on == date(2026, 7, 31)
    for _ in range(2):
        plans.remove_task(task_id=task.pk, staff=staff("cv.vp"), now=NOW)
    assert not draft.tasks.exists()


@pytest.mark.django_db(transaction=True)
def test_the_signature_puts_the_plan_in_force_with_its_date(draft, signing_twins):
    signing_twins("user:giamdoc", "Phạm Đức Thắng")
    papers = {submit_plan(plan_id=draft.pk, staff=staff("cv.vp"), now=NOW).pk for _ in range(2)}
    assert len(papers) == 1
    for _ in range(2):
        signed = sign_paper(paper=find_paper(plan=draft), staff=staff("giamdoc"), now=NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.issued_on, draft.document_number) == ("issued", TODAY, signed.symbol)
    assert draft.date_basis == "paper"
    assert draft.tasks.get().notes.get().kind == "added"
    with pytest.raises(NotPossible):
        plans.put_tasks(plan_id=draft.pk, tasks=[values(text="Thêm sau")], staff=staff("cv.vp"), now=NOW)


def test_a_refused_paper_leads_back_to_the_draft(draft):
    paper = submit_plan(plan_id=draft.pk, staff=staff("cv.vp"), now=NOW)
    cancel_paper(paper=paper, reason="Bổ sung đối thoại", staff=staff("giamdoc"), now=NOW)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert submit_plan(plan_id=draft.pk, staff=staff("cv.vp"), now=NOW).pk != paper.pk


def close(plan, who="giamdoc", now=NOW):
    return plans.close_plan(plan_id=plan.pk, staff=staff(who), now=now)


def test_a_year_is_not_closed_before_its_plan_is_issued_and_closed_only_once(draft):
    with pytest.raises(NotPossible):
        close(draft)
    plan = make_plan(year=2025)
    assert [close(plan).closed_at for _ in range(2)] == [NOW, NOW]


@pytest.mark.parametrize("who", ["cv.vp", "truongphong", "gd.sxd", "quanly.cchc", "chutich"])
def test_only_the_leader_closes_a_year_and_opens_it_again(plan, who):
    with pytest.raises(PermissionDenied):
        close(plan, who=who)
    close(plan)
    with pytest.raises(PermissionDenied):
        plans.reopen_plan(plan_id=plan.pk, reason="x", staff=staff(who), now=NOW)


@pytest.mark.parametrize(
    ("facts", "stands_in_the_way"),
    [
        ({"due_on": TODAY}, True),
        ({"due_on": TODAY + DAY, "state": "returned"}, True),
        ({"due_on": TODAY - DAY}, False),
        ({"due_on": TODAY - DAY, "state": "reported", "reported_on": TODAY - DAY}, True),
        ({"due_on": TODAY + DAY, "state": "done", "reported_on": TODAY, "done_on": TODAY}, False),
        ({"due_on": TODAY + DAY, "state": "cancelled", "cancelled_on": TODAY}, False),
    ],
)
def test_a_year_is_not_closed_while_a_task_can_be_done_in_time_or_waits(plan, facts, stands_in_the_way):
    task = make_task(plan, **facts)
    if not stands_in_the_way:
        assert close(plan).state == "closed"
        return
    with pytest.raises(plans.StillDue) as refused:
        close(plan)
    assert refused.value.tasks == [task]
    plan.refresh_from_db()
    assert plan.state == "issued"


def test_a_year_closed_by_mistake_is_opened_again_with_its_reason(plan):
    close(plan)
    for _ in range(2):
        plans.reopen_plan(plan_id=plan.pk, reason=" Còn báo cáo ", staff=staff("giamdoc"), now=NOW)
    plan.refresh_from_db()
    assert (plan.state, plan.closed_at) == ("issued", None)
    assert AuditEvent.objects.get(action="reform_plan.reopened").detail["reason"] == "Còn báo cáo"
    with pytest.raises(NotPossible):
        plans.reopen_plan(
            plan_id=make_plan(year=2027, state="draft").pk, reason="x", staff=staff("giamdoc"), now=NOW
        )


def sheet(*rows):
    book, content = Workbook(), BytesIO()
    for row in (["Lĩnh vực", "Nhiệm vụ", "Sản phẩm", "Đơn vị", "Người", "Hạn"], *rows):
        book.active.append(list(row))
    book.save(content)
    return content.getvalue()


def judged(*rows, year=2026):
    names = imports.names_of(
        units=[unit("VP"), unit("ATBX")], people=[user("chuyenvien"), user("cv.vp"), user("cv2.vp")]
    )
    return imports.judge(imports.read_sheet(sheet(*rows)), names=names, year=year)


def test_a_sheet_names_areas_units_and_people_in_several_ways(province):
    rows = judged(
        ("3", "Rà soát", "Báo cáo", "ATBX", "chuyenvien", date(2026, 3, 31)),
        ("Cải cách thể chế", "Xây dựng", "", "Văn phòng Sở", "Trần Hữu Phúc", "30/06/2026"),
        (None, None, None, None, None, None),
        ("direction", "Đối thoại", None, None, None, "2026-09-30"),
    )
    assert [row.errors for row in rows] == [(), (), ()]
    assert [row.values.area for row in rows] == ["procedures", "institutions", "direction"]
    assert [row.line for row in rows] == [2, 3, 5]
    assert rows[1].values.person_id == user("cv.vp").pk


@pytest.mark.parametrize(
    "row",
    [
        ("9", "Rà soát", "", "ATBX", "", "31/03/2026"),
        ("3", "", "", "ATBX", "", "31/03/2026"),
        ("3", "Rà soát", "x" * 501, "ATBX", "", "31/03/2026"),
        ("3", "Rà soát", "", "Phòng lạ", "", "31/03/2026"),
        ("3", "Rà soát", "", "ATBX", "Người lạ", "31/03/2026"),
        ("3", "Rà soát", "", "ATBX", "", "31/02/2026"),
        ("3", "Rà soát", "", "ATBX", "", "31/03/2027"),
    ],
)
def test_each_mistake_of_a_line_is_named(province, row):
    (found,) = judged(row)
    assert len(found.errors) == 1
    assert found.values is None


@pytest.mark.parametrize("content", [b"", b"no workbook", sheet(), unfolding(), cut()])
def test_what_is_no_sheet_is_refused(content):
    with pytest.raises(imports.NotReadable):
        imports.read_sheet(content)


LONG = "x" * 10_000


@pytest.mark.parametrize("column", range(6))
def test_a_cell_of_ten_thousand_characters_is_a_mistake_of_its_line_and_quoted_in_short(province, column):
    cells = ["3", "Rà soát", "Báo cáo", "ATBX", "chuyenvien", "31/03/2026"]
    cells[column] = LONG
    found, fitting = judged(tuple(cells), ("3", "Việc khác", "", "", "", "31/03/2026"))
    assert found.errors
    assert found.values is None
    assert all(len(words) < 200 for words in found.errors)
    assert fitting.values is not None


def test_a_formula_is_no_text(province):
    (found,) = judged(("3", "=1+1", "", "", "", "31/03/2026"))
    assert found.values is None
