"""Answers and papers of earlier dossiers, given again ("once only")."""

import pytest
from django.urls import reverse

from motcua.identity.api import Representation
from motcua.onestop.export import export_dossiers
from motcua.onestop.forms.api import start_draft
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.queries import last_dossier_of, list_reusable
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY
from motcua.onestop.forms.tests.test_filing import fill_everything, url_of

pytestmark = pytest.mark.django_db


def test_answers_and_files_of_an_earlier_dossier_are_used_again_when_asked_for(signed_in, citizen, draft):
    fill_everything(signed_in, draft)
    signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    start = reverse("forms:start", args=["xray-licence-new"])
    chosen = {"applicant": str(citizen.organisation_for_tests.uuid), "reuse": "yes"}
    signed_in.post(start, chosen)
    second = Draft.objects.filter(user=citizen).latest("id")
    assert second.data["facility_name"] == XRAY["facility_name"]
    earlier = Attachment.objects.get(draft=draft, component_key="officer-certificate")
    page = signed_in.get(url_of(second, "giay-to")).content.decode()
    assert f'value="{earlier.uuid}"' in page
    signed_in.post(
        url_of(second, "giay-to"), {"reuse.officer-certificate": str(earlier.uuid), "_action": "upload"}
    )
    again = Attachment.objects.get(draft=second)
    assert again.is_reused
    assert again.file_id == earlier.file_id


def test_papers_and_answers_of_an_organisation_are_not_used_again_after_the_authority_ended(
    signed_in, citizen, draft
):
    fill_everything(signed_in, draft)
    signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    house = citizen.organisation_for_tests
    asked = {"user_id": citizen.pk, "organisation_id": house.pk, "on": NOW.date()}
    procedure = draft.version.procedure_id
    assert list_reusable(keys=["officer-certificate"], **asked)
    assert last_dossier_of(procedure_id=procedure, **asked) is not None
    Representation.objects.filter(organisation=house).update(ended_at=NOW)
    assert list_reusable(keys=["officer-certificate"], **asked) == []
    assert last_dossier_of(procedure_id=procedure, **asked) is None


def test_whoever_no_longer_acts_for_an_organisation_downloads_none_of_its_papers(signed_in, citizen, draft):
    fill_everything(signed_in, draft)
    signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    paper = Attachment.objects.filter(draft=draft).first()
    address = reverse("forms:attachment", args=[draft.uuid, paper.uuid])
    assert signed_in.get(address).status_code == 200
    assert export_dossiers(citizen.pk)["dossiers"]
    Representation.objects.filter(organisation=citizen.organisation_for_tests).update(ended_at=NOW)
    assert signed_in.get(address).status_code == 404
    assert export_dossiers(citizen.pk)["dossiers"] == []


def test_another_persons_file_cannot_be_used_again(signed_in, client, draft, stranger, xray):
    fill_everything(signed_in, draft)
    signed_in.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    theirs = Attachment.objects.filter(draft=draft).first()
    own = start_draft(user=stranger, version=xray, now=NOW)
    client.force_login(stranger)
    page = client.post(
        url_of(own, "giay-to"), {f"reuse.{theirs.component_key}": str(theirs.uuid), "_action": "upload"}
    ).content.decode()
    assert not Attachment.objects.filter(draft=own).exists()
    assert f'id="file-{theirs.component_key}-error"' in page
