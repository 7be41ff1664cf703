import email
import smtplib
from datetime import timedelta
from email.policy import default as default_policy

import pytest
from django.utils import timezone

from motcua.integrations import http
from motcua.integrations.sms_gateway import twin as sms_twin
from motcua.integrations.twins.store import Records, set_mode
from motcua.notifications import api, sending, services
from motcua.notifications.models import Message
from motcua.notifications.rules.retrying import MAX_ATTEMPTS, delay_after
from motcua.notifications.tests.conftest import NOW
from motcua.notifications.tests.test_notify import SUBJECT, say
from motcua.platform.audit import api as audit
from motcua.platform.outbox.testing import run_jobs

pytestmark = pytest.mark.django_db


def only_message() -> Message:
    return Message.objects.exclude(channel="in_app").get()


def kept_mails(folder):
    return [
        email.message_from_bytes(path.read_bytes(), policy=default_policy) for path in folder.glob("*.eml")
    ]


def test_an_e_mail_travels_over_smtp(mail_server):
    say(email="lan@example.org")
    run_jobs()
    (mail,) = kept_mails(mail_server)
    message = only_message()
    assert message.state == "sent"
    assert mail["Message-ID"] == message.provider_reference == f"<{message.uuid}@motcua.example>"
    assert mail["To"] == "lan@example.org"
    assert message.body in mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert 'href="http' in mail.get_body(("html",)).get_content()


def test_markup_in_a_text_is_shown_not_run(mail_server):
    say(email="lan@example.org", context={"code": "A", "procedure": "<script>x</script>"})
    run_jobs()
    assert "<script>" not in kept_mails(mail_server)[0].get_body(("html",)).get_content()


def test_an_address_that_does_not_exist_fails_at_once(mail_server):
    say(email="lan+bounce@example.org")
    run_jobs()
    message = only_message()
    assert (message.state, message.error) == ("failed", "address_refused")
    assert "550" in message.error_detail


def test_a_refusal_for_now_is_tried_again_later(mail_server):
    say(email="lan+later@example.org")
    run_jobs()
    message = only_message()
    assert (message.state, message.error, message.attempts) == ("queued", "unreachable", 1)
    assert message.next_attempt_at > timezone.now()


def test_a_server_that_is_down_is_tried_again_and_reached(mail_server):
    set_mode(mail_server, "down")
    say(email="lan@example.org")
    run_jobs()
    set_mode(mail_server, "normal")
    assert sending.send_due(now=only_message().next_attempt_at) == 1
    assert only_message().state == "sent"
    assert only_message().error == ""


def test_nobody_listening_is_temporary(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    say(email="lan@example.org")
    run_jobs()
    assert (only_message().state, only_message().error) == ("queued", "unreachable")


def test_after_hours_without_an_answer_it_is_a_technical_failure(mail_server):
    set_mode(mail_server, "down")
    say(email="lan@example.org")
    run_jobs()
    while only_message().state == "queued":
        sending.send_due(now=only_message().next_attempt_at)
    message = only_message()
    assert (message.state, message.error, message.attempts) == ("failed", "technical", MAX_ATTEMPTS)
    assert message.next_attempt_at is None


def test_pauses_grow_and_last_for_hours():
    pauses = [delay_after(number) for number in range(1, MAX_ATTEMPTS)]
    assert pauses == sorted(pauses)
    assert sum(pauses, timedelta()) > timedelta(hours=12)
    assert delay_after(MAX_ATTEMPTS) is None


def test_a_worker_that_died_in_its_last_attempt_leaves_a_visible_failure(mail_server):
    say(email="lan@example.org")
    Message.objects.update(attempts=MAX_ATTEMPTS, next_attempt_at=NOW)
    sending.send_due(now=NOW)
    assert (only_message().state, only_message().error) == ("failed", "technical")


def test_a_message_whose_job_died_is_found_by_the_sweep(mail_server):
    say(email="lan@example.org")
    assert sending.send_due(now=NOW) == 0
    assert sending.send_due(now=NOW + timedelta(minutes=5)) == 1
    assert only_message().state == "sent"


def test_the_job_does_nothing_after_the_sweep(mail_server):
    say(email="lan@example.org")
    sending.send_due(now=NOW + timedelta(minutes=5))
    run_jobs()
    assert only_message().attempts == 1
    assert len(kept_mails(mail_server)) == 1


def test_of_two_workers_only_one_sends(mail_server):
    (message,) = say(email="lan@example.org")
    seen_by_first, seen_by_second = Message.objects.get(pk=message.pk), Message.objects.get(pk=message.pk)
    assert sending._claim(seen_by_first, now=NOW)
    assert not sending._claim(seen_by_second, now=NOW)


def test_a_channel_turned_off_is_respected_and_shown(mail_server, citizen):
    services.set_preference(user_id=citizen.pk, email=False, sms=True)
    say(recipient_id=citizen.pk, email="lan@example.org")
    run_jobs()
    assert only_message().state == "unwanted"
    assert kept_mails(mail_server) == []


def test_a_text_message_is_taken_and_its_delivery_asked_for(sms_server):
    say(phone="0900000123")
    run_jobs()
    message = only_message()
    assert (message.state, message.provider_reference) == ("sent", "SMS00000001")
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=3))
    assert sending.ask_for_reports(now=timezone.now()) == 1
    assert only_message().state == "delivered"
    assert sending.ask_for_reports(now=timezone.now()) == 0


