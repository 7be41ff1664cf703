"""Tasks: given once, reported, confirmed by another person, moved, cancelled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InternalError, ProgrammingError, connection, transaction

from motcua.identity.tests.province import stand_up_province
from motcua.notifications.api import Message
from motcua.platform.audit.models import AuditEvent
from motcua.platform.files.api import PDF, store_own
from motcua.reform.api import add_task
from motcua.reform.plan.models import PlanState, PlanTask
from motcua.reform.plan.services import tasks as services
from motcua.reform.plan.tests.conftest import NOW, TODAY, agency, make_plan, make_task, staff, unit, user

DAY = timedelta(days=1)


def add(**values):
    defaults = {
        "agency_id": agency().pk,
        "source": "meeting",
        "source_id": "meeting-7/conclusion-2",
        "text": "Trình danh mục thủ tục đề nghị cắt giảm",
        "due_on": date(2026, 12, 1),
        "now": NOW,
    }
    return add_task(**{**defaults, **values})


def test_another_room_makes_a_task_once(province):
    assert add().pk == add(text="Gọi lại với lời khác").pk
    assert PlanTask.objects.get().text == "Trình danh mục thủ tục đề nghị cắt giảm"
    assert AuditEvent.objects.filter(action="reform_task.added").count() == 1


def test_tasks_are_numbered_within_agency_and_year(province):
    numbers = [add(source_id=key).number for key in ("a", "b")]
    other = add(agency_id=agency("SXD").pk, source_id="a")
    assert (numbers, other.number) == ([1, 2], 1)


@pytest.mark.parametrize("wrong", [{"source": "plan"}, {"source": "rumour"}, {"area": "gardening"}])
def test_unknown_sources_and_areas_are_refused(province, wrong):
    with pytest.raises(ValueError, match="no task of source"):
        add(**wrong)


@pytest.fixture
def task(plan):
    return make_task(plan, due_on=TODAY + 10 * DAY, unit=unit(), person=user("chuyenvien"))


def report(task, who="chuyenvien", now=NOW, result="Báo cáo 45/BC-SKHCN"):
    return services.report_done(task_id=task.pk, result=result, staff=staff(who), now=now)


def confirm(task, who="truongphong", now=NOW):
    return services.confirm_done(task_id=task.pk, text="", staff=staff(who), now=now)


def test_the_day_of_the_report_is_the_day_it_was_done(task):
    report(task)
    confirm(task, now=NOW + 5 * DAY)
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", TODAY)


def test_reporting_and_confirming_twice_changes_nothing(task):
    for day in range(2):
        report(task, now=NOW + day * DAY)
    for _ in range(2):
        confirm(task)
    assert list(task.notes.values_list("kind", flat=True)) == ["reported", "confirmed"]
    task.refresh_from_db()
    assert task.reported_on == TODAY


def test_nobody_confirms_their_own_report(task):
    report(task, who="cv.vp")
    with pytest.raises(PermissionDenied):
        confirm(task, who="cv.vp")
    assert confirm(task, who="giamdoc").state == "done"


def test_a_report_needs_words_or_evidence(task):
    with pytest.raises(services.NothingToShow):
        report(task, result="  ")
    file = store_own(content=b"%PDF-1.4", name="bao-cao.pdf", media_type=PDF, now=NOW)
    for _ in range(2):
        services.add_evidence(task_id=task.pk, file=file, label="Báo cáo", staff=staff("chuyenvien"), now=NOW)
    assert task.evidence.count() == 1
    assert report(task, result="").state == "reported"


def test_a_returned_task_is_reported_anew(task):
    report(task)
    services.return_task(task_id=task.pk, reason="Thiếu phụ lục", staff=staff("truongphong"), now=NOW)
    task.refresh_from_db()
    assert (task.state, task.reported_on) == ("returned", None)
    report(task, now=NOW + DAY)
    confirm(task, now=NOW + DAY)
    task.refresh_from_db()
    assert task.done_on == TODAY + DAY


def test_what_is_done_is_not_returned_and_what_is_cancelled_not_reported(task):
    services.cancel_task(task_id=task.pk, reason="Trùng nhiệm vụ 3", staff=staff("giamdoc"), now=NOW)
    with pytest.raises(services.NotPossible):
        report(task)


@pytest.mark.parametrize(("late_by", "due_counts"), [(0, True), (1, False)])
def test_an_extension_granted_too_late_is_a_target_only(plan, late_by, due_counts):
    due, new = TODAY - late_by * DAY, TODAY + 20 * DAY
    task = make_task(plan, due_on=due)
    services.extend_task(task_id=task.pk, due_on=new, reason="Chờ văn bản", staff=staff("giamdoc"), now=NOW)
    task.refresh_from_db()
    assert (task.due_on, task.target_on) == (new if due_counts else due, new)


@pytest.mark.parametrize("source", ["direction", "province"])
@pytest.mark.parametrize("due_on", [date(2022, 6, 30), TODAY - DAY])
def test_nobody_is_given_a_task_that_is_late_already(province, source, due_on):
    with pytest.raises(services.PastDue):
        add(source=source, due_on=due_on)
    assert add(source=source, due_on=TODAY).due_on == TODAY


@pytest.mark.parametrize("new", [TODAY - DAY, TODAY + 9 * DAY])
def test_a_new_date_is_neither_past_nor_earlier(task, new):
    with pytest.raises(services.PastDue):
        services.extend_task(task_id=task.pk, due_on=new, reason="Đẩy sớm", staff=staff("giamdoc"), now=NOW)


@pytest.mark.parametrize("who", ["chuyenvien", "truongphong", "cv.vp", "cchc.sxd", "quanly.cchc", "kiemtra"])
def test_only_the_leader_moves_or_cancels(task, who):
    with pytest.raises(PermissionDenied):
        services.extend_task(task_id=task.pk, due_on=TODAY + 40 * DAY, reason="x", staff=staff(who), now=NOW)
    with pytest.raises(PermissionDenied):
        services.cancel_task(task_id=task.pk, reason="x", staff=staff(who), now=NOW)


@pytest.mark.parametrize("who", ["cv.qlkh", "tp.qlkh", "cchc.sxd", "gd.stp", "quanly.cchc", "kiemtra"])
def test_others_report_nothing(task, who):
    with pytest.raises(PermissionDenied):
        report(task, who=who)


def test_what_the_province_assigned_the_province_judges(province):
    task = add(source="province", source_id="12/TB-UBND")
    report(task, who="cv.vp")
    with pytest.raises(PermissionDenied):
        confirm(task, who="giamdoc")
    with pytest.raises(PermissionDenied):
        services.cancel_task(task_id=task.pk, reason="x", staff=staff("giamdoc"), now=NOW)
    assert confirm(task, who="quanly.cchc").state == "done"


@pytest.fixture
def body_task(province):
    def make(source):
        plan = make_plan(of="SNV") if source == "plan" else None
        return make_task(plan, due_on=TODAY + 10 * DAY, of="SNV", source=source)

    return make


@pytest.mark.parametrize("source", ["plan", "province"])
@pytest.mark.parametrize("who", ["quanly.cchc", "tp.cchc", "gd.snv", "tp.vp.snv", "giamdoc"])
def test_the_standing_body_judges_moves_and_cancels_no_task_of_its_own(body_task, source, who):
    task = report(body_task(source), who="cchc.snv")
    with pytest.raises(PermissionDenied):
        confirm(task, who=who)
    with pytest.raises(PermissionDenied):
        services.return_task(task_id=task.pk, reason="x", staff=staff(who), now=NOW)
    services.return_task(task_id=task.pk, reason="Thiếu", staff=staff("chutich"), now=NOW)
    with pytest.raises(PermissionDenied):
        services.extend_task(task_id=task.pk, due_on=TODAY + 40 * DAY, reason="x", staff=staff(who), now=NOW)
    with pytest.raises(PermissionDenied):
        services.cancel_task(task_id=task.pk, reason="x", staff=staff(who), now=NOW)


@pytest.mark.parametrize("source", ["plan", "province"])
def test_the_peoples_committee_judges_the_standing_body(body_task, source):
    moved, task = TODAY + 40 * DAY, body_task(source)
    services.extend_task(task_id=task.pk, due_on=moved, reason="Chờ", staff=staff("chutich"), now=NOW)
    assert confirm(report(task, who="cchc.snv"), who="chutich").state == "done"


def test_inner_directions_of_the_standing_body_stay_its_own(body_task):
    task = report(body_task("direction"), who="cchc.snv")
    with pytest.raises(PermissionDenied):
        confirm(task, who="chutich")
    assert confirm(task, who="gd.snv").state == "done"


def test_the_committee_judges_no_other_agencys_tasks(plan):
    task = report(make_task(plan, due_on=TODAY + 10 * DAY), who="cv.vp")
    with pytest.raises(PermissionDenied):
        confirm(task, who="chutich")
    assigned = report(add(source="province", source_id="a"), who="cv.vp")
    with pytest.raises(PermissionDenied):
        confirm(assigned, who="chutich")


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SIGNING, PlanState.CLOSED])
def test_tasks_of_drafts_and_closed_years_are_not_worked_on(province, state):
    task = make_task(make_plan(state=state), person=user("chuyenvien"))
    with pytest.raises(services.NotPossible):
        report(task)


def test_notes_stay_whoever_asks_the_database(task):
    services.note_progress(task_id=task.pk, text="Đã họp tổ rà soát", staff=staff("chuyenvien"), now=NOW)
    for statement in ("update reform_plan_task_note set text = ''", "delete from reform_plan_task_note"):
        with (
            pytest.raises((InternalError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert task.notes.get(kind="progress").text == "Đã họp tổ rà soát"


def told(who):
    return Message.objects.filter(recipient__username=who).count()


def test_whoever_is_put_in_charge_or_gets_a_report_back_is_told(province):
    task = add(person_id=user("chuyenvien").pk, actor=user("giamdoc"))
    assert told("chuyenvien") == 1
    report(task)
    services.return_task(task_id=task.pk, reason="Thiếu phụ lục", staff=staff("giamdoc"), now=NOW)
    assert told("chuyenvien") == 2
    assert "Thiếu phụ lục" in Message.objects.latest("id").body


@pytest.mark.django_db(transaction=True)
def test_two_rooms_at_once_make_one_task():
    stand_up_province(now=NOW)
    agency_id = agency().pk

    def make(_number):
        try:
            return add(agency_id=agency_id).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(make, range(4))) == {1}
    assert PlanTask.objects.count() == 1


def test_handing_on_is_noted_once(task):
    for _ in range(2):
        services.hand_on(
            task_id=task.pk,
            unit_id=task.unit_id,
            person_id=user("cv2.atbx").pk,
            staff=staff("truongphong"),
            now=NOW,
        )
    assert task.notes.filter(kind="assigned").count() == 1
