"""Following a dossier: by code and number, and from the account."""

import time
from datetime import timedelta
from unittest import mock

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from motcua.identity.models import Organisation, Person, User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.presentation import timeline
from motcua.onestop.dossiers.queries import find_by_code, list_public_events
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.tests.test_pauses import ask
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.onestop.forms.tests.conftest import NOW
from motcua.platform import clock
from motcua.platform.calendar.api import DayKind, forget_calendars, set_day
from motcua.platform.privacy.fields import lookup_hash

pytestmark = pytest.mark.django_db
TAX_CODE = "2700123456"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def look_up(code, number, client=None):
    return (client or Client()).post(reverse("portal:track"), {"code": code, "id_number": number})


def test_code_and_number_open_the_page_without_an_account(received):
    for code in (received.code, received.temporary_code, received.code.lower()):
        answer = look_up(code, TAX_CODE)
        assert answer.status_code == 302
        page = Client().get(answer["Location"]).content.decode()
        assert received.code in page
        assert received.agency.name_vi in page


def test_the_public_page_names_no_applicant_and_no_number(received):
    page = Client().get(look_up(received.code, TAX_CODE)["Location"]).content.decode()
    for secret in (received.applicant_name, TAX_CODE, "037185001234", "0912345678"):
        assert secret not in page


def test_nothing_between_keeps_the_public_page(received):
    answer = Client().get(look_up(received.code, TAX_CODE)["Location"])
    assert answer["Cache-Control"] == "no-store, private"


def test_wrong_number_and_unknown_code_are_answered_alike(received):
    wrong = look_up(received.code, "0000000000")
    unknown = look_up("H99.15-000000-0000", TAX_CODE)
    assert wrong.status_code == unknown.status_code == 422
    assert "Không" in wrong.content.decode()


def test_the_number_of_whoever_filed_it_for_an_organisation_opens_it_too(received, django_assert_num_queries):
    person = Person.objects.create(full_name="Lê Văn Đi Nộp", id_number_hash=lookup_hash("037185009999"))
    Dossier.objects.filter(pk=received.pk).update(person=person)
    with django_assert_num_queries(1):
        assert find_by_code(code=received.code, id_number="037185 009999") == received
    assert look_up(received.code, TAX_CODE).status_code == 302
    assert find_by_code(code=received.code, id_number="037185009998") is None


def test_the_tax_code_of_the_organisation_opens_it_whatever_the_form_says(received):
    house = Organisation.objects.create(name_vi="Công ty Mẫu", tax_code="2700777888")
    Dossier.objects.filter(pk=received.pk).update(organisation=house, applicant_id_hash="")
    assert find_by_code(code=received.code, id_number="2700777888") == received
    for nothing in ("", " "):
        assert find_by_code(code=received.code, id_number=nothing) is None


def test_guessing_numbers_is_slowed_down(received, settings):
    settings.TRACKING_ATTEMPTS = 3
    client = Client()
    answers = [look_up(received.code, f"{n:010}", client).status_code for n in range(5)]
    assert answers == [422, 422, 422, 429, 429]


