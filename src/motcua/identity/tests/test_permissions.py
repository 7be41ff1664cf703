"""Who gets past which door: strangers, wrong roles, other agencies."""

import uuid
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from motcua.identity import api
from motcua.identity.models import Appointment, Representation
from motcua.identity.policies import Policy
from motcua.identity.tests.helpers import NOW, office_of, small_pdf, user
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("province")
OFFICE_PAGES = [
    "identity:staff",
    "identity:delegations",
    "identity:add_staff",
    "identity:add_delegation",
    "identity:event_log",
]


def member_page(name):
    return reverse("identity:staff_member", kwargs={"uuid": user(name).uuid})


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_anonymous_visitors_sign_in_first(client, name):
    assert client.get(reverse(name)).url.startswith("/tai-khoan/login/?next=/office/")


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_citizens_find_nothing_in_the_office(as_user, name):
    assert as_user("congdan").get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_the_wrong_role_gets_a_page_that_says_so(as_user, name):
    page = as_user("chuyenvien").get(reverse(name))
    assert page.status_code == 403
    assert page.context["reason"] == "role"


def test_staff_whose_appointment_ended_get_a_page_that_says_so(as_user):
    api.end_appointment(appointment_id=office_of("quantri").id, last_day=date(2026, 11, 1), now=NOW)
    page = as_user("quantri").get(reverse("identity:staff"))
    assert page.status_code == 403
    assert page.context["reason"] == "office"


def test_an_administrator_sees_only_the_own_agency(as_user):
    page = as_user("quantri").get(reverse("identity:staff"))
    assert {row.record.unit.agency.code for row in page.context["page"].table.page} == {"SKHCN"}
    assert as_user("quantri").get(member_page("cv.sxd")).status_code == 404
    assert as_user("quantri").get(member_page("chuyenvien")).status_code == 200


def test_the_administrator_of_the_province_sees_every_agency(as_user):
    assert as_user("quantri.tinh").get(member_page("cv.sxd")).status_code == 200


def test_an_auditor_may_look_but_not_change(as_user):
    client = as_user("kiemtra")
    assert client.get(reverse("identity:staff")).status_code == 200
    assert client.get(member_page("chuyenvien")).status_code == 200
    office = office_of("chuyenvien")
    answer = client.post(reverse("identity:change_role", args=[office.id]), {"role": "leader"})
    assert answer.status_code == 403


def test_an_administrator_cannot_give_roles_in_another_agency(as_user):
    office = office_of("cv.sxd")
    answer = as_user("quantri").post(reverse("identity:change_role", args=[office.id]), {"role": "leader"})
    assert answer.status_code == 404


def test_an_administrator_gives_and_takes_roles(as_user):
    office = office_of("cv2.atbx")
    client = as_user("quantri")
    client.post(reverse("identity:change_role", args=[office.id]), {"role": "council", "change": "grant"})
    assert office.grants.filter(role="council").exists()
    client.post(reverse("identity:change_role", args=[office.id]), {"role": "council", "change": "withdraw"})
    assert not office.grants.filter(role="council").exists()
    assert AuditEvent.objects.filter(action="identity.staff_role_withdrawn").exists()


def test_an_administrator_opens_an_account_without_knowing_its_password(as_user):
    unit = office_of("chuyenvien").unit
    answers = {
        "username": "cv9.atbx",
        "full_name": "Lý Thu Hà",
        "email": "cv9@skhcn.lamson.example",
        "unit": unit.id,
        "position": office_of("chuyenvien").position_id,
        "roles": ["specialist"],
        "valid_from": "2026-11-23",
    }
    assert as_user("quantri").post(reverse("identity:add_staff"), answers).status_code == 302
    assert not user("cv9.atbx").has_usable_password()
    other = {**answers, "username": "cv8", "unit": office_of("cv.sxd").unit_id}
    assert as_user("quantri").post(reverse("identity:add_staff"), other).status_code == 200
    assert not api.User.objects.filter(username="cv8").exists()


