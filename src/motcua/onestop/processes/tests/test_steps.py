"""Steps done, sent back, claimed and handed out, on a real database."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from motcua.identity.api import delegate
from motcua.onestop.dossiers.models import Channel, Dossier, DossierEvent, State
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.office.due import DueReader
from motcua.onestop.office.words import step_refusal
from motcua.onestop.processes.models import ProcessInstance, ProcessVersion, WorkItem
from motcua.onestop.processes.queries import WorkFilter, count_work, list_work, read_page
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services import (
    add_comment,
    assign,
    cancel_open_items,
    claim,
    load_process,
    release,
)
from motcua.onestop.processes.services.steps import (
    Work,
    complete_work_item,
    finish_signed_step,
    return_step,
)
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW, open_step
from motcua.onestop.processes.tests.test_engine import LONG, USUAL, rows
from motcua.onestop.results.api import current_result, draft_result

pytestmark = pytest.mark.usefixtures("province")


def do(dossier, username, **work):
    actor = make.user(username)
    return complete_work_item(item_uuid=open_step(dossier).uuid, work=Work(**work), actor=actor, now=NOW)


def assigned(dossier):
    do(dossier, "truongphong", assignee_id=make.user("chuyenvien").pk)
    return dossier


def drafted(dossier):
    assigned(dossier)
    draft_result(dossier=dossier, template="licence", content={}, actor=make.user("chuyenvien"), now=NOW)
    return signed_by(dossier, "chuyenvien")


def signed_by(dossier, username, **work):
    item = do(dossier, username, **work)
    current_result(dossier=dossier).signatures.filter(sha256_after="").update(sha256_after="x")
    finish_signed_step(item_uuid=item.uuid, now=NOW)
    return dossier


def test_a_received_dossier_waits_for_the_head_of_its_unit():
    step = open_step(make.received())
    assert (step.step_kind, step.role, step.unit.code, step.assignee) == (
        "assign",
        "head_of_unit",
        "ATBX",
        None,
    )
    assert step.target_at > NOW


def test_the_reception_is_the_first_row_of_the_control_slip():
    first = WorkItem.objects.filter(dossier=make.received()).earliest("opened_at", "id")
    assert (first.step_kind, first.state, first.done_by.username) == ("receive", "done", "tiepnhan")


def test_the_chosen_specialist_gets_the_next_step():
    step = open_step(assigned(make.received()))
    assert (step.step_kind, step.assignee.username, step.handler.username) == (
        "draft",
        "chuyenvien",
        "chuyenvien",
    )


def test_the_first_step_done_moves_the_dossier_into_process():
    dossier = assigned(make.received())
    dossier.refresh_from_db()
    assert (dossier.state, dossier.holder.username) == (State.IN_PROCESS, "chuyenvien")


def test_an_assignment_needs_a_specialist_of_the_unit():
    with pytest.raises(StepRefused, match="assignee_missing"):
        do(make.received(), "truongphong")
    with pytest.raises(StepRefused, match="assignee_unfit"):
        do(make.received(of=make.version(key="b")), "truongphong", assignee_id=make.user("cv.qlkh").pk)


def test_the_same_decision_sent_twice_is_one_step():
    dossier = make.received()
    item = open_step(dossier)
    work = Work(assignee_id=make.user("chuyenvien").pk)
    head = make.user("truongphong")
    complete_work_item(item_uuid=item.uuid, work=work, actor=head, now=NOW)
    again = complete_work_item(item_uuid=item.uuid, work=work, actor=head, now=NOW)
    assert again.pk == item.pk
    assert DossierEvent.objects.filter(dossier=dossier).count() == 1


def test_another_decision_on_a_done_step_is_refused():
    dossier = make.received()
    item = open_step(dossier)
    assigned(dossier)
    with pytest.raises(StepRefused, match="already_done"):
        complete_work_item(
            item_uuid=item.uuid, work=Work(outcome="other"), actor=make.user("truongphong"), now=NOW
        )


def test_a_colleague_who_comes_too_late_to_sign_is_told_who_signs():
    dossier = drafted(make.received())
    item = open_step(dossier)
    WorkItem.objects.filter(pk=item.pk).update(
        pending="done", assignee=make.user("chuyenvien"), claimed_at=NOW
    )
    with pytest.raises(StepRefused, match="being_done") as refused:
        do(dossier, "truongphong")
    assert make.user("chuyenvien").full_name in step_refusal(refused.value)


def test_a_step_that_a_colleague_finished_says_who_and_when():
    dossier = make.received()
    item = open_step(dossier)
    assigned(dossier)
    with pytest.raises(StepRefused, match="already_done") as refused:
        complete_work_item(item_uuid=item.uuid, work=Work(), actor=make.user("giamdoc"), now=NOW)
    text = step_refusal(refused.value)
    assert make.user("truongphong").full_name in text and "09:00" in text


def test_drafting_without_a_result_is_refused():
    with pytest.raises(StepRefused, match="result_missing"):
        do(assigned(make.received()), "chuyenvien")


def test_a_signing_step_stays_open_until_the_signature_stands():
    dossier = assigned(make.received())
    draft_result(dossier=dossier, template="licence", content={}, actor=make.user("chuyenvien"), now=NOW)
    item = do(dossier, "chuyenvien", comment="Đủ điều kiện")
    assert (item.state, item.pending) == ("open", "done")
    finish_signed_step(item_uuid=item.uuid, now=NOW)
    item.refresh_from_db()
    assert (item.state, item.comment, item.pending) == ("done", "Đủ điều kiện", "")


def test_a_signature_reported_twice_moves_once():
    dossier = drafted(make.received())
    item = WorkItem.objects.get(dossier=dossier, step_kind="draft")
    finish_signed_step(item_uuid=item.uuid, now=NOW)
    assert open_step(dossier).step_kind == "review"


def test_the_way_to_the_end_closes_the_dossier():
    dossier = signed_by(signed_by(drafted(make.received()), "truongphong"), "giamdoc")
    current = current_result(dossier=dossier)
    current.state = "signed"
    current.save()
    signed_by(dossier, "vanthu")
    dossier.refresh_from_db()
    assert dossier.state == State.DONE
    last = do(dossier, "tn.pvhcc", received_by="Ông An")
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    officer, same, other = make.user("tn.pvhcc"), Work(received_by="Ông An"), Work(received_by="Bà Bình")
    assert complete_work_item(item_uuid=last.uuid, work=same, actor=officer, now=NOW).pk == last.pk
    with pytest.raises(TransitionRefused, match="returned_to_another"):
        complete_work_item(item_uuid=last.uuid, work=other, actor=officer, now=NOW)
    assert ProcessInstance.objects.get(dossier=dossier).is_finished


def test_handing_over_is_claimed_and_released_and_is_never_late():
    dossier = signed_by(signed_by(drafted(make.received()), "truongphong"), "giamdoc")
    current = current_result(dossier=dossier)
    current.state = "signed"
    current.save()
    signed_by(dossier, "vanthu")
    step, officer = open_step(dossier), make.user("tn.pvhcc")
    for change in (claim, release, claim):
        change(item_uuid=step.uuid, actor=officer, now=NOW)
    long_after = dossier.due_at + timedelta(days=9)
    staff = make.staff("tn.pvhcc")
    for now in (dossier.due_at - timedelta(minutes=5), long_after):
        counts = count_work(staff=staff, now=now)
        assert (counts["mine"], counts["today"], counts["late"]) == (1, 0, 0)
    [row] = read_page(list_work(staff=staff, tab="mine", narrow=WorkFilter(), now=long_after), page=1)[0]
    due = DueReader(now=long_after).of_row(row)
    assert (due.tone, due.at) == ("done", None)
    assert do(dossier, "tn.pvhcc", received_by="Ông An").state == "done"


def test_an_online_result_is_returned_by_being_issued():
    dossier = make.received(return_channel=Channel.ONLINE)
    signed_by(signed_by(drafted(dossier), "truongphong"), "giamdoc")
    current = current_result(dossier=dossier)
    current.state = "signed"
    current.save()
    signed_by(dossier, "vanthu")
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    assert not WorkItem.objects.filter(dossier=dossier, state="open").exists()


def test_a_case_sent_back_returns_to_whom_it_came_from():
    dossier = drafted(make.received())
    review = open_step(dossier)
    again = return_step(
        item_uuid=review.uuid,
        to_step_key="draft",
        reason="Thiếu căn cứ",
        actor=make.user("truongphong"),
        now=NOW,
    )
    assert (again.step_key, again.assignee.username) == ("draft", "chuyenvien")
    review.refresh_from_db()
    assert (review.state, review.comment) == ("returned", "Thiếu căn cứ")
    assert current_result(dossier=dossier).state == "draft"


def test_sending_back_needs_a_reason_and_an_earlier_step():
    dossier = drafted(make.received())
    item, head = open_step(dossier), make.user("truongphong")
    with pytest.raises(StepRefused, match="reason_missing"):
        return_step(item_uuid=item.uuid, to_step_key="draft", reason=" ", actor=head, now=NOW)
    with pytest.raises(StepRefused, match="cannot_send_back"):
        return_step(item_uuid=item.uuid, to_step_key="sign", reason="x", actor=head, now=NOW)


@pytest.mark.parametrize("username", ["chuyenvien", "tp.qlkh", "giamdoc", "cv.sxd", "quantri", "congdan"])
def test_nobody_else_may_do_the_heads_step(username):
    with pytest.raises(PermissionDenied):
        do(make.received(), username, assignee_id=make.user("chuyenvien").pk)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.SUPPLEMENT, "dossier_paused"),
        (State.PAYMENT, "dossier_paused"),
        (State.STOPPED, "dossier_ended"),
        (State.WITHDRAWN, "dossier_ended"),
    ],
)
def test_a_dossier_that_stands_still_refuses_steps(state, code):
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(state=state)
    with pytest.raises(StepRefused, match=code):
        do(dossier, "truongphong", assignee_id=make.user("chuyenvien").pk)


def test_a_stand_in_acts_for_the_absent_head_and_it_is_recorded():
    dossier = make.received()
    head, deputy = make.user("truongphong"), make.user("tp.qlkh")
    delegate(
        delegator_id=head.appointments.get().pk,
        delegate_id=deputy.appointments.get().pk,
        valid_from=NOW.date(),
        valid_to=NOW.date() + timedelta(days=5),
        document_number="12/UQ",
        document_on=NOW.date(),
        actor=head,
        now=NOW,
    )
    item = do(dossier, "tp.qlkh", assignee_id=make.user("chuyenvien").pk)
    assert (item.done_by, item.on_behalf_of) == (deputy, head)
    assert DossierEvent.objects.get(dossier=dossier).on_behalf_of == head


def test_a_colleague_claims_an_open_step_and_puts_it_back():
    dossier = signed_by(drafted(make.received()), "truongphong")
    item = open_step(dossier)
    deputy = make.user("phogiamdoc")
    assert claim(item_uuid=item.uuid, actor=deputy, now=NOW).assignee == deputy
    with pytest.raises(StepRefused, match="taken"):
        claim(item_uuid=item.uuid, actor=make.user("giamdoc"), now=NOW)
    assert release(item_uuid=item.uuid, actor=deputy, now=NOW).assignee is None


def test_the_head_gives_a_draft_to_another_specialist_but_not_to_another_unit():
    dossier = assigned(make.received())
    item, head = open_step(dossier), make.user("truongphong")
    other = make.user("cv2.atbx")
    assert assign(item_uuid=item.uuid, assignee_id=other.pk, actor=head, now=NOW).handler == other
    with pytest.raises(StepRefused, match="assignee_unfit"):
        assign(item_uuid=item.uuid, assignee_id=make.user("cv.qlkh").pk, actor=head, now=NOW)
    with pytest.raises(PermissionDenied):
        assign(item_uuid=item.uuid, assignee_id=other.pk, actor=make.user("tp.qlkh"), now=NOW)


def test_a_provincial_procedure_goes_to_the_peoples_committee():
    dossier = assigned(make.received(of=make.version(LONG, key="council")))
    draft_result(dossier=dossier, template="licence", content={}, actor=make.user("chuyenvien"), now=NOW)
    signed_by(dossier, "chuyenvien")
    assert open_step(dossier).step_kind == "council"


def test_comments_are_for_colleagues():
    dossier = make.received()
    comment = add_comment(
        dossier=dossier,
        text=" Xem lại mục 3 ",
        actor=make.user("chuyenvien"),
        staff=make.staff("chuyenvien"),
        now=NOW,
    )
    assert comment.text == "Xem lại mục 3"
    with pytest.raises(PermissionDenied):
        add_comment(dossier=dossier, text="x", actor=make.user("cv.sxd"), staff=make.staff("cv.sxd"), now=NOW)


def test_a_stopped_dossier_leaves_no_step_open():
    dossier = make.received()
    assert cancel_open_items(dossier=dossier, now=NOW) == 1
    assert not WorkItem.objects.filter(dossier=dossier, state="open").exists()


def test_equal_steps_make_no_new_process_version():
    first = load_process(key="k", steps=rows(USUAL), now=NOW)
    assert load_process(key="k", steps=rows(USUAL), now=NOW) == first
    assert load_process(key="k", steps=rows(LONG), now=NOW).number == 2
    assert ProcessVersion.objects.filter(key="k").count() == 2


def test_a_step_takes_at_most_ten_statements(django_assert_max_num_queries):
    dossier = make.received()
    item, head, context = open_step(dossier), make.user("truongphong"), make.staff("truongphong")
    work = Work(assignee_id=make.user("chuyenvien").pk)
    # The savepoint of the test's own transaction is two statements that do not exist outside tests.
    with django_assert_max_num_queries(12) as captured:
        complete_work_item(item_uuid=item.uuid, work=work, actor=head, staff=context, now=NOW)
    real = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(real) <= 10, "\n".join(real)


@pytest.mark.parametrize(
    ("template", "decision", "refusal"),
    [("licence", "reject", "refusal_without_letter"), ("rejection", "approve", "refusal_not_chosen")],
)
def test_appraisal_and_draft_must_say_the_same(template, decision, refusal):
    dossier = assigned(make.received())
    draft_result(dossier=dossier, template=template, content={}, actor=make.user("chuyenvien"), now=NOW)
    with pytest.raises(StepRefused) as raised:
        do(dossier, "chuyenvien", data={"decision": decision})
    assert raised.value.code == refusal
    assert open_step(dossier).pending == ""