def test_a_forged_or_foreign_token_is_not_found_and_an_old_one_asks_again(received):
    forged = signing.TimestampSigner(salt="another.salt").sign(str(received.uuid))
    for token in ("x", "a:b:c", forged, str(received.uuid)):
        assert Client().get(reverse("portal:tracked", args=[token])).status_code == 404
    with_other_content = signing.TimestampSigner(salt="portal.tracking").sign("not-a-uuid")
    assert Client().get(reverse("portal:tracked", args=[with_other_content])).status_code == 404
    with mock.patch.object(time, "time", return_value=time.time() - 7200):
        old = signing.TimestampSigner(salt="portal.tracking").sign(str(received.uuid))
    answer = Client().get(reverse("portal:tracked", args=[old]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("portal:track"))


def test_the_tracking_page_costs_at_most_four_statements(received, django_assert_max_num_queries):
    address = look_up(received.code, TAX_CODE)["Location"]
    Client().get(address)
    with django_assert_max_num_queries(4):
        assert Client().get(address).status_code == 200


def test_what_was_told_before_is_told_anew_in_another_language_and_after_a_pause(received):
    address = look_up(received.code, TAX_CODE)["Location"]
    vietnamese, english = Client(), Client()
    english.cookies["motcua_language"] = "en"
    assert "Tạm dừng tính thời hạn" not in vietnamese.get(address).content.decode()
    assert "The time limit is" in english.get(address).content.decode()
    ask(received, now=clock.now())
    assert "Tạm dừng tính thời hạn" in vietnamese.get(address).content.decode()
    page = english.get(address).content.decode()
    assert "The clock has stood still since" in page and "Promised for" not in page


def test_the_owner_sees_the_dossier_in_the_account(received, citizen, signed_in_as):
    client = signed_in_as(citizen)
    for url in (
        reverse("portal:account"),
        reverse("portal:dossiers"),
        reverse("portal:dossier", args=[received.uuid]),
    ):
        page = client.get(url)
        assert page.status_code == 200
        assert received.code in page.content.decode(), url
    paper = received.attachments.first()
    assert client.get(reverse("portal:attachment", args=[paper.uuid])).status_code == 200


def test_a_stranger_and_staff_find_nothing_of_it_in_the_portal(received, stranger, signed_in_as):
    paper = received.attachments.first()
    gets = [
        reverse("portal:dossier", args=[received.uuid]),
        reverse("portal:attachment", args=[paper.uuid]),
    ]
    posts = [
        reverse("portal:supplement", args=[received.uuid]),
        reverse("portal:withdraw", args=[received.uuid]),
    ]
    for user in (stranger, life.user("chuyenvien"), life.user("congdan")):
        client = signed_in_as(user)
        assert [client.get(url).status_code for url in gets] == [404, 404]
        assert [client.post(url, {"reason": "x"}).status_code for url in posts] == [404, 404]
    received.refresh_from_db()
    assert received.state == 2


def test_a_visitor_is_asked_to_sign_in(received):
    for url in (reverse("portal:account"), reverse("portal:dossier", args=[received.uuid])):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


def test_the_timeline_says_what_the_person_named_under_it_has_done(received):
    head = life.user("truongphong")
    for kind, step in (
        ("step_done", "draft"),
        ("step_sent_back", "review"),
        ("step_done", "draft"),
        ("waiting_for_signature", "review"),
    ):
        dossier = lock_dossier(received.pk)
        data = {"step": step, "step_vi": "Lãnh đạo phòng soát xét, ký nháy", "step_en": "Review"}
        record_event(dossier=dossier, kind=kind, now=NOW, actor=head, data=data)
    with override("vi"):
        entries = timeline(list_public_events(received))[-3:]
    assert [entry["title"] for entry in entries] == [
        "Đã thẩm định hồ sơ, dự thảo kết quả",
        "Đã thẩm định hồ sơ, dự thảo kết quả (lần 2)",
        "Lãnh đạo phòng đã soát xét; hồ sơ đang chờ lãnh đạo ký",
    ]
    assert {entry["meta"] for entry in entries} == {head.full_name}


def test_a_late_dossier_says_so(received):
    address = look_up(received.code, TAX_CODE)["Location"]
    with clock.at(received.due_at - timedelta(hours=1)):
        before = Client().get(address).content.decode()
    with clock.at(received.due_at + timedelta(days=1)):
        after = Client().get(address).content.decode()
    assert "Quá hạn" in after and "Quá hạn" not in before


def test_the_reasons_follow_the_calendar_and_the_names_their_owners(received):
    address, holder = look_up(received.code, TAX_CODE)["Location"], life.user("chuyenvien")
    Dossier.objects.filter(pk=received.pk).update(holder=holder)
    before = Client().get(address).content.decode()
    assert holder.full_name in before and "Nghỉ tránh bão" not in before
    words = {"name_vi": "Nghỉ tránh bão", "name_en": "Closed for a storm", "source": "Công điện 12/CĐ-UBND"}
    last = timezone.localdate(received.due_at)
    set_day(day=last, kind=DayKind.CLOSURE, actor=life.user("quantri"), now=NOW, **words)
    forget_calendars()  # as every process does half a minute later
    User.objects.filter(pk=holder.pk).update(full_name="Đặng Văn Đổi Tên")
    after = Client().get(address).content.decode()
    assert "Nghỉ tránh bão" in after
    assert "Đặng Văn Đổi Tên" in after and holder.full_name not in after