def delegation_answers(**changes):
    return {
        "delegator": office_of("truongphong").id,
        "delegate": office_of("chuyenvien").id,
        "valid_from": "2026-11-24",
        "valid_to": "2026-11-28",
        "document_number": "15/GUQ-SKHCN",
        "document_on": "2026-11-23",
        "reason": "Nghỉ phép",
        **changes,
    }


def test_everything_wrong_with_a_delegation_is_said_at_once(as_user):
    same = office_of("truongphong").id
    answers = delegation_answers(delegate=same, document_on="2027-12-01")
    answers |= {"valid_from": "2027-01-10", "valid_to": "2027-01-01"}
    page = as_user("quantri").post(reverse("identity:add_delegation"), answers)
    assert set(page.context["form"].errors) == {"delegate", "valid_to", "document_on"}


def test_a_delegation_is_recorded_with_its_document_and_revoked(as_user):
    client = as_user("quantri")
    document = SimpleUploadedFile("uy-quyen.pdf", small_pdf(), "application/pdf")
    answer = client.post(reverse("identity:add_delegation"), delegation_answers(document=document))
    assert answer.status_code == 302, answer.context["form"].errors
    delegation = api.Delegation.objects.get()
    assert client.get(reverse("identity:delegation_document", args=[delegation.uuid])).status_code == 200
    assert client.get(reverse("identity:delegations")).status_code == 200
    client.post(reverse("identity:revoke_delegation", args=[delegation.uuid]))
    delegation.refresh_from_db()
    assert delegation.revoked_at is not None


def test_a_delegation_against_the_rules_comes_back_with_the_reason(as_user):
    answer = as_user("quantri").post(
        reverse("identity:add_delegation"), delegation_answers(document_on="2026-11-25")
    )
    assert answer.status_code == 200
    assert "document_on" in answer.context["form"].errors
    assert not api.Delegation.objects.exists()


def test_a_disguised_document_is_refused(as_user):
    document = SimpleUploadedFile("uy-quyen.pdf", b"MZ\x90\x00 not a pdf", "application/pdf")
    answer = as_user("quantri").post(
        reverse("identity:add_delegation"), delegation_answers(document=document)
    )
    assert "document" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["identity:staff", "identity:delegations"])
def test_lists_take_few_statements(as_user, name, django_assert_max_num_queries):
    client = as_user("quantri")
    with django_assert_max_num_queries(9):
        assert client.get(reverse(name)).status_code == 200


def test_the_staff_list_is_searched_without_diacritics_and_exported(as_user):
    client = as_user("quantri")
    page = client.get(reverse("identity:staff"), {"q": "Tran Quang Khoa", "held": "today"})
    assert [row.record.user.username for row in page.context["page"].table.page] == ["chuyenvien"]
    export = client.get(reverse("identity:staff"), {"_export": "csv"})
    assert "chuyenvien" in b"".join(export).decode("utf-8-sig")


