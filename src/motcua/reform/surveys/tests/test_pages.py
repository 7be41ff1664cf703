import json
import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from motcua.onestop.dossiers.finished_contacts import FinishedContact
from motcua.platform import clock
from motcua.platform.ui.preferences import LANGUAGE_COOKIE
from motcua.reform.surveys.models import Ballot, FrameRow, SurveyForm
from motcua.reform.surveys.services import frames, rounds
from motcua.reform.surveys.tests import helpers as h


@pytest.fixture
def opened(province):
    return h.opened(number=3)


def url(name, *args):
    return reverse(f"surveys:{name}", args=args)


def sample(current, code):
    return h.target_of(current, code).uuid


# The public form.


def form_of(code):
    return f"/khao-sat/{code.lower()}/"


def test_whoever_has_a_code_answers_without_an_account(as_user, opened):
    code, visitor = opened[1]["SKHCN"][0], Client()
    typed = visitor.post("/khao-sat/", {"code": "-".join([code[:4], code[4:]])})
    assert typed.url == form_of(code)
    page = visitor.get(typed.url).content.decode()
    assert "q_a1" in page and "noindex" not in page
    sent = visitor.post(form_of(code), {"q_a1": "4", "q_overall": "5"})
    assert sent.url == "/khao-sat/da-gui/"
    assert visitor.get(sent.url).status_code == 200
    assert Ballot.objects.get().answers == {"a1": "4", "overall": "5"}


def test_the_address_goes_to_no_other_site_and_forms_still_pass_the_check_of_origin(as_user, opened):
    # With "no-referrer" browsers send "Origin: null", which the protection against forged forms refuses.
    assert Client().get(form_of(opened[1]["SKHCN"][0]))["Referrer-Policy"] == "same-origin"


def test_a_second_answer_is_refused_politely(as_user, opened):
    code = opened[1]["SKHCN"][0]
    h.answer(code)
    for answer in (Client().get(form_of(code)), Client().post(form_of(code), {"q_a1": "1"})):
        assert answer.status_code == 409
    assert Ballot.objects.count() == 1


def test_unknown_codes_look_all_alike_and_cannot_be_tried_at_leisure(as_user, province):
    pages = [Client().get(f"/khao-sat/{code}/") for code in ("7" * 16, "x", "1" * 200)]
    assert {page.status_code for page in pages} == {404}
    for _again in range(20):
        last = Client().get("/khao-sat/zzzzzzzzzzzzzzzz/")
    assert last.status_code == 429


def test_a_code_stands_in_no_line_of_the_log(as_user, opened, monkeypatch):
    lines = []
    monkeypatch.setattr(
        logging.getLogger("django.request"), "warning", lambda *line, **_more: lines.append(line)
    )
    code = opened[1]["SKHCN"][0].lower()
    Client().post(form_of(code), {})
    h.answer(code)
    Client().get(form_of(code))
    as_user(h.MANAGER).post(url("plan"), {"year": "x"})
    assert url("plan") in str(lines) and code not in str(lines)


def test_a_round_that_is_over_or_has_not_begun_says_so(as_user, province):
    current = h.planned()
    code = h.cards(current, "SKHCN")[0]
    assert Client().get(form_of(code)).status_code == 403
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    h.closed(current)
    assert Client().get(form_of(code)).status_code == 410


def test_nothing_answered_keeps_the_form_and_says_where(as_user, opened):
    code = opened[1]["SKHCN"][0]
    answer = Client().post(form_of(code), {"started": "forged"})
    assert answer.status_code == 422 and 'href="#q_a1-0"' in answer.content.decode()
    again = Client().post(form_of(code), {"q_a1": "4", "q_a2": "9"})
    assert again.status_code == 422 and 'value="4" checked' in again.content.decode()


def test_one_part_at_a_time_keeps_what_other_parts_hold(as_user, opened):
    code, visitor = opened[1]["SKHCN"][0], Client()
    first = visitor.get(form_of(code) + "?muc=1").content.decode()
    assert "q_a1" in first and "q_p1" not in first
    second = visitor.post(form_of(code), {"q_a1": "4", "page": "1", "go": "next"}).content.decode()
    assert '<input type="hidden" name="q_a1" value="4">' in second and "q_p1" in second
    back = visitor.post(form_of(code), {"q_a1": "4", "q_p1": "3", "page": "2", "go": "back"}).content.decode()
    assert 'value="4" checked' in back and 'name="q_p1" value="3"' in back


