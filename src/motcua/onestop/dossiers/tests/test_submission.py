"""A draft becomes a dossier once, completely or not at all."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.identity.models import Representation
from motcua.onestop.dossiers.models import Dossier, MoneyState, State
from motcua.onestop.dossiers.refusals import refusal_text
from motcua.onestop.dossiers.services.ending import withdraw
from motcua.onestop.dossiers.services.submission import SubmissionRefused
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.audit.api import list_events
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.privacy.fields import lookup_hash

pytestmark = pytest.mark.django_db


def test_a_submitted_draft_is_a_dossier_in_state_one_with_its_papers_and_its_first_fact(draft, citizen):
    dossier = life.submit(draft, citizen)
    assert dossier.state == State.SUBMITTED
    assert re.fullmatch(r"TAM-[0-9A-Z]{4}-[0-9A-Z]{4}", dossier.temporary_code)
    assert dossier.code is None
    assert dossier.attachments.count() == draft.attachments.count() == 3
    assert [event.kind for event in dossier.events.all()] == ["submitted"]
    assert [e.action for e in list_events(object_type="dossier", object_id=dossier.uuid)] == [
        "dossier.submitted"
    ]
    assert OutboxEvent.objects.filter(name="onestop.dossier_changed").count() == 1


def test_the_files_of_another_draft_stay_with_it(draft, citizen, xray):
    other = life.filled_draft(citizen, xray)
    life.submit(draft, citizen)
    assert other.attachments.count() == 3
    assert not other.attachments.filter(dossier__isnull=False).exists()
    other.refresh_from_db()
    assert other.submitted_as_id is None


def test_the_fee_is_counted_by_the_office_and_not_taken_from_the_form(citizen, xray):
    draft = life.filled_draft(citizen, xray, answers={**XRAY, "fee_total": 1})
    dossier = life.submit(draft, citizen)
    assert dossier.fee_total == 5_000_000
    assert dossier.money_state == MoneyState.DUE


def test_the_applicant_is_found_by_a_hash_and_never_by_the_plain_number(submitted):
    assert submitted.applicant_id_hash == lookup_hash("2700123456")
    assert "2700123456" not in submitted.search_text


def test_a_draft_of_a_version_that_has_ended_is_refused_with_words(draft, citizen, signed_in_as):
    last_day = NOW.date() - timedelta(days=1)
    ProcedureVersion.objects.filter(pk=draft.version_id).update(valid_to=last_day)
    with pytest.raises(SubmissionRefused) as refused:
        life.submit(draft, citizen)
    assert refused.value.code == "version_ended"
    assert f"{last_day:%d/%m/%Y}" in refusal_text(refused.value)
    url = reverse("forms:review", args=[draft.uuid])
    page = signed_in_as(citizen).post(url, {"declared": "on"}).content.decode()
    assert f"{last_day:%d/%m/%Y}" in page
    assert not Dossier.objects.exists()


def test_a_draft_is_submitted_on_the_last_day_of_its_version_and_received_later(draft, citizen):
    ProcedureVersion.objects.filter(pk=draft.version_id).update(valid_to=NOW.date())
    dossier = life.submit(draft, citizen)
    received = life.receive_at_counter(dossier, now=NOW + timedelta(days=1))
    assert received.version_id == draft.version_id


def test_the_same_draft_sent_twice_answers_the_first_dossier(draft, citizen):
    first = life.submit(draft, citizen)
    assert life.submit(draft, citizen) == first
    assert life.submit(draft, citizen, key="another") == first
    assert Dossier.objects.count() == 1


def test_the_same_key_from_another_draft_answers_the_first_dossier(draft, citizen, xray):
    first = life.submit(draft, citizen, key="same-key")
    second = life.filled_draft(citizen, xray)
    assert life.submit(second, citizen, key="same-key") == first
    second.refresh_from_db()
    assert second.submitted_as is None
    assert second.attachments.count() == 3


def test_a_draft_without_a_required_paper_is_refused_and_keeps_what_it_has(draft, citizen):
    Attachment.objects.filter(draft=draft, component_key="officer-certificate").delete()
    with pytest.raises(SubmissionRefused) as refused:
        life.submit(draft, citizen)
    assert refused.value.code == "incomplete"
    assert refused.value.params["errors"]
    draft.refresh_from_db()
    assert draft.submitted_as is None
    assert draft.attachments.count() == 2
    assert not Dossier.objects.exists()


def test_a_strangers_draft_does_not_exist(draft, stranger):
    with pytest.raises(Draft.DoesNotExist):
        life.submit(draft, stranger)


def test_the_whole_request_costs_at_most_ten_statements(
    draft, citizen, signed_in_as, django_assert_max_num_queries
):
    client = signed_in_as(citizen)
    url = reverse("forms:review", args=[draft.uuid])
    client.get(url)
    # Two more are the savepoint that the test's own transaction brings.
    with django_assert_max_num_queries(12):
        response = client.post(url, {"declared": "yes"})
    assert response["Location"] == reverse("forms:receipt", args=[draft.uuid])
    assert Dossier.objects.count() == 1


def end_authority(citizen, **how):
    Representation.objects.filter(person__user=citizen).update(**how)


@pytest.mark.parametrize(
    "how", [{"valid_to": NOW.date() - timedelta(days=1)}, {"ended_at": NOW}, {"confirmed_at": None}]
)
def test_a_draft_for_an_organisation_is_refused_when_the_authority_has_ended(
    draft, citizen, signed_in_as, how
):
    end_authority(citizen, **how)
    with pytest.raises(SubmissionRefused) as refused:
        life.submit(draft, citizen)
    assert refused.value.code == "no_authority"
    page = signed_in_as(citizen).post(reverse("forms:review", args=[draft.uuid]), {"declared": "on"})
    assert str(refusal_text(refused.value)) in page.content.decode()
    assert not Dossier.objects.exists()


def test_whoever_filed_for_an_organisation_keeps_no_access_when_the_authority_ends(
    draft, submitted, citizen, signed_in_as
):
    client = signed_in_as(citizen)
    page = reverse("portal:dossier", args=[submitted.uuid])
    receipt = reverse("forms:receipt", args=[draft.uuid])
    assert client.get(page).status_code == client.get(receipt).status_code == 200
    end_authority(citizen, valid_to=NOW.date() - timedelta(days=1))
    assert client.get(page).status_code == client.get(receipt).status_code == 404
    with pytest.raises(Dossier.DoesNotExist):
        withdraw(dossier_id=submitted.pk, actor=citizen, reason="", now=NOW)
