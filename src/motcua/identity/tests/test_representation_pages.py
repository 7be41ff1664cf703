"""Who may act for an organisation, how it is asked for, confirmed and ended on the pages."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.identity import api
from motcua.identity.models import Organisation, Representation
from motcua.identity.queries import list_fellow_representations
from motcua.identity.tests.helpers import NOW, small_pdf, user
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("province")


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