def test_ten_megabytes_of_garbage_are_refused_and_keep_nothing(as_user, opened):
    code = opened[1]["SKHCN"][0]
    garbage = b"q_a1=" + b"4" * (10 * 1024 * 1024)
    answer = Client().post(form_of(code), garbage, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 413)
    assert not Ballot.objects.exists()


def test_the_form_is_drawn_in_a_fixed_number_of_statements(as_user, opened, django_assert_max_num_queries):
    code = opened[1]["SKHCN"][0]
    with django_assert_max_num_queries(3):
        Client().get(form_of(code))


# The office.


def test_pages_of_the_manager_are_closed_to_others(as_user, opened):
    current = opened[0]
    pages = [
        url("plan"),
        url("sample", sample(current, "SXD")),
        url("doubtful", sample(current, "SXD")),
    ]
    for page in pages:
        assert Client().get(page).status_code == 302
        assert as_user("congdan").get(page).status_code == 404
        assert as_user("cchc.sxd").get(page).status_code == 403
        assert as_user(h.MANAGER).get(page).status_code == 200
    acts = [url(name, current.uuid) for name in ("open", "close", "reopen", "publish")]
    acts += [url(name, sample(current, "SXD")) for name in ("add_people", "draw", "cards", "send", "letters")]
    for act in acts:
        assert as_user("cchc.sxd").post(act).status_code == 403
        assert as_user(h.MANAGER).get(act).status_code == 405


def test_the_rated_agency_never_sees_contacts_or_ballots_even_as_the_standing_body(as_user, province):
    current, _codes = h.opened(agencies=("SNV", "SXD"))
    own = sample(current, "SNV")
    for name in ("sample", "doubtful"):
        assert as_user(h.MANAGER).get(url(name, own)).status_code == 404
        assert as_user(h.PROVINCE_APPRAISER).get(url(name, own)).status_code == 200
    assert as_user(h.MANAGER).post(url("letters", own)).status_code == 404
    assert as_user("thamdinh.stp").get(url("sample", own)).status_code == 404


def test_a_rated_agency_reads_its_own_published_result_and_no_other(as_user, opened):
    current, codes = opened
    for code in codes["SXD"]:
        h.answer(code)
    own, other = sample(current, "SXD"), sample(current, "SKHCN")
    reader = as_user("cchc.sxd")
    h.closed(current)
    assert reader.get(url("result", own)).status_code == 404
    assert reader.get(url("round", current.uuid)).status_code == 404
    assert as_user(h.MANAGER).get(url("result", own)).status_code == 200
    rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)
    assert reader.get(url("round", current.uuid)).status_code == 200
    page = reader.get(url("result", own)).content.decode()
    assert "factor-chart" not in page
    assert reader.get(url("result", other)).status_code == 404
    assert reader.get(url("result", own) + "?_export=csv")["Content-Type"].startswith("text/html")


JUDGES_OF_THE_STANDING_BODY = (h.MANAGER, "tp.cchc", "thamdinh", "gd.snv")


@pytest.mark.parametrize("username", JUDGES_OF_THE_STANDING_BODY)
def test_whoever_serves_in_a_rated_agency_reads_its_result_from_publication_on(as_user, province, username):
    current, _codes = h.opened(agencies=("SNV", "SXD"))
    own, other = sample(current, "SNV"), sample(current, "SXD")
    h.closed(current)
    reader = as_user(username)
    address = url("result", own)
    assert reader.get(address).status_code == 404
    assert address not in reader.get(url("round", current.uuid)).content.decode()
    assert reader.get(url("result", other)).status_code == 200
    assert as_user(h.PROVINCE_APPRAISER).get(address).status_code == 200
    rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)
    assert reader.get(address).status_code == 200


def test_nobody_opens_again_a_survey_that_rates_their_own_agency(as_user, province):
    current, _codes = h.opened(agencies=("SNV", "SXD"))
    h.closed(current)
    address, act = url("round", current.uuid), url("reopen", current.uuid)
    manager, province_appraiser = as_user(h.MANAGER), as_user(h.PROVINCE_APPRAISER)
    assert act not in manager.get(address).content.decode()
    refused = manager.post(act, AGAIN)
    assert refused.status_code == 422 and "Sở Nội vụ" in refused.content.decode()
    assert as_user("thamdinh.stp").post(act, AGAIN).status_code == 404
    assert act in province_appraiser.get(address).content.decode()
    assert province_appraiser.post(act, AGAIN).status_code == 302


