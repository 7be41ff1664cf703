"""Drafts: whose they are, how they are kept, deleted and taken back."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.identity.api import (
    OrganisationDetails,
    User,
    register_organisation,
    register_organisation_authority,
)
from motcua.onestop.forms.api import delete_draft, load_forms, purge_drafts, save_page, start_draft
from motcua.onestop.forms.models import Attachment, Draft, FormVersion
from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.services.drafts import DraftClosed
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY, pdf
from motcua.onestop.forms.tests.test_filing import fill_everything, page_post, upload_all, url_of
from motcua.platform.audit.api import list_events

pytestmark = pytest.mark.django_db


def every_url(draft):
    names = ("tasks", "review", "receipt", "delete")
    return [reverse(f"forms:{name}", args=[draft.uuid]) for name in names] + [url_of(draft, "thiet-bi")]


def test_a_draft_is_prefilled_from_the_account(draft):
    assert paths.get(draft.data, "applicant.full_name") == "Trần Thị Lan"
    assert paths.get(draft.data, "applicant.tax_code") == "2700123456"
    assert "applicant.id_number" in draft.locked
    assert "applicant.phone" not in draft.locked


def test_a_stranger_finds_no_page_of_a_draft(client, draft, stranger):
    client.force_login(stranger)
    for url in every_url(draft):
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"_action": "continue", "declared": "yes"}).status_code in (404, 405), url
    draft.refresh_from_db()
    assert draft.deleted_at is None


def test_staff_find_no_page_of_a_draft(client, draft):
    client.force_login(User.objects.get(username="chuyenvien"))
    assert [client.get(url).status_code for url in every_url(draft)] == [404] * 5


def test_a_visitor_is_asked_to_sign_in(client, draft):
    for url in every_url(draft):
        response = client.get(url)
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_a_stranger_cannot_fetch_or_remove_a_file(client, signed_in, draft, stranger):
    upload_all(signed_in, draft)
    attachment = Attachment.objects.filter(draft=draft).first()
    url = reverse("forms:attachment", args=[draft.uuid, attachment.uuid])
    assert signed_in.get(url).status_code == 200
    client.force_login(stranger)
    assert client.get(url).status_code == 404
    removal = {"_action": f"remove:{attachment.uuid}"}
    assert client.post(url_of(draft, "giay-to"), removal).status_code == 404
    assert Attachment.objects.filter(pk=attachment.pk).exists()


def test_what_was_typed_wrongly_stays_in_the_form(signed_in, draft):
    response = signed_in.post(
        url_of(draft, "co-so"),
        {"facility_name": "Phòng khám", "establishment_on": "hôm qua", "_action": "continue"},
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="hôm qua"' in page
    assert 'href="#q-establishment_on"' in page
    draft.refresh_from_db()
    assert draft.data["establishment_on"] == "hôm qua"
    assert "co-so" not in draft.pages_done


def test_a_half_filled_page_can_be_left_and_continued_elsewhere(signed_in, client, citizen, draft):
    signed_in.post(url_of(draft, "co-so"), {"facility_name": "Phòng khám Sông Đáy", "_action": "save"})
    other_device = type(client)()
    other_device.force_login(citizen)
    assert "Phòng khám Sông Đáy" in other_device.get(url_of(draft, "co-so")).content.decode()


def test_rows_are_added_and_removed_by_submit_buttons(signed_in, draft):
    url = url_of(draft, "thiet-bi")
    response = signed_in.post(url, {"devices.0.model": "A", "_action": "add:devices"})
    assert response["Location"] == f"{url}#q-devices-1"
    page = signed_in.get(url).content.decode()
    assert 'name="devices.1.model"' in page
    signed_in.post(url, {"devices.0.model": "A", "devices.1.model": "B", "_action": "remove:devices:0"})
    draft.refresh_from_db()
    assert draft.data["devices"] == [{"model": "B"}]


def test_an_empty_row_is_dropped_when_going_on(signed_in, draft):
    posted = page_post(draft, "thiet-bi", XRAY) | {"devices.2.model": [""], "_action": ["continue"]}
    assert signed_in.post(url_of(draft, "thiet-bi"), posted).status_code == 302
    draft.refresh_from_db()
    assert len(draft.data["devices"]) == 2


def test_a_refresh_shows_the_conditional_question_without_errors(signed_in, draft):
    response = signed_in.post(url_of(draft, "co-so"), {"facility_kind": "other", "_action": "refresh"})
    page = response.content.decode()
    assert "mc-summary" not in page
    before, after = page.split('for="q-facility_kind_other"')
    assert "mc-unasked" not in before[before.rindex("mc-question") :]
    assert "Chỉ trả lời nếu" in after


def test_by_what_right_one_files_comes_from_the_registered_authority_and_cannot_be_contradicted(
    citizen, xray
):
    other = register_organisation(
        details=OrganisationDetails(tax_code="2700999999", name_vi="Phòng khám Mai Thanh"), now=NOW
    )
    register_organisation_authority(
        person_id=citizen.person.pk,
        organisation_id=other.pk,
        valid_from=NOW.date(),
        document_number="05/GUQ-PKMT",
        is_confirmed=True,
        now=NOW,
    )
    for organisation, right in ((citizen.organisation_for_tests, "legal"), (other, "authorised")):
        begun = start_draft(
            user=citizen,
            version=xray,
            organisation=organisation,
            answers={"applicant": {"authority": "legal"}},
            now=NOW,
        )
        claim = {"applicant.authority": "legal", "applicant.position": "Kế toán"}
        kept = save_page(
            draft_id=begun.pk, user_id=citizen.pk, answers=claim, page="to-chuc", is_done=False, now=NOW
        )
        assert kept.data["applicant"]["authority"] == right
        assert kept.data["applicant"]["position"] == "Kế toán"


def test_the_page_shows_the_registered_right_in_words(signed_in, citizen, xray):
    begun = start_draft(user=citizen, version=xray, organisation=citizen.organisation_for_tests, now=NOW)
    page = signed_in.get(url_of(begun, "to-chuc")).content.decode()
    assert "Pháp luật (người đại diện theo pháp luật)" in page
    assert 'name="applicant.authority"' not in page


def test_locked_answers_and_unknown_keys_of_a_tampered_request_change_nothing(signed_in, draft):
    posted = page_post(draft, "nguoi-nop", {})
    posted |= {
        "applicant.full_name": ["Người Khác"],
        "applicant.kind": ["citizen"],
        "applicant.is_staff": ["true"],
        "fee_total": ["0"],
        "__proto__": ["x"],
    }
    signed_in.post(url_of(draft, "nguoi-nop"), posted)
    draft.refresh_from_db()
    assert paths.get(draft.data, "applicant.full_name") == "Trần Thị Lan"
    assert paths.get(draft.data, "applicant.kind") == "organisation"
    assert set(draft.data) == {"applicant"}
    assert "is_staff" not in draft.data["applicant"]


def test_a_choice_that_was_not_offered_is_refused_and_not_drawn(signed_in, draft):
    posted = {"facility_kind": "<script>", "_action": "continue"}
    page = signed_in.post(url_of(draft, "co-so"), posted).content.decode()
    assert "Chọn loại hình cơ sở trong danh sách." in page
    assert "<script>alert" not in page


def test_a_ten_megabyte_answer_is_refused_and_the_draft_keeps_what_it_had(signed_in, draft):
    signed_in.post(url_of(draft, "co-so"), {"facility_name": "Trước", "_action": "save"})
    response = signed_in.post(url_of(draft, "co-so"), {"facility_name": "x" * 10_000_000, "_action": "save"})
    assert response.status_code in (400, 413)
    draft.refresh_from_db()
    assert draft.data["facility_name"] == "Trước"


def test_thousands_of_fields_are_refused(signed_in, draft):
    posted = {f"devices.{number}.model": "x" for number in range(2000)}
    assert signed_in.post(url_of(draft, "thiet-bi"), posted).status_code in (400, 413)


def test_files_that_are_refused_say_why_beside_their_paper(signed_in, draft):
    wrong = SimpleUploadedFile("giay-phep.exe", b"MZ" + b"0" * 200)
    disguised = SimpleUploadedFile("chung-chi.pdf", b"MZ" + b"0" * 200)
    answer = signed_in.post(
        url_of(draft, "giay-to"),
        {"file.establishment-decision": wrong, "file.officer-certificate": disguised, "_action": "upload"},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r"Định dạng được tiếp nhận: (\.\w+, )*\.pdf", page), re.findall("tiếp nhận[^<]*", page)
    assert 'id="file-establishment-decision-error"' in page
    assert 'id="file-officer-certificate-error"' in page
    assert 'href="#file-officer-certificate"' in page
    assert not Attachment.objects.filter(draft=draft).exists()


def test_a_paper_of_another_procedure_is_not_taken_in(signed_in, draft):
    signed_in.post(
        url_of(draft, "giay-to"),
        {"file.charter": SimpleUploadedFile("a.pdf", pdf()), "_action": "upload"},
    )
    assert not Attachment.objects.filter(draft=draft).exists()


def test_a_missing_paper_holds_the_page_back(signed_in, draft):
    page = signed_in.post(url_of(draft, "giay-to"), {"_action": "continue"}).content.decode()
    assert 'href="#file-establishment-decision"' in page


def test_a_removed_file_is_gone_and_noted(signed_in, draft):
    upload_all(signed_in, draft)
    attachment = Attachment.objects.filter(draft=draft).first()
    signed_in.post(url_of(draft, "giay-to"), {"_action": f"remove:{attachment.uuid}"})
    assert not Attachment.objects.filter(pk=attachment.pk).exists()
    actions = [event.action for event in list_events(object_type="draft", object_id=draft.uuid)]
    assert actions == ["draft.started"] + ["draft.file_attached"] * 3 + ["draft.file_removed"]


def test_a_file_sent_again_is_there_once(signed_in, draft):
    for __ in range(2):
        upload_all(signed_in, draft)
    assert Attachment.objects.filter(draft=draft).count() == 3
    actions = [event.action for event in list_events(object_type="draft", object_id=draft.uuid)]
    assert actions == ["draft.started"] + ["draft.file_attached"] * 3


def test_an_incomplete_draft_is_not_submitted(signed_in, draft):
    response = signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    assert response["Location"] == reverse("forms:tasks", args=[draft.uuid])
    draft.refresh_from_db()
    assert draft.submitted_as is None


def test_without_the_declaration_nothing_is_submitted(signed_in, draft):
    fill_everything(signed_in, draft)
    page = signed_in.post(reverse("forms:review", args=[draft.uuid])).content.decode()
    assert 'href="#declared"' in page
    draft.refresh_from_db()
    assert draft.submitted_as is None


def test_submitting_twice_makes_one_dossier_and_a_submitted_draft_cannot_be_changed(
    signed_in, citizen, draft
):
    fill_everything(signed_in, draft)
    for __ in range(2):
        response = signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
        assert response["Location"] == reverse("forms:receipt", args=[draft.uuid])
    for url in (url_of(draft, "co-so"), reverse("forms:tasks", args=[draft.uuid])):
        assert signed_in.get(url)["Location"] == reverse("forms:receipt", args=[draft.uuid])
    with pytest.raises(DraftClosed):
        save_page(draft_id=draft.pk, user_id=citizen.pk, answers={}, page="co-so", is_done=True, now=NOW)
    with pytest.raises(DraftClosed):
        delete_draft(draft_id=draft.pk, actor=citizen, now=NOW)


def test_a_deleted_draft_can_be_taken_back_for_a_while(signed_in, citizen, draft):
    signed_in.post(reverse("forms:delete", args=[draft.uuid]))
    assert signed_in.get(url_of(draft, "co-so")).status_code == 404
    listing = signed_in.get(reverse("forms:drafts")).content.decode()
    restore = reverse("forms:restore", args=[draft.uuid])
    assert restore in listing
    assert signed_in.post(restore)["Location"] == reverse("forms:tasks", args=[draft.uuid])
    assert signed_in.get(url_of(draft, "co-so")).status_code == 200


def test_a_draft_deleted_long_ago_is_erased(citizen, draft):
    delete_draft(draft_id=draft.pk, actor=citizen, now=NOW)
    assert purge_drafts(now=NOW + timedelta(days=29)) == 0
    assert purge_drafts(now=NOW + timedelta(days=31)) == 1
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_stranger_cannot_take_a_deleted_draft_back(client, citizen, draft, stranger):
    delete_draft(draft_id=draft.pk, actor=citizen, now=NOW)
    client.force_login(stranger)
    assert client.post(reverse("forms:restore", args=[draft.uuid])).status_code == 404


def test_nobody_starts_for_an_organisation_they_do_not_represent(client, citizen, stranger):
    client.force_login(stranger)
    url = reverse("forms:start", args=["xray-licence-new"])
    assert "applicant-0" not in client.get(url).content.decode()
    client.post(url, {"applicant": str(citizen.organisation_for_tests.uuid)})
    client.post(url, {"applicant": "self"})
    assert not Draft.objects.filter(user=stranger).exists()


def test_an_individual_files_a_procedure_for_individuals(client, stranger):
    client.force_login(stranger)
    client.post(reverse("forms:start", args=["radiation-officer-certificate"]), {"applicant": "self"})
    draft = Draft.objects.get(user=stranger)
    tasks = client.get(reverse("forms:tasks", args=[draft.uuid])).content.decode()
    assert "Tổ chức, doanh nghiệp nộp hồ sơ" not in tasks
    assert draft.data["applicant"]["id_number"] == "037190009999"


def test_an_unknown_procedure_is_not_found(signed_in):
    assert signed_in.get(reverse("forms:start", args=["khong-co"])).status_code == 404


def test_pages_cost_few_statements(signed_in, draft, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        signed_in.get(url_of(draft, "thiet-bi"))
    with django_assert_max_num_queries(7):
        signed_in.get(reverse("forms:tasks", args=[draft.uuid]))
    with django_assert_max_num_queries(6):
        signed_in.get(reverse("forms:drafts"))


def test_services_cost_few_statements(citizen, xray, django_assert_max_num_queries):
    # Two of each are the savepoint that the test's own transaction brings.
    with django_assert_max_num_queries(6):
        draft = start_draft(user=citizen, version=xray, answers=XRAY, now=NOW)
    with django_assert_max_num_queries(4):
        save_page(draft_id=draft.pk, user_id=citizen.pk, answers={}, page="co-so", is_done=True, now=NOW)


def test_loading_the_forms_again_makes_no_new_version(catalogue):
    before = FormVersion.objects.count()
    assert before == 50
    assert load_forms(now=NOW) == 0
    assert FormVersion.objects.count() == before


def test_a_long_answer_comes_back_exactly_as_it_was_typed(signed_in, draft):
    signed_in.post(
        url_of(draft, "danh-gia-an-toan"), {"conclusion": "Dòng một\r\n  Dòng hai", "_action": "save"}
    )
    page = signed_in.get(url_of(draft, "danh-gia-an-toan")).content.decode()
    assert ">Dòng một\n  Dòng hai</textarea>" in page


def test_a_draft_nobody_touched_for_the_retention_period_is_erased(draft):
    assert purge_drafts(now=NOW + timedelta(days=90)) == 0
    assert purge_drafts(now=NOW + timedelta(days=91)) == 1
