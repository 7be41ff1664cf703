"""Assisted filing: whose dossier it becomes, who may help, and what the officer does not see."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.identity.api import (
    OrganisationDetails,
    Person,
    PersonDetails,
    VouchedIdentity,
    accept_identity,
)
from motcua.notifications.api import Message
from motcua.onestop.counter.services import look_up, start_for_person, submit_at_counter
from motcua.onestop.dossiers.models import Channel, Dossier, State
from motcua.onestop.dossiers.queries import find_by_code, list_dossiers_of
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.api import save_page
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY
from motcua.platform.audit.models import AuditEvent
from motcua.platform.outbox.testing import run_jobs

DESK = reverse("counter:desk")
NUMBER = "038099000777"
CARD = PersonDetails(
    full_name="Đỗ Văn Nộp",
    id_number=NUMBER,
    phone="0912000777",
    email="do.van.nop@vidu.example",
    address="Thôn Đông, xã Hoa Lư",
)
CLINIC = OrganisationDetails(tax_code="2700999888", name_vi="Phòng khám Hòa Bình")


def begun(version, username="tiepnhan", details=CARD, organisation=CLINIC):
    return start_for_person(
        version=version, details=details, organisation=organisation, staff=life.staff(username), now=NOW
    )


def filled(version, username="tiepnhan", **values):
    """A form at the counter that lacks nothing."""
    draft, officer = begun(version, username, **values), life.user(username)
    answers = {
        f"{block}.{key}": value
        for block, inner in XRAY.items()
        if isinstance(inner, dict)
        for key, value in inner.items()
    } | {key: value for key, value in XRAY.items() if not isinstance(value, dict)}
    answers["applicant.organisation_address"] = "Thôn Đông, xã Hoa Lư"
    save_page(draft_id=draft.pk, user_id=officer.pk, answers=answers, page="nguoi-nop", is_done=True, now=NOW)
    life.attach_required(draft, version, actor=officer)
    return draft


def submitted(version, username="tiepnhan", receive_now=True, **values):
    draft = filled(version, username, **values)
    return submit_at_counter(
        draft_uuid=draft.uuid, staff=life.staff(username), receive_now=receive_now, now=NOW
    )


def test_submitting_and_receiving_is_one_go(xray):
    dossier = submitted(xray)
    assert dossier.state != State.SUBMITTED
    assert dossier.code
    assert dossier.channel == Channel.COUNTER
    assert dossier.applicant_name == "Phòng khám Hòa Bình"


def test_it_can_wait_to_be_received(xray):
    assert submitted(xray, receive_now=False).state == State.SUBMITTED


def test_a_second_click_answers_the_same_dossier(xray):
    draft = filled(xray)
    answers = {
        submit_at_counter(draft_uuid=draft.uuid, staff=life.staff("tiepnhan"), receive_now=True, now=NOW).pk
        for _ in range(2)
    }
    assert len(answers) == 1
    assert Dossier.objects.count() == 1


def test_the_dossier_is_the_applicants_and_names_the_officer(xray):
    dossier = submitted(xray)
    assert dossier.submitted_by is None
    assert dossier.person.full_name == "Đỗ Văn Nộp"
    assert dossier.assisted_by == life.user("tiepnhan")
    fact = dossier.events.get(kind="submitted")
    assert (fact.actor, fact.actor_role) == (life.user("tiepnhan"), "receiver")
    assert AuditEvent.objects.get(action="dossier.submitted").actor_name == life.user("tiepnhan").full_name


def test_the_office_and_the_public_page_show_who_helped(xray, signed_in_as):
    dossier = submitted(xray)
    officer = life.user("tiepnhan").full_name
    page = signed_in_as(life.user("truongphong")).get(reverse("office:dossier", args=[dossier.uuid]))
    assert officer in page.content.decode()


def test_what_is_attached_counts_as_scanned(xray):
    filled(xray)
    assert set(Attachment.objects.values_list("is_digitised", flat=True)) == {True}


def test_the_person_is_told_and_tracks_by_code_and_number(xray):
    dossier = submitted(xray)
    run_jobs(ignore_retries=True)
    messages = Message.objects.filter(subject_id=dossier.uuid, template="received")
    assert {message.channel for message in messages} == {"email"}
    assert all(message.url.startswith("/tra-cuu/?code=") for message in messages)
    assert find_by_code(code=dossier.code, id_number="2700999888") == dossier


def test_signing_in_later_with_this_number_shows_the_dossier(xray):
    dossier = submitted(xray)
    vouched = VouchedIdentity(
        person=PersonDetails(full_name="ĐỖ VĂN NỘP", id_number=NUMBER, assurance_level=2)
    )
    user = accept_identity(identity=vouched, known_user_id=None, now=NOW)
    assert list(list_dossiers_of(user, on=NOW.date())) == [dossier]


def test_a_local_account_that_only_claims_the_number_sees_nothing(xray, stranger):
    submitted(xray)
    Person.objects.filter(user=stranger).update(id_number_hash=Person.objects.get(user=None).id_number_hash)
    assert not list_dossiers_of(stranger, on=NOW.date()).exists()


def test_a_person_with_a_proved_account_gets_it_there(xray, citizen):
    vouched = VouchedIdentity(
        person=PersonDetails(full_name="Đỗ Văn Nộp", id_number=NUMBER, assurance_level=2)
    )
    user = accept_identity(identity=vouched, known_user_id=None, now=NOW)
    dossier = submitted(xray)
    assert dossier.submitted_by == user


def test_a_service_centre_files_for_every_agency(xray):
    assert submitted(xray, "tn.pvhcc").received_by_agency.code == "PVHCC"


@pytest.mark.parametrize("username", ["chuyenvien", "truongphong", "giamdoc", "vanthu", "cv.sxd"])
def test_other_roles_and_agencies_may_not_help(xray, username):
    with pytest.raises(PermissionDenied):
        begun(xray, username)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("username", ["chuyenvien", "giamdoc", "cv.sxd"])
def test_others_may_not_look_numbers_up(catalogue, username):
    with pytest.raises(PermissionDenied):
        look_up(id_number=NUMBER, staff=life.staff(username), now=NOW)


def test_a_look_up_is_recorded_without_the_number(catalogue):
    look_up(id_number=NUMBER, staff=life.staff("tiepnhan"), now=NOW)
    event = AuditEvent.objects.get(action="counter.person_looked_up")
    assert event.detail == {"found": False}
    assert NUMBER not in str(vars(event))


def test_a_visitor_signs_in_and_a_citizen_finds_no_desk(client, citizen, signed_in_as):
    assert client.get(DESK).status_code == 302
    assert signed_in_as(citizen).get(DESK).status_code == 404


def test_other_staff_are_refused_the_desk(catalogue, signed_in_as):
    assert signed_in_as(life.user("chuyenvien")).get(DESK).status_code == 403


def test_the_desk_asks_number_then_procedure_then_opens_the_form(xray, signed_in_as):
    client = signed_in_as(life.user("tiepnhan"))
    asked = client.post(DESK, {"id_number": NUMBER}).content.decode()
    assert 'name="full_name"' in asked
    started = client.post(
        DESK,
        {
            "id_number": NUMBER,
            "procedure": xray.procedure.key,
            "full_name": "Đỗ Văn Nộp",
            "tax_code": "2700999888",
            "organisation_name": "Phòng khám Hòa Bình",
        },
    )
    draft = Draft.objects.get()
    assert started["Location"] == reverse("forms:tasks", args=[draft.uuid])
    page = client.get(started["Location"]).content.decode()
    assert "Đỗ Văn Nộp" in page
    assert 'class="office"' in page


def test_a_known_person_is_not_typed_again(xray, signed_in_as):
    begun(xray)
    client = signed_in_as(life.user("tiepnhan"))
    page = client.post(DESK, {"id_number": NUMBER}).content.decode()
    assert 'value="Đỗ Văn Nộp"' in page
    assert 'name="phone"' not in page
    Person.objects.update(assurance_level=2)
    page = client.post(DESK, {"id_number": NUMBER}).content.decode()
    assert "Đỗ Văn Nộp" in page
    assert 'name="full_name"' not in page


@pytest.mark.parametrize("number", ["", "123", "03809900077x"])
def test_a_wrong_number_is_explained(catalogue, signed_in_as, number):
    assert signed_in_as(life.user("tiepnhan")).post(DESK, {"id_number": number}).status_code == 422


def test_a_procedure_for_organisations_asks_for_one(xray, signed_in_as):
    data = {"id_number": NUMBER, "procedure": xray.procedure.key, "full_name": "Đỗ Văn Nộp"}
    assert signed_in_as(life.user("tiepnhan")).post(DESK, data).status_code == 422


def test_the_button_receives_and_leads_to_the_dossier(xray, signed_in_as):
    draft = filled(xray)
    client = signed_in_as(life.user("tiepnhan"))
    review = reverse("forms:review", args=[draft.uuid])
    assert 'name="receive"' in client.get(review).content.decode()
    answer = client.post(review, {"declared": "yes", "receive": "yes"})
    dossier = Dossier.objects.get()
    assert answer["Location"] == reverse("office:dossier", args=[dossier.uuid])
    assert dossier.code


@pytest.mark.parametrize("name", ["tasks", "review", "delete"])
@pytest.mark.parametrize("username", ["tn.pvhcc", "chuyenvien"])
def test_colleagues_do_not_find_the_form(xray, signed_in_as, name, username):
    draft = begun(xray)
    response = signed_in_as(life.user(username)).get(reverse(f"forms:{name}", args=[draft.uuid]))
    assert response.status_code == 404


def test_who_has_left_the_counter_has_left_the_form(xray, signed_in_as):
    draft = begun(xray)
    Draft.objects.filter(pk=draft.pk).update(user=life.user("chuyenvien"))
    client = signed_in_as(life.user("chuyenvien"))
    assert client.get(reverse("forms:tasks", args=[draft.uuid])).status_code == 404
    with pytest.raises(PermissionDenied):
        submit_at_counter(draft_uuid=draft.uuid, staff=life.staff("chuyenvien"), receive_now=True, now=NOW)


def test_the_officer_sees_no_other_draft_of_the_person(xray, citizen, signed_in_as):
    own = life.filled_draft(citizen, xray)
    client = signed_in_as(life.user("tiepnhan"))
    assert client.get(reverse("forms:tasks", args=[own.uuid])).status_code == 404
    assert str(own.uuid) not in client.get(DESK).content.decode()


def test_forms_for_others_do_not_stand_among_the_officers_own(xray, signed_in_as):
    draft = begun(xray)
    client = signed_in_as(life.user("tiepnhan"))
    assert str(draft.uuid) in client.get(DESK).content.decode()
    assert str(draft.uuid) not in client.get(reverse("forms:drafts")).content.decode()


def test_the_officer_does_not_own_the_dossier_as_a_citizen(xray):
    submitted(xray)
    assert not list_dossiers_of(life.user("tiepnhan"), on=NOW.date()).exists()


def look_ups():
    return AuditEvent.objects.filter(action="counter.person_looked_up").count()


def test_no_way_to_a_name_leaves_no_trace(xray, signed_in_as):
    begun(xray)
    page = signed_in_as(life.user("tiepnhan")).post(DESK, {"id_number": NUMBER, "procedure": ""})
    assert page.status_code == 422
    assert CARD.full_name in page.content.decode()
    assert look_ups() == 1


@pytest.mark.parametrize("more", [{}, {"procedure": ""}])
def test_an_officer_looks_up_only_so_many_people_in_an_hour(xray, signed_in_as, settings, more):
    settings.COUNTER_LOOK_UPS = 2
    begun(xray)
    client = signed_in_as(life.user("tiepnhan"))
    answers = [client.post(DESK, {"id_number": NUMBER, **more}) for _number in range(3)]
    assert answers[-1].status_code == 429
    assert "person" not in answers[-1].context
    assert look_ups() == 2
    assert AuditEvent.objects.filter(action="counter.look_ups_stopped").count() == 1


def start(client, xray, **values):
    answers = {
        "id_number": "038099000555",
        "procedure": xray.procedure.key,
        "full_name": "Bùi Thị Mới",
        "tax_code": CLINIC.tax_code,
        "organisation_name": CLINIC.name_vi,
    }
    return client.post(DESK, answers | values)


def test_another_name_than_the_known_one_is_shown_and_corrected_only_with_a_paper(xray, signed_in_as):
    begun(xray)
    client = signed_in_as(life.user("tiepnhan"))
    answer = start(client, xray, organisation_name="Tên Gõ Sai")
    assert answer.status_code == 422
    assert CLINIC.name_vi in answer.content.decode()
    answer = start(
        client, xray, organisation_name="Phòng khám Bình An", name_proof="GCN đăng ký 01, 05/01/2023"
    )
    assert answer.status_code == 302
    organisation = Draft.objects.latest("pk").organisation
    assert organisation.name_vi == "Phòng khám Bình An"
    event = AuditEvent.objects.get(action="identity.organisation_corrected")
    assert event.detail["name_before"] == CLINIC.name_vi
    assert event.detail["reason"].startswith("GCN")


@pytest.mark.parametrize(
    ("name", "value"),
    [("date_of_birth", "2099-01-01"), ("date_of_birth", "1800-01-01"), ("phone", "abc"), ("phone", "123")],
)
def test_what_cannot_be_is_not_registered(xray, signed_in_as, name, value):
    client = signed_in_as(life.user("tiepnhan"))
    answer = start(client, xray, **{name: value})
    assert answer.status_code == 422
    assert name in answer.context["start_form"].errors
    assert not Person.objects.filter(full_name="Bùi Thị Mới").exists()


def test_a_name_typed_wrong_is_corrected_at_the_counter_and_recorded(xray, signed_in_as):
    begun(xray)
    client = signed_in_as(life.user("tiepnhan"))
    desk = client.post(DESK, {"id_number": NUMBER})
    assert desk.context["start_form"]["full_name"].value() == CARD.full_name
    answer = start(client, xray, id_number=NUMBER, full_name="Đỗ Văn Nộp Em", date_of_birth="1990-05-06")
    assert answer.status_code == 302
    assert Draft.objects.latest("pk").assisted_person.full_name == "Đỗ Văn Nộp Em"
    event = AuditEvent.objects.get(action="identity.person_corrected")
    assert event.detail == {"fields": ["date_of_birth", "full_name"]}


def test_the_name_that_an_identity_provider_vouches_for_is_not_changed_at_the_counter(xray, signed_in_as):
    begun(xray)
    Person.objects.update(assurance_level=2)
    answer = start(signed_in_as(life.user("tiepnhan")), xray, id_number=NUMBER, full_name="Ai Khác")
    assert answer.status_code == 302
    assert Draft.objects.latest("pk").assisted_person.full_name == CARD.full_name