def test_enough_answers_are_shown_with_chart_table_and_export(as_user, province, monkeypatch):
    current, codes = h.opened(number=31)
    for code in codes["SXD"]:
        h.answer(code, {"a1": "4", "f1": "2", "overall": "5"})
    h.published(current)
    reader, page = as_user("cchc.sxd"), url("result", sample(current, "SXD"))
    text = reader.get(page).content.decode()
    assert "factor-chart" in text and "50,00" in text
    lines = b"".join(reader.get(page + "?_export=csv").streaming_content).decode().splitlines()
    assert any(line.startswith("a1,") and line.endswith("31,0,100.0,100") for line in lines)
    assert reader.get(page + "?_export=xlsx").status_code == 200
    summary = as_user(h.MANAGER).get(url("round", current.uuid) + "?_export=csv")
    lines = b"".join(summary.streaming_content).decode().splitlines()
    assert lines[1].endswith(",0,0") and ",31,0,50.0,50," in lines[2]


def test_a_manager_plays_a_whole_round_in_the_office(as_user, province):
    h.form()
    manager = as_user(h.MANAGER)
    agency = h.Agency.objects.get(code="SXD")
    values = {
        "form": SurveyForm.objects.get(key="sipas").pk,
        "year": "2026",
        "name_vi": "Khảo sát",
        "method": "mean",
        "agencies": [agency.pk],
    }
    values |= {"opens_on-day": "15", "opens_on-month": "11", "opens_on-year": "2026"}
    assert manager.post(url("plan"), values).status_code == 422
    values |= {"closes_on-day": "30", "closes_on-month": "11", "closes_on-year": "2026"}
    made = manager.post(url("plan"), values)
    assert made.status_code == 302 and manager.post(url("plan"), values).status_code == 422
    current = h.SurveyRound.objects.get()
    target = sample(current, "SXD")
    file = h.upload(
        "ho_ten;dien_thoai;kenh\nNguyễn Văn A;0911000001;Trực tuyến\nTrần B;0911000002;Trực tiếp\n"
    )
    assert manager.post(url("add_people", target), {"file": file}).status_code == 302
    assert manager.post(url("add_people", target), {"file": h.upload("x")}).status_code == 422
    assert manager.post(url("draw", target), {"error": "5"}).status_code == 302
    assert FrameRow.objects.filter(drawn=True).count() == 2
    assert manager.post(url("cards", target), {"number": "2", "batch": str(uuid4())}).status_code == 302
    assert manager.post(url("open", current.uuid)).status_code == 302
    assert manager.post(url("send", target)).status_code == 302
    letters = manager.post(url("letters", target))
    assert letters["Content-Type"] == "application/pdf" and letters.content.startswith(b"%PDF")
    assert manager.post(url("unreachable", target), {"code": "x"}).status_code == 422
    code = h.code_of(h.target_of(current, "SXD").invitations.filter(via="sms").first().uuid)
    assert manager.post(url("unreachable", target), {"code": code}).status_code == 302
    page = manager.get(url("sample", target)).content.decode()
    assert "0911000001" not in page and "Nguyễn Văn A" not in page
    assert manager.post(url("close", current.uuid), EARLY).status_code == 302
    assert manager.post(url("publish", current.uuid)).status_code == 302
    assert manager.get(url("round", current.uuid)).status_code == 200


EARLY = {"decision": "125/QĐ-UBND ngày 20/11/2026", "reason": "Đã đủ cỡ mẫu"}
AGAIN = {"closes_on-day": "20", "closes_on-month": "12", "closes_on-year": "2026", "reason": "Bổ sung mẫu"}


def test_closing_early_asks_for_the_document_and_keeps_what_was_typed(as_user, opened):
    current, manager = opened[0], as_user(h.MANAGER)
    address = url("round", current.uuid)
    refused = manager.post(url("close", current.uuid), {"reason": "Đã đủ cỡ mẫu"})
    assert refused.status_code == 422 and "Đã đủ cỡ mẫu" in refused.content.decode()
    assert manager.post(url("close", current.uuid), EARLY).status_code == 302
    assert "125/QĐ-UBND ngày 20/11/2026" in manager.get(address).content.decode()


def test_what_is_not_published_is_opened_again(as_user, opened):
    current, manager = opened[0], as_user(h.MANAGER)
    manager.post(url("close", current.uuid), EARLY)
    assert manager.post(url("reopen", current.uuid), AGAIN | {"closes_on-year": "2025"}).status_code == 422
    assert manager.post(url("reopen", current.uuid), AGAIN).status_code == 302
    assert manager.get(url("round", current.uuid)).content.decode().count(url("close", current.uuid)) == 1


