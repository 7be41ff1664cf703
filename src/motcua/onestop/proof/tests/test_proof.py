"""Those who judge see how a dossier was handled, and never whose it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.models import (
    ClockPause,
    Dossier,
    DossierEvent,
    Extension,
    State,
    SupplementRequest,
)
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW
from motcua.onestop.ratings.models import Rating
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.audit.models import AuditEvent
from motcua.platform.files.api import PDF, store
from motcua.platform.files.tests import samples

JUDGES = ("quanly.cchc", "tp.cchc", "thamdinh", "thamdinh.vp", "hoidong", "gd.stp", "kiemtra")
APPLICANT = {
    "applicant_name": "Lò Thị Riêng Tư",
    "contact_phone": "0900000111",
    "contact_email": "rieng.tu@vi-du.vn",
    "contact_address": "Số 5 ngõ Kín",
    "form_data": {"note": "câu trả lời riêng"},
    "search_text": "lo thi rieng tu",
}
TYPED = ("lời của người dân", "căn cứ do công chức gõ", "ý kiến nội bộ", "nhận xét khi đánh giá")


@pytest.fixture
def dossier(as_user):
    """Paused for a supplement, extended, finished and rated, with words of people in every place that takes them."""
    made = make.received(**APPLICANT)
    start, end = NOW + timedelta(days=1), NOW + timedelta(days=3)
    officer = make.user("chuyenvien")
    ClockPause.objects.create(
        dossier=made, cause="supplement", ground=TYPED[1], started_at=start, ended_at=end
    )
    SupplementRequest.objects.create(
        dossier=made,
        items=[TYPED[1]],
        reason=TYPED[1],
        requested_by=officer,
        requested_at=start,
        answer_by=end,
        answered_at=end,
        answer_note=TYPED[0],
    )
    Extension.objects.create(
        dossier=made,
        old_due_at=made.due_at,
        new_due_at=made.due_at + timedelta(days=7),
        reason=TYPED[1],
        signed_by=make.user("giamdoc"),
        created_at=end,
    )
    WorkItem.objects.filter(dossier=made).update(comment=TYPED[2])
    Dossier.objects.filter(pk=made.pk).update(
        state=State.RETURNED, finished_at=NOW + timedelta(days=9), returned_at=NOW + timedelta(days=10)
    )
    DossierEvent.objects.create(
        dossier=made,
        sequence=90,
        kind="returned",
        at=NOW,
        to_state=State.RETURNED,
        reason=TYPED[0],
        data={"via": "post"},
    )
    Rating.objects.create(
        dossier=made, way="account", score=1, comment=TYPED[3], rated_on=NOW.date(), given_on=NOW.date()
    )
    return made


def address(dossier):
    return reverse("proof:dossier", args=[dossier.uuid])


@pytest.mark.parametrize("who", JUDGES)
def test_those_who_judge_open_the_proof(as_user, dossier, who):
    answer = as_user(who).get(address(dossier))
    assert answer.status_code == 200
    assert dossier.code in answer.content.decode()


@pytest.mark.parametrize("who", ["cv.sxd", "cchc.sxd", "gd.sxd", "chuyenvien", "cv.vp", "quantri"])
def test_nobody_else_of_the_staff_does(as_user, dossier, who):
    assert as_user(who).get(address(dossier)).status_code == 403
    assert not AuditEvent.objects.filter(action="dossier.proof_viewed").exists()


def test_citizens_find_nothing_and_visitors_sign_in(as_user, client, dossier):
    assert as_user("congdan").get(address(dossier)).status_code == 404
    assert client.get(address(dossier)).status_code == 302


def test_a_dossier_of_an_agency_that_is_not_rated_stays_unknown_and_the_try_is_noted(as_user):
    other = make.received(of=make.version(key="nha", agency="SXD", unit="LD"), agency="SXD", unit="LD")
    assert as_user("thamdinh").get(address(other)).status_code == 404
    assert AuditEvent.objects.filter(action="dossier.access_refused", object_id=other.uuid).count() == 1


def test_what_nobody_has_received_counts_nowhere_and_is_not_shown(as_user):
    assert as_user("thamdinh").get(address(make.submitted())).status_code == 404


def test_the_page_only_reads(as_user, dossier):
    assert as_user("thamdinh").post(address(dossier)).status_code == 405


@pytest.mark.parametrize("who", JUDGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_tells_whose_dossier_it_is(as_user, dossier, who, language):
    text = as_user(who).get(address(dossier), headers={"accept-language": language}).content.decode()
    values = [value for value in APPLICANT.values() if isinstance(value, str)]
    for hidden in (*values, APPLICANT["form_data"]["note"], *TYPED, str(make.user("congdan").full_name)):
        assert hidden not in text


def test_the_page_says_when_why_and_by_which_units(as_user, dossier):
    text = as_user("thamdinh").get(address(dossier)).content.decode()
    for moment in ("16/11/2026, 09:00", "17/11/2026", "19/11/2026", "25/11/2026, 09:00", "22/12/2026"):
        assert moment in text
    assert "Sở Khoa học và Công nghệ" in text
    assert "20 ngày làm việc" in text


def test_the_number_of_the_result_stands_there_without_its_file(as_user, dossier):
    file = store(
        content=samples.pdf(),
        name="giấy phép của ai đó.pdf",
        allowed=frozenset({PDF}),
        max_bytes=1_000_000,
        uploaded_by_id=make.user("vanthu").pk,
        now=NOW,
    )
    document = IssuedDocument.objects.create(
        dossier=dossier,
        kind="result",
        state="issued",
        template="licence",
        content={"holder": TYPED[0]},
        number="15/GP-SKHCN",
        issued_on=NOW.date(),
        verification_code="AAAA-BBBB",
        file=file,
        created_at=NOW,
        updated_at=NOW,
    )
    text = as_user("thamdinh").get(address(dossier)).content.decode()
    assert "15/GP-SKHCN" in text
    for hidden in (str(document.uuid), "AAAA-BBBB", file.name, TYPED[0]):
        assert hidden not in text


def test_each_look_stands_in_the_event_log(as_user, dossier):
    browser = as_user("thamdinh")
    browser.get(address(dossier))
    browser.get(address(dossier))
    (first, second) = AuditEvent.objects.filter(action="dossier.proof_viewed", object_id=dossier.uuid)
    assert first.actor_name == second.actor_name == make.user("thamdinh").full_name
    assert first.agency_code == "SKHCN"


def test_the_page_costs_the_same_however_long_the_way(as_user, dossier, django_assert_max_num_queries):
    browser = as_user("thamdinh")
    browser.get(address(dossier))
    with django_assert_max_num_queries(26):
        browser.get(address(dossier))