class TestOwnDetails:
    def test_the_id_number_is_masked_until_asked_for(self, as_user):
        client = as_user("congdan")
        page = client.get(reverse("identity:profile"))
        assert "099085001234" not in page.content.decode()
        assert "•••••••••234" in page.content.decode()
        assert not AuditEvent.objects.filter(action="identity.sensitive_field_read").exists()
        shown = client.post(reverse("identity:reveal_number"))
        assert "099085001234" in shown.content.decode()
        event = AuditEvent.objects.get(action="identity.sensitive_field_read")
        assert event.actor_id == user("congdan").id

    def test_the_number_is_not_readable_in_the_database(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("select id_number from identity_person where id_number <> ''")
            assert not any("0990" in row[0] for row in cursor.fetchall())

    def test_contact_details_are_changed_and_names_are_not(self, as_user):
        answers = {"phone": "0900 111 222", "email": "moi@lamson.example", "language": "en", "full_name": "X"}
        as_user("congdan").post(reverse("identity:profile"), answers)
        person = api.get_person_for(user("congdan"))
        assert (person.phone, person.full_name) == ("0900 111 222", "Nguyễn Văn Bình")
        assert user("congdan").language == "en"

    def test_bad_contact_details_come_back(self, as_user):
        page = as_user("congdan").post(reverse("identity:profile"), {"phone": "abc", "language": "vi"})
        assert "phone" in page.context["form"].errors

    def test_a_copy_of_the_data_holds_the_own_and_nobody_elses(self, as_user):
        copy = as_user("doanhnghiep").post(reverse("identity:download_data"))
        text = copy.content.decode()
        assert "099188005678" in text and "9900000001" in text
        assert "099085001234" not in text

    def test_a_closed_account_is_left_and_stays_closed(self, as_user):
        client = as_user("doanhnghiep")
        assert client.get(reverse("identity:close_account")).status_code == 200
        client.post(reverse("identity:close_account"), {"understood": "on"})
        assert "_auth_user_id" not in client.session
        closed = user("doanhnghiep")
        assert closed.closed_at and not closed.is_active and not closed.email
        assert not Representation.objects.filter(person__user=closed, ended_at=None).exists()

    def test_staff_have_no_citizens_page(self, as_user):
        assert as_user("chuyenvien").get(reverse("identity:profile")).status_code == 302
        assert as_user("chuyenvien").get(reverse("identity:representations")).status_code == 404

    @pytest.mark.parametrize("name", ["identity:profile", "identity:representations"])
    def test_anonymous_visitors_sign_in_first(self, client, name):
        assert client.get(reverse(name)).status_code == 302


class TestAdministrationPages:
    def test_they_use_the_door_of_the_house(self, client):
        assert client.get("/admin/login/").url.startswith("/tai-khoan/login/")

    def test_they_open_for_administrators_only(self, as_user):
        assert as_user("quantri").get("/admin/").status_code == 200
        assert as_user("quantri").get("/admin/identity/appointment/").status_code == 200
        assert as_user("quantri").get("/admin/identity/user/add/").status_code == 200
        assert as_user("chuyenvien").get("/admin/").status_code in (302, 403)


def test_a_policy_refuses_what_nobody_listed():
    staff = api.get_staff_context(user_id=user("quantri").id, on=date(2026, 11, 23))
    assert not Policy().may(staff, "anything", api.agency_by_code("SKHCN"))


def test_a_role_guard_lets_the_right_role_through():
    request = RequestFactory().get("/office/x/")
    request.user = user("vanthu")
    request.staff = api.get_staff_context(user_id=request.user.id, on=date(2026, 11, 23))
    view = api.role_required(api.Role.CLERK)(lambda request: HttpResponse("in"))
    assert view(request).content == b"in"


def test_an_unknown_person_is_not_found(as_user):
    assert as_user("quantri").get(reverse("identity:staff_member", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(("language", "shown", "hidden"), [("en", 0, 1), ("vi", 1, 0)])
def test_units_and_positions_are_named_in_the_language_of_the_page(as_user, language, shown, hidden):
    client = as_user("quantri")
    client.cookies["motcua_language"] = language
    office = Appointment.objects.get(user__username="truongphong")
    names = (office.unit.name_en, office.unit.name_vi), (office.position.title_en, office.position.title_vi)
    pages = [
        client.get(reverse("identity:staff"), {"q": office.user.full_name}),
        client.get(reverse("identity:staff_member", args=[office.user.uuid])),
        client.get(reverse("identity:add_delegation")),
    ]
    contents = [unescape(page.content.decode()) for page in pages]
    for pair in names:
        assert [pair[shown] in content for content in contents] == [True] * 3
        assert [pair[hidden] in content for content in contents] == [False] * 3