def test_a_doubtful_ballot_is_left_out_in_the_office(as_user, opened):
    current, codes = opened
    h.answer(codes["SXD"][0], seconds=0.1)
    target, ballot = sample(current, "SXD"), Ballot.objects.get()
    manager = as_user(h.MANAGER)
    act = url("review", target, ballot.pk)
    assert manager.post(act, {"act": "exclude"}).status_code == 422
    assert manager.post(act, {"act": "exclude", "reason": "Quá nhanh"}).status_code == 302
    assert "Quá nhanh" in manager.get(url("doubtful", target)).content.decode()
    assert manager.post(url("review", target, uuid4()), {"act": "exclude", "reason": "x"}).status_code == 404


def test_a_new_version_of_a_form_is_published_from_a_file(as_user, province):
    definition = h.form().definition
    manager = as_user(h.MANAGER)
    for changed, status in (
        (definition | {"version": 2, "title_vi": "Mới"}, 302),
        (definition | {"title_vi": "Mới"}, 422),
        (definition | {"version": 3, "answers": []}, 422),
    ):
        file = h.upload(json.dumps(changed), "form.json")
        assert manager.post(url("forms"), {"file": file}).status_code == status
    assert manager.post(url("forms"), {"file": h.upload("{", "form.json")}).status_code == 422
    assert manager.get(url("form_version", "sipas", 2)).status_code == 200
    shipped = url("form_version", "sipas", 1)
    assert "năm yếu tố" in manager.get(shipped).text
    manager.cookies[LANGUAGE_COOKIE] = "en"
    assert "five factors" in manager.get(shipped).text
    assert as_user("kiemtra").post(url("forms"), {}).status_code == 404


def test_the_definition_of_a_version_is_downloaded_as_the_pattern_of_the_next(as_user, province):
    found, manager = h.form(), as_user(h.MANAGER)
    answer = manager.get(reverse("surveys:form_version", args=[found.key, 1]), {"_export": "json"})
    assert "phieu-sipas-1.json" in answer["Content-Disposition"]
    definition = answer.json() | {"version": 2}
    file = h.upload(json.dumps(definition), "form.json")
    assert manager.post(reverse("surveys:forms"), {"file": file}).status_code == 302
    assert SurveyForm.objects.filter(key="sipas", version=2).exists()


@pytest.mark.parametrize("value", ["Hai\x00", "Nửa \ud800", float("nan")])
def test_a_form_with_what_is_no_text_is_refused(as_user, province, value):
    manager, definition = as_user(h.MANAGER), h.form().definition | {"version": 2}
    for changed in (definition | {"title_vi": value}, definition | {"note": value}):
        file = h.upload(json.dumps(changed), "form.json")
        assert manager.post(url("forms"), {"file": file}).status_code == 422


def test_a_form_nested_without_end_is_no_readable_file(as_user, province):
    deep = h.upload("[" * 200_000, "form.json")
    assert as_user(h.MANAGER).post(url("forms"), {"file": deep}).status_code == 422
    endless = h.upload(json.dumps(h.form().definition | {"version": float("inf")}), "form.json")
    assert as_user(h.MANAGER).post(url("forms"), {"file": endless}).status_code == 422


def test_lists_cost_the_same_however_many_rounds(as_user, province, django_assert_max_num_queries):
    current, _codes = h.opened()
    h.opened(key="leaders")
    h.published(current)
    manager = as_user(h.MANAGER)
    with django_assert_max_num_queries(6):
        assert manager.get(url("list")).status_code == 200
    with django_assert_max_num_queries(9):
        assert manager.get(url("round", current.uuid)).status_code == 200


# Interviews.


def interviews(*rows):
    return json.dumps({"interviews": list(rows)})


def row(code, **changes):
    return {"key": str(uuid4()), "code": code, "answers": {"a1": "4"}, "seconds": 80} | changes


def sync(client, target, body):
    return client.post(url("interview_sync", target), body, content_type="application/json")


def test_interviewers_ask_about_other_agencies_only(as_user, opened):
    current = opened[0]
    client = as_user(h.SURVEYOR)
    listed = client.get(url("interviews")).content.decode()
    other, own = sample(current, "SXD"), sample(current, "SKHCN")
    assert str(other) in listed and str(own) not in listed
    assert client.get(url("interview", other)).status_code == 200
    for name in ("interview", "interview_standing"):
        assert client.get(url(name, own)).status_code == 404
        assert as_user(h.MANAGER).get(url(name, other)).status_code == 403
    assert sync(client, own, interviews()).status_code == 404


