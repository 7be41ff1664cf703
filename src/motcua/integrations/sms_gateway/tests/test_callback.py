import asyncio
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from starlette.applications import Starlette

from motcua.integrations.callbacks import HEADER, sign
from motcua.integrations.sms_gateway import twin
from motcua.integrations.sms_gateway.adapter import HttpSmsGateway
from motcua.integrations.twins.testing import empty_queue, serving
from motcua.notifications import api
from motcua.notifications.models import Message
from motcua.platform.outbox.testing import run_jobs

NOW = datetime.now(UTC)


def say(phone):
    (message,) = api.notify(
        recipient_id=None, phone=phone, template="result_ready", context={"code": "A-1"}, now=NOW
    )
    return message


def report(client, message, *, secret="twin-secret", **changes):
    fields = {"reference": str(message.uuid), "status": "delivered", "at": NOW.isoformat()} | changes
    body = json.dumps(fields).encode()
    return client.post(
        reverse("integrations:sms_report"),
        body,
        content_type="application/json",
        headers={HEADER: sign(secret=secret, body=body, at=datetime.now(UTC))},
    )


@pytest.fixture
def sent(db):
    message = say("0900000001")
    Message.objects.update(state="sent", attempts=1)
    return message


def state() -> str:
    return Message.objects.get().state


def test_a_report_marks_the_message_delivered(client, sent):
    assert report(client, sent).status_code == 204
    assert state() == "delivered"


def test_a_report_that_comes_twice_or_late_changes_nothing(client, sent):
    report(client, sent)
    assert report(client, sent, status="undeliverable").status_code == 204
    assert state() == "delivered"


def test_a_report_with_another_secret_is_refused(client, sent):
    assert report(client, sent, secret="guess").status_code == 401
    assert state() == "sent"


def test_a_report_about_nothing_is_taken_and_ignored(client, sent):
    assert report(client, sent, reference=str(uuid.uuid4())).status_code == 204
    assert state() == "sent"


@pytest.mark.parametrize("changes", [{"status": "eaten"}, {"at": None}, {"reference": "x"}])
def test_a_report_of_another_form_is_refused(client, sent, changes):
    assert report(client, sent, **changes).status_code == 400


def test_a_report_about_a_message_never_handed_over_is_ignored(client, db):
    report(client, say("0900000001"))
    assert state() == "queued"


def test_the_check_finds_a_gateway_that_is_not_there(settings):
    settings.SMS_URL = "http://127.0.0.1:1/sms"
    assert "MOTCUA_SMS_URL" in HttpSmsGateway().check()[0].mend


@pytest.fixture
def clean_queue(transactional_db):
    empty_queue()
    yield
    empty_queue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_queue")
def test_the_twin_delivers_and_calls_back(live_server, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(twin, "_DELIVERY", timedelta(0))
    settings.BASE_URL = live_server.url
    with serving(Starlette(routes=twin.routes(tmp_path))) as address:
        settings.SMS_URL = f"{address}/sms"
        say("0900000001")
        run_jobs()
        assert HttpSmsGateway().check() == []
        asyncio.run(twin.report_delivered(tmp_path))
    assert state() == "delivered"
