"""Things of the reform, opened by people who have no business with them; and what is no document, sent as one."""

import os
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.files.models import StoredFile
from motcua.reform.inspections.models import Shortcoming
from motcua.reform.plan.models import ReformPlan

from .addresses import all_addresses
from .reform_house import NOW, stand_up_reform, user

pytestmark = pytest.mark.django_db
NOT_FOUND = {403, 404, 405}
FORM = {"reason": "x", "text": "x", "title": "x", "action": "x", "answer": "x", "decision": "close"}

# Which thing the id of an address names: by the address, else by its room.
THINGS = {
    "plan": "plan",
    "plan:task": "plan.task",
    "plan:change_task": "plan.task",
    "plan:remove_task": "plan.task",
    "plan:evidence": "plan.task",
    "plan:act": "plan.task",
    "inspections": "inspection",
    "inspections:plan": "inspections.plan",
    "inspections:change_plan": "inspections.plan",
    "inspections:add": "inspections.plan",
    "inspections:submit_plan": "inspections.plan",
    "inspections:team": "inspections.plan",
    "inspections:shortcoming": "shortcoming",
    "inspections:change_shortcoming": "shortcoming",
    "inspections:withdraw_shortcoming": "shortcoming",
    "inspections:report": "shortcoming",
    "inspections:verify": "shortcoming",
    "inspections:reopen": "shortcoming",
    "inspections:ask_extension": "shortcoming",
    "inspections:answer_extension": "shortcoming",
    "inspections:notice": "notice",
    "inspections:acknowledge": "notice",
    "inspections:redraft_notice": "notice",
    "inspections:evidence": "inspections.evidence",
    "initiatives": "initiative",
    "initiatives:council": "council",
    "initiatives:put_before": "council",
    "initiatives:draft_decision": "council",
    "initiatives:score": "review",
    "initiatives:close": "review",
    "initiatives:annex": "annex",
    "initiatives:remove_annex": "annex",
    "reports": "report",
    "papers": "paper",
    "season": "card",
    "season:answer": "appeal",
    "season:vote": "motion",
    "season:decide": "motion",
    "season:evidence_item": "evidence_item",
    "season:evidence_file": "evidence_item",
    "editions": "edition",
    "surveys": "sample",
    "surveys:round": "round",
    "surveys:open": "round",
    "surveys:close": "round",
    "surveys:publish": "round",
}


OF_ONE_AGENCY = ("plan", "inspections", "initiatives", "reports", "papers", "season", "surveys")
# What the agency's own leader opens: proof that the addresses lead to the things that others are refused.
OF_THE_LEADER = {
    *("plan:plan", "plan:task", "plan:evidence"),
    *("inspections:inspection", "inspections:notice", "inspections:shortcoming", "inspections:evidence"),
    *("initiatives:council", "reports:report", "papers:paper", "papers:file"),
    *("season:card", "season:criterion", "season:evidence_item", "season:evidence_file"),
}
# What the specialist of another unit of the same agency may do with these things.
OF_COLLEAGUES = {
    "season:card",
    "season:criterion",
    "season:draft",
    "season:evidence_item",
    "season:evidence_file",
}


@pytest.fixture
def things(db):
    with clock.at(NOW):
        yield stand_up_reform()


def browser_of(who):
    client = Client(raise_request_exception=False)
    if who != "visitor":
        client.force_login(user(who), backend="motcua.identity.backends.PasswordBackend")
    return client


def reached_by(who, things, rooms, methods=("get", "post")):
    """(method, name of the address, status) of everything that did not turn this person away."""
    browser, reached = browser_of(who), []
    named = [one for one in all_addresses() if one.room in rooms and "uuid" in one.arguments]
    for address, method in product(named, methods):
        answer = getattr(browser, method)(url_of(address, things), FORM)
        if answer.status_code not in NOT_FOUND and not _is_sign_in(answer):
            reached.append((method, address.name, answer.status_code))
    return reached


def url_of(address, things):
    thing = things[THINGS.get(address.name) or THINGS[address.room]]
    others = {"former": things["edition"], "piece": things["plan.piece"], "item": things["evidence_item"]}
    return address.url_with({**others, "uuid": thing, "act": "bao-cao", "code": "1.1", "area": "1"})


