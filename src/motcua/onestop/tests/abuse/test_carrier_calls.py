"""The carrier's calls: repeated, forged, old, or about somebody else's item."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from motcua.integrations.callbacks import HEADER, sign
from motcua.onestop.dossiers.models import DossierEvent, State
from motcua.onestop.dossiers.tests import life
from motcua.platform.outbox.testing import run_jobs
from motcua.postal.api import Delivery, DeliveryEvent, hand_over, request_delivery

HOOK = reverse("integrations:carrier_event")
SLIP = "VN-0001"


@pytest.fixture
def item(received):
    """The result of a finished dossier in the hands of the carrier."""
    type(received).objects.filter(pk=received.pk).update(state=State.DONE, return_channel="post")
    delivery = request_delivery(
        subject_id=received.uuid,
        reference=received.code,
        recipient_name="Trần Thị Lan",
        address="Số 10",
        phone="",
        now=life.NOW,
    )
    hand_over(delivery_id=delivery.pk, now=life.NOW, slip_number=SLIP)
    Delivery.objects.filter(pk=delivery.pk).update(carrier="http")
    return delivery


def news(**changes):
    fact = {
        "id": "e-1",
        "slip_number": SLIP,
        "code": "DELIVERED",
        "at": "2026-11-21T10:00:00+07:00",
        "signer": "Trần Thị Lan",
    }
    return json.dumps({**fact, **changes}).encode()


def call(client, body, *, secret=None, at=None):
    header = sign(secret=secret or settings.CARRIER_SECRET, body=body, at=at or datetime.now(UTC))
    return client.post(HOOK, body, content_type="application/json", headers={HEADER: header}).status_code


def test_the_same_call_twice_is_kept_once_and_returns_the_result_once(client, item, received):
    body = news()
    assert [call(client, body), call(client, body)] == [204, 204]
    run_jobs(ignore_retries=True)
    assert call(client, body) == 204
    run_jobs(ignore_retries=True)
    assert DeliveryEvent.objects.filter(delivery=item, carrier_event_id="e-1").count() == 1
    assert DossierEvent.objects.filter(dossier=received, kind="returned").count() == 1


def test_a_late_fact_does_not_move_what_has_arrived(client, item):
    call(client, news())
    assert call(client, news(id="e-0", code="NOT_DELIVERED")) == 204
    assert Delivery.objects.get(pk=item.pk).state == "delivered"


@pytest.mark.parametrize("trick", [{"secret": "guessed"}, {"at": datetime.now(UTC) - timedelta(minutes=6)}])
def test_forged_and_old_calls_change_nothing(client, item, trick):
    assert call(client, news(), **trick) == 401
    assert Delivery.objects.get(pk=item.pk).state == "handed_over"


def test_a_body_changed_after_signing_changes_nothing(client, item):
    header = sign(secret=settings.CARRIER_SECRET, body=news(), at=datetime.now(UTC))
    answer = client.post(
        HOOK, news(slip_number="VN-0002"), content_type="application/json", headers={HEADER: header}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("changes", "status"), [({"slip_number": "VN-9"}, 404), ({"code": "LOST"}, 400), ({"at": "today"}, 400)]
)
def test_news_that_fit_nothing_are_refused(client, item, changes, status):
    assert call(client, news(**changes)) == status
    assert Delivery.objects.get(pk=item.pk).state == "handed_over"