def test_a_number_nobody_can_reach_shows_after_it_was_taken(sms_server):
    say(phone="0900000111")
    run_jobs()
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=3))
    sending.ask_for_reports(now=timezone.now())
    message = only_message()
    assert (message.state, message.error_detail) == ("failed", "absent subscriber")


def test_a_refused_number_fails_at_once(sms_server):
    say(phone="0900000000")
    run_jobs()
    assert (only_message().state, only_message().error) == ("failed", "address_refused")


@pytest.mark.parametrize("mode", ["down", "throttled"])
def test_a_gateway_in_trouble_is_tried_again(sms_server, mode):
    set_mode(sms_server, mode)
    say(phone="0900000123")
    run_jobs()
    assert (only_message().state, only_message().error) == ("queued", "unreachable")
    assert sending.ask_for_reports(now=timezone.now()) == 0


def test_a_slow_gateway_does_not_hold_us(sms_server, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(sms_twin, "_SLOW_SECONDS", 1)
    set_mode(sms_server, "slow")
    say(phone="0900000123")
    run_jobs()
    assert only_message().error_detail == "ReadTimeout"


def test_a_wrong_secret_is_a_failure_a_person_must_see(sms_server, settings):
    settings.SMS_SECRET = "another"
    say(phone="0900000123")
    run_jobs()
    assert (only_message().state, only_message().error) == ("failed", "rejected")


def test_the_gateway_gets_one_message_for_one_reference(sms_server):
    say(phone="0900000123")
    run_jobs()
    Message.objects.update(state="queued", next_attempt_at=NOW)
    sending.send_due(now=NOW)
    assert len(Records(sms_server / "messages").keys()) == 1


def test_a_failed_message_can_be_sent_again_and_that_is_on_record(mail_server, citizen):
    (message,) = say(email="lan+bounce@example.org")
    run_jobs()
    Message.objects.update(address="lan@example.org")
    about = {"subject_type": "dossier", "subject_id": SUBJECT, "message_uuid": message.uuid}
    api.send_again(**about, actor=citizen, now=timezone.now())
    run_jobs()
    assert only_message().state == "sent"
    assert audit.list_events(object_type="dossier", object_id=SUBJECT).get().actor_id == citizen.pk
    with pytest.raises(api.NotSendable):
        api.send_again(**about, actor=citizen, now=timezone.now())


def test_a_message_about_another_dossier_cannot_be_sent_again(mail_server, citizen):
    import uuid

    (message,) = say(email="lan+bounce@example.org")
    run_jobs()
    with pytest.raises(Message.DoesNotExist):
        api.send_again(
            subject_type="dossier",
            subject_id=uuid.uuid4(),
            message_uuid=message.uuid,
            actor=citizen,
            now=NOW,
        )


def test_smtp_speaks_to_the_twin_with_the_real_protocol(mail_server, settings):
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as client:
        assert client.ehlo()[0] == 250
