import uuid

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from motcua.notifications import api
from motcua.notifications.context import unread
from motcua.notifications.models import ChannelPreference, Message
from motcua.notifications.tests.conftest import NOW
from motcua.notifications.tests.test_notify import SUBJECT, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(citizen):
    (message,) = say(recipient_id=citizen.pk)
    return message


@pytest.fixture
def signed_in(client, citizen):
    client.force_login(citizen)
    return client


def message_url(message) -> str:
    return reverse("notifications:message", args=[message.uuid])


def test_the_inbox_shows_the_persons_own_notices(signed_in, notice):
    assert notice.subject in signed_in.get(reverse("notifications:inbox")).content.decode()


def test_an_empty_inbox_says_so(signed_in):
    signed_in.cookies["motcua_language"] = "en"
    assert "No notices yet" in signed_in.get(reverse("notifications:inbox")).content.decode()


def test_a_stranger_sees_nothing_of_it(client, stranger, notice):
    client.force_login(stranger)
    assert notice.subject not in client.get(reverse("notifications:inbox")).content.decode()
    assert client.get(message_url(notice)).status_code == 404
    assert Message.objects.get(pk=notice.pk).read_at is None


@pytest.mark.parametrize("name", ["inbox", "preferences"])
def test_visitors_are_sent_to_the_sign_in_page(client, db, name):
    assert client.get(reverse(f"notifications:{name}")).status_code == 302


def test_only_notices_of_the_account_can_be_opened(signed_in, citizen):
    messages = say(recipient_id=citizen.pk, email="lan@example.org")
    assert signed_in.get(message_url(messages[1])).status_code == 404


def test_opening_marks_as_read_once(signed_in, notice):
    signed_in.get(message_url(notice))
    first = Message.objects.get(pk=notice.pk).read_at
    signed_in.get(message_url(notice))
    assert first is not None
    assert Message.objects.get(pk=notice.pk).read_at == first


def test_a_link_that_leaves_the_site_is_not_shown(signed_in, citizen):
    (message,) = say(recipient_id=citizen.pk, url="//evil.example/")
    assert "evil.example" not in signed_in.get(message_url(message)).content.decode()


def test_all_can_be_marked_as_read_by_post_only(signed_in, notice):
    url = reverse("notifications:read_all")
    assert signed_in.get(url).status_code == 405
    signed_in.post(url)
    assert api.count_unread(user_id=notice.recipient_id) == 0


def test_marking_all_leaves_other_people_alone(signed_in, notice, stranger):
    say(recipient_id=stranger.pk)
    signed_in.post(reverse("notifications:read_all"))
    assert api.count_unread(user_id=stranger.pk) == 1


def test_preferences_are_kept(signed_in, citizen):
    signed_in.post(reverse("notifications:preferences"), {"email": "on"})
    kept = ChannelPreference.objects.get(user=citizen)
    assert (kept.email, kept.sms) == (True, False)


def test_the_number_of_unread_is_asked_only_when_shown(citizen, notice, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = citizen
    with django_assert_num_queries(0):
        values = unread(request)
    with django_assert_num_queries(1):
        assert str(values["unread_messages"]) == "1"


def test_the_inbox_does_not_ask_more_for_more_notices(signed_in, citizen, django_assert_max_num_queries):
    for _ in range(30):
        say(recipient_id=citizen.pk)
    with django_assert_max_num_queries(7):
        signed_in.get(reverse("notifications:inbox"))


def test_officers_see_what_became_of_a_message():
    say(email="lan@example.org", subject_id=SUBJECT)
    Message.objects.update(state="failed", error="technical")
    rows = api.list_messages(subject_type="dossier", subject_id=SUBJECT)
    page = render_to_string(
        "notifications/_messages.html", {"sent_messages": rows, "send_again_url": "/office/x/"}
    )
    assert "lan@example.org" in page
    assert str(rows[0].uuid) in page
    assert 'action="/office/x/"' in page


def test_without_messages_officers_are_told_so():
    rows = api.list_messages(subject_type="dossier", subject_id=uuid.uuid4())
    page = render_to_string("notifications/_messages.html", {"sent_messages": rows})
    assert "<table" not in page


def test_a_notice_is_written_in_the_language_of_the_person():
    (message,) = say(email="lan@example.org", language="en", now=NOW)
    assert "received" in message.subject
