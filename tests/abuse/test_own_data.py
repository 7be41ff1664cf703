"""The copy of one's own data: all of it, nothing of others; and what is forgotten when the account closes."""

import pytest
from django.urls import reverse

from motcua.notifications.models import ChannelPreference, Message
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.models import Attachment, Draft
from motcua.platform.ui.models import SavedView

pytestmark = pytest.mark.django_db


def copy_of(browser):
    answer = browser.post(reverse("identity:download_data"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return answer.json(), answer.content.decode()


@pytest.fixture
def waiting(house, citizen, xray):
    return life.filled_draft(citizen, xray)


def test_the_copy_holds_what_every_room_keeps_of_the_person(house, waiting, browser_of):
    browser = browser_of("owner")
    data, _ = copy_of(browser)
    assert set(data) == {"identity", "notifications", "onestop", "saved_lists"}
    (dossier,) = data["onestop"]["dossiers"]
    assert dossier["code"] == house.dossier.code
    assert dossier["form_data"] == house.dossier.form_data
    assert dossier["course"]
    (draft,) = data["onestop"]["drafts"]
    assert draft["answers"] == waiting.data
    assert data["saved_lists"] == [{"page": "dossiers", "name": "Của tôi", "querystring": "q=kin"}]
    assert "Nội dung kín" in [message["body"] for message in data["notifications"]["messages"]]
    for file in (*dossier["files"], *dossier["documents"], *draft["files"]):
        assert browser.get(file["address"]).status_code == 200, file


def test_the_copy_of_another_person_and_of_an_officer_holds_nothing_of_it(house, waiting, browser_of):
    secrets = (house.dossier.code, house.dossier.applicant_name, "Nội dung kín", "Của tôi", str(waiting.uuid))
    for who in ("stranger", "tiepnhan", "quantri"):
        _, text = copy_of(browser_of(who))
        assert not [secret for secret in secrets if secret in text], who


def test_closing_the_account_erases_drafts_wishes_and_lists_and_keeps_the_dossiers(
    house, waiting, browser_of, citizen
):
    ChannelPreference.objects.create(user=citizen, sms=False)
    papers = set(waiting.attachments.values_list("id", flat=True))
    browser_of("owner").post(reverse("identity:close_account"), {"understood": "on"})
    assert not Draft.objects.filter(pk=waiting.pk).exists()
    assert not Attachment.objects.filter(id__in=papers).exists()
    assert not ChannelPreference.objects.filter(user=citizen).exists()
    assert not SavedView.objects.filter(user_id=citizen.pk).exists()
    kept = Dossier.objects.get(pk=house.dossier.pk)
    assert kept.attachments.exists()
    assert Message.objects.filter(recipient=citizen).exists()
    citizen.refresh_from_db()
    assert (citizen.is_active, citizen.closed_at is not None) == (False, True)