def test_an_interview_works_as_an_ordinary_form(as_user, opened):
    current, codes = opened
    client, page = as_user(h.SURVEYOR), url("interview", sample(current, "SXD"))
    wrong = client.post(page, {"code": "7777", "q_a1": "4", "key": str(uuid4())})
    assert wrong.status_code == 422 and 'value="4" checked' in wrong.content.decode()
    values = {"code": codes["SXD"][0], "q_a1": "4", "key": str(uuid4())}
    for _again in range(2):
        assert client.post(page, values).status_code == 302
    assert Ballot.objects.get().mode == "interview"


def test_half_a_character_in_a_code_spoils_no_other_interview(as_user, opened):
    current, codes = opened
    sent = [row("\ud800" * 16), row(codes["SXD"][0])]
    answered = sync(as_user(h.SURVEYOR), sample(current, "SXD"), interviews(*sent))
    assert list(answered.json()["outcomes"].values()) == ["unknown", "accepted"]


def test_a_tablet_sends_what_it_kept_and_hears_of_conflicts(as_user, opened):
    current, codes = opened
    client, target = as_user(h.SURVEYOR), sample(current, "SXD")
    h.answer(codes["SXD"][1])
    sent = [row(codes["SXD"][0]), row(codes["SXD"][1]), row("9" * 16), row(codes["SXD"][2], answers={})]
    expected = ["accepted", "used", "unknown", "empty"]
    for _again in range(2):
        outcomes = sync(client, target, interviews(*sent)).json()["outcomes"]
        assert [outcomes[one["key"]] for one in sent] == expected
    assert Ballot.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"interviews": 3}',
        '{"interviews": [{"key": "x"}]}',
        '{"interviews": [3]}',
        json.dumps({"interviews": [{"key": str(uuid4()), "code": "9", "answers": {}, "on": "2026-13-01"}]}),
        "[" * 100_000,
    ],
)
def test_garbage_from_a_tablet_is_refused(as_user, opened, body):
    assert sync(as_user(h.SURVEYOR), sample(opened[0], "SXD"), body).status_code == 400


def test_too_much_from_a_tablet_is_refused(as_user, opened):
    target = sample(opened[0], "SXD")
    many = interviews(*[row("9" * 16) for _number in range(101)])
    assert sync(as_user(h.SURVEYOR), target, many).status_code == 400
    assert sync(as_user(h.SURVEYOR), target, "x" * (10 * 1024 * 1024)).status_code in (400, 413)


def test_the_service_worker_is_served_where_it_may_work(as_user, province):
    assert as_user(h.SURVEYOR).get(url("interview_worker"))["Content-Type"].startswith("text/javascript")
    assert url("interview", uuid4()).startswith(url("interview_worker").rsplit("/", 1)[0])


def test_applicants_of_finished_dossiers_become_the_frame(as_user, province, monkeypatch):
    found = [
        FinishedContact(
            name="A",
            phone=phone,
            email="",
            address="",
            language="vi",
            procedure="Cấp phép",
            channel="Trực tuyến",
        )
        for phone in ("0911", "0912", "")
    ]
    monkeypatch.setattr(frames, "list_finished_contacts", lambda **_asked: found)
    current = h.planned()
    target = sample(current, "SXD")
    days = {"start-day": "1", "start-month": "1", "start-year": "2026"}
    days |= {"end-day": "31", "end-month": "10", "end-year": "2026"}
    assert as_user(h.MANAGER).post(url("add_applicants", target), {"start-day": "1"}).status_code == 422
    assert as_user(h.MANAGER).post(url("add_applicants", target), days).status_code == 302
    assert h.target_of(current, "SXD").population == 2
    found.clear()
    assert as_user(h.MANAGER).post(url("add_applicants", target), days).status_code == 422


def test_a_survey_whose_last_day_is_over_takes_no_new_interviews_and_says_so(as_user, opened):
    current, codes = opened
    client, target = as_user(h.SURVEYOR), sample(current, "SXD")
    page = url("interview", target)
    assert "disabled" not in client.get(page).content.decode().partition("data-interview novalidate")[2]
    with clock.at(h.NOW + timedelta(days=46)):
        listed = client.get(url("interviews")).content.decode()
        assert str(target) in listed and "Đã kết thúc" in listed
        shown = client.get(page).content.decode()
        assert "<fieldset disabled>" in shown and "05/01/2027" in shown
        refused = client.post(page, {"code": codes["SXD"][0], "q_a1": "4", "key": str(uuid4())})
        assert refused.status_code == 422
    assert Ballot.objects.count() == 0
