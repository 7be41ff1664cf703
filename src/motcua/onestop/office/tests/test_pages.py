"""Pages of the office: what each person sees, what is refused, and how many statements a page costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.onestop.office.forms import AppraisalForm
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.services.steps import Work, complete_work_item
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW, open_step
from motcua.onestop.results.models import IssuedDocument


def assigned(**values):
    dossier = make.received(**values)
    complete_work_item(
        item_uuid=open_step(dossier).uuid,
        work=Work(assignee_id=make.user("chuyenvien").pk),
        actor=make.user("truongphong"),
        now=NOW,
    )
    return dossier


def page(name, dossier, *args):
    return reverse(f"office:{name}", args=[dossier.uuid, *args])


def appraise(**changes):
    answers = dict.fromkeys(("check_complete", "check_valid", "check_conditions", "check_content"), "met")
    return AppraisalForm({**answers, "decision": "approve", **changes})


def test_an_appraisal_is_answered_item_by_item_and_nothing_beforehand():
    drawn = str(AppraisalForm(initial={"checklist": {}, "comment": ""}))
    assert "checked" not in drawn
    empty = AppraisalForm({})
    assert set(empty.errors) == set(appraise().fields) - {"comment"}
    assert appraise().is_valid()
    assert appraise(check_conditions="not_applicable").is_valid()


def test_what_is_not_met_cannot_be_proposed_for_a_grant():
    assert set(appraise(check_valid="not_met").errors) == {"decision"}
    refusal = appraise(check_valid="not_met", decision="reject")
    assert refusal.is_valid()
    assert refusal.cleaned_data["checklist"]["valid"] == "not_met"


def test_an_appraisal_written_before_is_shown_again():
    again = AppraisalForm(initial={"checklist": {"valid": "not_met"}, "decision": "reject"})
    assert again["check_valid"].value() == "not_met"
    assert AppraisalForm(initial={"checklist": ["valid"]})["check_valid"].value() is None


def test_a_visitor_signs_in_first(client, db):
    response = client.get(reverse("office:worklist"))
    assert response.status_code == 302
    assert "/office/" in response["Location"]


def test_a_citizen_finds_no_office(as_user):
    assert as_user("congdan").get(reverse("office:worklist")).status_code == 404


def test_the_worklist_shows_code_applicant_step_and_time_left(as_user):
    dossier = assigned()
    text = as_user("chuyenvien").get(reverse("office:worklist")).content.decode()
    assert dossier.code in text
    assert dossier.applicant_name in text


def test_the_worklist_costs_at_most_six_statements(as_user, django_assert_max_num_queries):
    of = make.version()
    for _ in range(5):
        assigned(of=of)
    client = as_user("chuyenvien")
    client.get(reverse("office:worklist"))
    with django_assert_max_num_queries(6):
        client.get(reverse("office:worklist"), {"tab": "mine"})


def test_filters_live_in_the_address(as_user):
    dossier = assigned()
    found = as_user("chuyenvien").get(reverse("office:worklist"), {"tab": "mine", "procedure": "xray"})
    other = as_user("chuyenvien").get(reverse("office:worklist"), {"tab": "mine", "q": "khong co"})
    assert dossier.code in found.content.decode()
    assert dossier.code not in other.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_can_be_taken_along(as_user, kind):
    dossier = assigned()
    response = as_user("chuyenvien").get(reverse("office:worklist"), {"tab": "mine", "_export": kind})
    assert f".{kind}" in response["Content-Disposition"]
    if kind == "csv":
        assert dossier.code in b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_head_assigns_many_at_once(as_user):
    of = make.version()
    items = [open_step(make.received(of=of)) for _ in range(2)]
    client, chosen = as_user("truongphong"), [str(item.uuid) for item in items]
    asked = client.post(reverse("office:act_on_many"), {"action": "assign", "item": chosen})
    assert "Specialist" in asked.content.decode() or "Chuyên viên" in asked.content.decode()
    assignee = make.user("chuyenvien").pk
    client.post(reverse("office:act_on_many"), {"action": "assign", "item": chosen, "assignee": assignee})
    assert WorkItem.objects.filter(step_kind="draft", assignee_id=assignee).count() == 2


def test_a_specialist_assigns_nothing(as_user):
    item = open_step(make.received())
    response = as_user("chuyenvien").post(
        reverse("office:act_on_many"), {"action": "assign", "item": str(item.uuid)}
    )
    assert response.status_code == 403


@pytest.mark.parametrize(
    "username", ["chuyenvien", "truongphong", "giamdoc", "vanthu", "tiepnhan", "tn.pvhcc"]
)
def test_colleagues_open_the_dossier(as_user, username):
    response = as_user(username).get(page("dossier", assigned()))
    assert response.status_code == 200


@pytest.mark.parametrize("username", ["cv.sxd", "chutich", "congdan"])
@pytest.mark.parametrize("name", ["dossier", "control_slip", "process", "draft", "progress"])
def test_strangers_find_nothing(as_user, username, name):
    assert as_user(username).get(page(name, assigned())).status_code == 404


def test_strangers_cannot_act_either(as_user):
    dossier = assigned()
    client, item = as_user("cv.sxd"), open_step(dossier)
    for name, args in [
        ("finish_step", [item.uuid]),
        ("take_step", [item.uuid]),
        ("comment", []),
        ("receive", []),
    ]:
        assert client.post(page(name, dossier, *args)).status_code == 404


def test_the_wrong_role_is_refused(as_user):
    dossier = assigned()
    assert as_user("vanthu").get(page("act", dossier, "yeu-cau-bo-sung")).status_code == 403
    assert as_user("truongphong").get(page("draft", dossier)).status_code == 403


def test_the_wrong_person_cannot_finish_the_step(as_user):
    dossier = make.received()
    item = open_step(dossier)
    response = as_user("giamdoc").post(
        page("finish_step", dossier, item.uuid), {"assignee": make.user("chuyenvien").pk}
    )
    assert response.status_code == 403


def test_the_head_assigns_on_the_page(as_user):
    dossier = make.received()
    item = open_step(dossier)
    client = as_user("truongphong")
    wrong = client.post(page("finish_step", dossier, item.uuid), {"assignee": ""})
    assert wrong.status_code == 422
    client.post(page("finish_step", dossier, item.uuid), {"assignee": make.user("chuyenvien").pk})
    assert open_step(dossier).assignee == make.user("chuyenvien")


def test_the_specialist_is_led_to_the_draft_first(as_user):
    dossier = assigned()
    text = as_user("chuyenvien").get(page("dossier", dossier)).content.decode()
    assert page("draft", dossier) in text


def test_a_letter_of_refusal_is_not_saved_without_reasons_and_provisions(as_user):
    dossier = assigned()
    client = as_user("chuyenvien")
    form = client.get(page("draft", dossier) + "?template=rejection").context["form"]
    answers = {"template": "rejection", **{name: form.initial.get(name) or "" for name in form.fields}}
    refused = client.post(page("draft", dossier), {**answers, "grounds": ""})
    assert refused.status_code == 422 and {"reasons", "grounds"} <= set(refused.context["form"].errors)
    answers |= {"reasons": "Phòng chưa đạt che chắn", "grounds": "Điều 15 Nghị định số 142/2020/NĐ-CP"}
    assert client.post(page("draft", dossier), answers).status_code == 302


def test_a_draft_is_saved_and_shown_as_pdf(as_user):
    dossier = assigned()
    client = as_user("chuyenvien")
    form = client.get(page("draft", dossier)).context["form"]
    answers = {name: form[name].value() or "x" for name in form.fields}
    assert client.post(page("draft", dossier), answers).status_code == 302
    pdf = client.get(page("preview_draft", dossier))
    assert pdf.content.startswith(b"%PDF")


def test_every_menu_action_has_a_page(as_user):
    dossier = assigned()
    client = as_user("chuyenvien")
    for action in client.get(page("dossier", dossier)).context["actions"]:
        assert client.get(page("act", dossier, action.slug)).status_code == 200
    assert client.get(page("act", dossier, "no-such-thing")).status_code == 404


def test_a_supplement_is_asked_for(as_user):
    dossier = assigned()
    as_user("chuyenvien").post(
        page("act", dossier, "yeu-cau-bo-sung"), {"items": "Bản sao chứng chỉ", "reason": "Thiếu"}
    )
    dossier.refresh_from_db()
    assert dossier.state == State.SUPPLEMENT


def test_a_submission_is_received_at_the_counter(as_user):
    dossier = make.submitted()
    as_user("tn.pvhcc").post(page("receive", dossier), {"note": ""})
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED
    assert dossier.code


def test_a_remark_is_kept(as_user):
    dossier = assigned()
    as_user("chuyenvien").post(page("comment", dossier), {"comment-text": "Đã gọi điện"})
    assert "Đã gọi điện" in as_user("truongphong").get(page("dossier", dossier)).content.decode()


def test_the_dossier_page_costs_a_fixed_number_of_statements(as_user, django_assert_max_num_queries):
    dossier = assigned()
    client = as_user("chuyenvien")
    client.get(page("dossier", dossier))
    with django_assert_max_num_queries(20):
        client.get(page("dossier", dossier))


def test_the_search_finds_by_part_of_the_name_and_costs_few_statements(
    as_user, django_assert_max_num_queries
):
    dossier = assigned()
    client = as_user("chuyenvien")
    # The calendar's version is looked up every half minute, whoever asks.
    client.get(reverse("office:search"))
    with django_assert_max_num_queries(6):
        found = client.get(reverse("office:search"), {"q": "phòng khám"})
    assert dossier.code in found.content.decode()


def test_late_dossiers_can_be_searched(as_user):
    dossier = assigned()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW - timedelta(days=400))
    found = as_user("chuyenvien").get(reverse("office:search"), {"late": "on"})
    assert dossier.code in found.content.decode()


def test_the_control_slip_of_one_standing_is_made_once(as_user):
    dossier = make.received()
    client = as_user("truongphong")
    for _time in range(3):
        assert client.post(page("control_slip", dossier)).status_code == 302
    slips = IssuedDocument.objects.filter(dossier=dossier, kind="06")
    assert slips.count() == 1
    record_event(dossier=lock_dossier(dossier.pk), kind="step_assigned", now=make.NOW)
    client.post(page("control_slip", dossier))
    assert slips.count() == 2


def test_the_control_slip_and_the_diagram_are_shown(as_user):
    dossier = assigned()
    client = as_user("chuyenvien")
    assert client.get(page("control_slip", dossier)).status_code == 200
    assert "bpmn" in client.get(page("process", dossier)).content.decode()


def test_reading_is_not_posting(as_user):
    dossier = assigned()
    client, item = as_user("chuyenvien"), open_step(dossier)
    assert client.get(page("finish_step", dossier, item.uuid)).status_code == 405
    assert client.get(page("receive", dossier)).status_code == 405
    assert client.post(page("dossier", dossier)).status_code == 405