def _is_sign_in(answer):
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def test_the_own_leader_opens_what_others_are_refused(things):
    opened = {
        name for _get, name, status in reached_by("giamdoc", things, OF_ONE_AGENCY, ("get",)) if status == 200
    }
    assert opened >= OF_THE_LEADER


@pytest.mark.parametrize("who", ["visitor", "congdan", "cv.sxd", "cchc.sxd", "gd.sxd"])
def test_nobody_from_outside_reaches_a_thing_of_the_agency(things, who):
    assert reached_by(who, things, OF_ONE_AGENCY) == []


@pytest.mark.parametrize("who", ["quanly.cchc", "kiemtra"])
def test_who_reads_across_agencies_never_sees_a_draft(things, who):
    """Councils are known to them from the day they are drafted; what is before the council is not."""
    reached = reached_by(who, things, ("plan", "inspections", "initiatives", "reports", "papers"))
    assert reached == [("get", "initiatives:council", 200)]


def test_a_specialist_of_another_unit_does_nothing_beyond_the_own_part(things):
    reached = reached_by("cv.qlkh", things, OF_ONE_AGENCY)
    assert {name for _method, name, _status in reached} == OF_COLLEAGUES


def test_an_edition_is_read_by_staff_and_changed_by_the_standing_body_alone(things):
    for who in ("visitor", "congdan"):
        assert reached_by(who, things, ("editions",)) == []
    for who in ("cchc.sxd", "giamdoc", "kiemtra"):
        assert reached_by(who, things, ("editions",), methods=("post",)) == []


GARBAGE = os.urandom(10 * 1024 * 1024)
PROGRAM = b"MZ\x90\x00" + bytes(2000)
# Each upload of the reform: who may send there, the address, its thing, the field, what else the form asks for.
UPLOADS = {
    "plan:import": ("cv.vp", "plan", "file", {}),
    "plan:issued_outside": ("cv.vp", "plan", "file", {"document_number": "5/KH", "issued_on": "16/11/2026"}),
    "plan:act": ("cv.vp", "plan.task", "file", {}),
    "inspections:report": ("truongphong", "shortcoming", "evidence", {"action": "Đã khắc phục"}),
    "initiatives:add_annex": ("chuyenvien", "initiative", "file", {}),
    "season:add_evidence": ("cv.vp", "card", "file", {"title": "Minh chứng"}),
    "surveys:add_people": ("quanly.cchc", "sample", "file", {}),
    "surveys:forms": ("quanly.cchc", "", "file", {}),
    "editions:import": ("quanly.cchc", "", "file", {}),
}
NO_DOCUMENTS = {"garbage": GARBAGE, "a program": PROGRAM, "no archive": b"PK\x03\x04" + GARBAGE[:5000]}
DAYS = {
    f"{name}-{part}": day
    for name in ("issued_on", "remedied_on")
    for part, day in (("day", "16"), ("month", "11"), ("year", "2026"))
}


@pytest.mark.parametrize("name", list(UPLOADS))
def test_what_is_no_document_is_refused_in_words_and_not_kept(things, name):
    who, thing, field, more = UPLOADS[name]
    Shortcoming.objects.update(state="open")
    if name == "plan:act":
        ReformPlan.objects.update(state="issued", issued_on=NOW.date())
    arguments = {"uuid": things[thing]} if thing else {}
    arguments |= {"plan:act": {"act": "minh-chung"}, "season:add_evidence": {"code": "1.1"}}.get(name, {})
    url, browser, kept = reverse(name, kwargs=arguments), browser_of(who), StoredFile.objects.count()
    for kind, content in NO_DOCUMENTS.items():
        upload = SimpleUploadedFile("to-trinh.pdf", content, "application/pdf")
        answer = browser.post(url, {**more, **DAYS, field: upload})
        assert answer.status_code == 422, kind
        assert 'aria-invalid="true"' in answer.content.decode(), kind
    assert StoredFile.objects.count() == kept
