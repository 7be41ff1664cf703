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
from motcua.identity.models import Appointment, Organisation, Representation
from motcua.identity.policies import Policy
from motcua.identity.queries import list_fellow_representations
from motcua.identity.tests.helpers import NOW, office_of, small_pdf
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("province")
OFFICE_PAGES = [
    "identity:staff",
    "identity:delegations",
    "identity:add_staff",
    "identity:add_delegation",
    "identity:event_log",
]


def user(name):
    return api.User.objects.get(username=name)


def member_page(name):
    return reverse("identity:staff_member", kwargs={"uuid": user(name).uuid})


@pytest.fixture
def as_user(client):
    def sign_in(name):
        client.force_login(user(name), backend="motcua.identity.backends.PasswordBackend")
        return client

    return sign_in


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


class TestRepresentation:
    def answers(self, **changes):
        return {
            "tax_code": "9900000002",
            "name_vi": "Phòng khám đa khoa Minh Tâm",
            "title": "Người được ủy quyền",
            "document_number": "07/GUQ",
            "valid_from": "2026-11-01",
            "document": SimpleUploadedFile("uy-quyen.pdf", small_pdf(), "application/pdf"),
            **changes,
        }

    def hand_in(self, client):
        answer = client.post(reverse("identity:representations"), self.answers())
        assert answer.status_code == 302, answer.context["form"].errors
        return Representation.objects.get(document_number="07/GUQ")

    def organisations(self, name):
        person = api.get_person_for(user(name))
        return api.list_represented_organisations(person_id=person.id, on=date(2026, 11, 23))

    def test_an_authority_counts_only_once_an_officer_confirmed_it(self, as_user):
        row = self.hand_in(as_user("congdan"))
        assert self.organisations("congdan") == []
        office = as_user("tiepnhan")
        assert office.get(reverse("identity:authorities")).status_code == 200
        assert office.get(reverse("identity:document", args=[row.uuid])).status_code == 200
        office.post(reverse("identity:decide_authority", args=[row.uuid]), {"decision": "confirm"})
        assert [o.tax_code for o in self.organisations("congdan")] == ["9900000002"]

    def test_a_refused_authority_ends(self, as_user):
        row = self.hand_in(as_user("congdan"))
        as_user("tiepnhan").post(
            reverse("identity:decide_authority", args=[row.uuid]), {"decision": "refuse"}
        )
        assert self.organisations("congdan") == []
        row.refresh_from_db()
        assert row.ended_at

    def test_a_stranger_sees_and_ends_nothing(self, as_user):
        row = self.hand_in(as_user("congdan"))
        other = as_user("congdan2")
        assert other.get(reverse("identity:own_document", args=[row.uuid])).status_code == 404
        assert other.post(reverse("identity:end_representation", args=[row.uuid])).status_code == 404
        specialist = as_user("chuyenvien")
        assert specialist.get(reverse("identity:document", args=[row.uuid])).status_code == 403

    def test_the_legal_representative_ends_the_authority_of_others(self, as_user):
        lead = Representation.objects.get(organisation__tax_code="9900000001")
        row = api.register_organisation_authority(
            person_id=api.get_person_for(user("congdan")).id,
            organisation_id=lead.organisation_id,
            document_number="09/GUQ",
            valid_from=date(2026, 1, 1),
            is_confirmed=True,
            now=NOW,
        )
        client = as_user("doanhnghiep")
        assert "Nguyễn Văn Bình" in client.get(reverse("identity:representations")).content.decode()
        client.post(reverse("identity:end_representation", args=[row.uuid]))
        assert self.organisations("congdan") == []

    def test_whose_own_authority_has_ended_leads_nobody(self, as_user):
        lead = Representation.objects.get(organisation__tax_code="9900000001")
        day = date(2026, 11, 23)
        row = self.hand_in_for(lead.organisation_id, "07/GUQ")
        assert list(list_fellow_representations(person_id=lead.person_id, on=day)) == [row]
        Representation.objects.filter(pk=lead.pk).update(
            valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
        )
        assert not list_fellow_representations(person_id=lead.person_id, on=day).exists()
        client = as_user(lead.person.user.username)
        assert client.post(reverse("identity:end_representation", args=[row.uuid])).status_code == 404

    def request_authority(self, as_user):
        as_user("congdan").post(
            reverse("identity:representations"), self.answers(tax_code="9900000077", document_number="77/GUQ")
        )
        return Representation.objects.get(document_number="77/GUQ")

    def hand_in_for(self, organisation_id, number):
        other = api.register_person(details=api.PersonDetails(full_name="Trần Thị Nhờ"), now=NOW)
        return api.register_organisation_authority(
            person_id=other.id,
            organisation_id=organisation_id,
            document_number=number,
            valid_from=date(2020, 1, 1),
            now=NOW,
        )

    def test_what_a_citizen_types_names_an_organisation_only_once_confirmed(self, as_user):
        row = self.request_authority(as_user)
        organisation = row.organisation
        assert (organisation.name_vi, row.claimed_name) == ("", self.answers()["name_vi"])
        page = as_user("tiepnhan").get(reverse("identity:authorities")).content.decode()
        assert row.claimed_name in page
        decide = reverse("identity:decide_authority", args=[row.uuid])
        as_user("tiepnhan").post(decide, {"decision": "confirm"})
        organisation.refresh_from_db()
        assert organisation.name_vi == row.claimed_name

    @pytest.mark.parametrize(("decision", "is_corrected"), [("confirm", False), ("confirm_name", True)])
    def test_a_known_name_is_corrected_only_when_the_officer_says_so(self, as_user, decision, is_corrected):
        row = self.request_authority(as_user)
        Organisation.objects.filter(pk=row.organisation_id).update(name_vi="Tên cũ")
        office = as_user("tiepnhan")
        assert "confirm_name" in office.get(reverse("identity:authorities")).content.decode()
        office.post(reverse("identity:decide_authority", args=[row.uuid]), {"decision": decision})
        row.organisation.refresh_from_db()
        assert row.organisation.name_vi == (row.claimed_name if is_corrected else "Tên cũ")
        corrections = AuditEvent.objects.filter(action="identity.organisation_corrected")
        assert corrections.exists() == is_corrected

    def test_authority_without_law_or_document_is_refused(self):
        with pytest.raises(api.AuthorityRefused, match="no_document"):
            api.register_organisation_authority(
                person_id=api.get_person_for(user("congdan")).id,
                organisation_id=api.Organisation.objects.first().id,
                valid_from=date(2026, 1, 1),
                now=NOW,
            )


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
