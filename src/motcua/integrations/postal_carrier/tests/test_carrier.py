import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from motcua.integrations import http
from motcua.integrations.callbacks import HEADER, sign
from motcua.integrations.postal_carrier import twin
from motcua.integrations.postal_carrier.adapter import HttpCarrier
from motcua.integrations.postal_carrier.tests.conftest import NOW, request_item
from motcua.integrations.twins.store import Records, set_mode
from motcua.integrations.twins.testing import empty_queue
from motcua.platform.outbox.api import RetryLater
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.outbox.testing import run_jobs
from motcua.postal import api, carrying
from motcua.postal.models import Delivery

pytestmark = pytest.mark.django_db


def the_item() -> Delivery:
    return Delivery.objects.get()


def told() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("name", flat=True))


def test_an_item_is_booked_by_the_job_not_in_the_request(carrier):
    item = request_item()
    assert item.slip_number == ""
    run_jobs()
    assert (the_item().slip_number, the_item().carrier) == ("VN000000001VN", "http")


def test_an_item_travels_to_its_recipient(carrier):
    item = request_item()
    run_jobs()
    api.hand_over(delivery_id=item.pk, now=NOW)
    run_jobs()
    assert carrying.track_open(now=NOW) == 3
    item = the_item()
    assert (item.state, item.received_by) == ("delivered", "Nguyễn Thị Lan")
    assert item.handed_over_at == NOW
    assert told() == ["postal.delivery_handed_over", "postal.delivery_completed"]


def test_an_address_that_cannot_be_found_comes_back(carrier):
    item = request_item(address="Không rõ số nhà")
    run_jobs()
    api.hand_over(delivery_id=item.pk, now=NOW)
    run_jobs()
    carrying.track_open(now=NOW)
    item = the_item()
    assert (item.state, item.failure_reason) == ("returned", "Không tìm thấy địa chỉ người nhận")
    failures = OutboxEvent.objects.filter(name="postal.delivery_failed").order_by("id")
    assert [event.payload["returned"] for event in failures] == [False, True]


def test_a_carrier_that_is_down_is_asked_again(carrier):
    set_mode(twin.folder_of(carrier), "down")
    request_item()
    run_jobs()
    assert "503" in the_item().booking_error
    set_mode(twin.folder_of(carrier), "normal")
    assert carrying.book_due(now=the_item().next_booking_at) == 1
    assert the_item().slip_number
    assert the_item().booking_error == ""


def test_after_hours_a_booking_is_left_to_a_person(carrier):
    set_mode(twin.folder_of(carrier), "down")
    request_item()
    run_jobs()
    while the_item().next_booking_at is not None:
        carrying.book_due(now=the_item().next_booking_at)
    assert "503" in the_item().booking_error


def test_a_refused_booking_is_shown_at_once(carrier):
    request_item(address=" ")
    run_jobs()
    assert "address_missing" in the_item().booking_error
    assert the_item().next_booking_at is None


def test_a_slow_carrier_does_not_hold_us(carrier, monkeypatch):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr(twin, "_SLOW_SECONDS", 1)
    set_mode(twin.folder_of(carrier), "slow")
    request_item()
    run_jobs()
    assert the_item().booking_error == "ReadTimeout"


def test_a_lost_answer_does_not_book_twice(carrier):
    request_item()
    run_jobs()
    slip = the_item().slip_number
    Delivery.objects.update(slip_number="", next_booking_at=NOW)
    carrying.book_due(now=NOW)
    assert the_item().slip_number == slip
    assert len(Records(twin.folder_of(carrier) / "items").keys()) == 1


def test_an_item_handed_over_before_it_was_booked_is_told_afterwards(carrier):
    set_mode(twin.folder_of(carrier), "down")
    item = request_item()
    run_jobs()
    api.hand_over(delivery_id=item.pk, now=NOW)
    run_jobs()
    set_mode(twin.folder_of(carrier), "normal")
    carrying.book_due(now=the_item().next_booking_at)
    run_jobs()
    assert carrying.track_open(now=NOW) == 3


def test_a_hand_over_that_cannot_be_told_is_told_later(carrier):
    item = request_item()
    run_jobs()
    set_mode(twin.folder_of(carrier), "down")
    api.hand_over(delivery_id=item.pk, now=NOW)
    with pytest.raises(RetryLater):
        run_jobs()
    assert the_item().state == "handed_over"
    assert carrying.track_open(now=NOW) == 0


def test_a_cancelled_item_is_cancelled_at_the_carrier(carrier):
    item = request_item()
    run_jobs()
    api.cancel(delivery_id=item.pk, now=NOW)
    run_jobs()
    assert Records(twin.folder_of(carrier) / "items").get(the_item().slip_number)["cancelled"]


def test_the_check_finds_a_carrier_that_is_down(carrier):
    assert HttpCarrier().check() == []
    set_mode(twin.folder_of(carrier), "down")
    (problem,) = HttpCarrier().check()
    assert "503" in problem.what
    assert "MOTCUA_CARRIER_URL" in problem.mend


# Callbacks


@pytest.fixture
def item(db):
    item = request_item()
    Delivery.objects.update(slip_number="VN1", carrier="http")
    return item


def fact(**changes):
    fields = {
        "id": "VN1-3",
        "slip_number": "VN1",
        "code": "DELIVERED",
        "at": NOW.isoformat(),
        "note": "",
        "signer": "Nguyễn Thị Lan",
    }
    return fields | changes


def call_back(client, fields, *, secret="twin-secret", at=None):
    body = json.dumps(fields).encode()
    signature = sign(secret=secret, body=body, at=at or datetime.now(UTC))
    return client.post(
        reverse("integrations:carrier_event"),
        body,
        content_type="application/json",
        headers={HEADER: signature},
    )


def test_a_signed_callback_moves_the_item(client, item):
    assert call_back(client, fact()).status_code == 204
    assert (the_item().state, the_item().received_by) == ("delivered", "Nguyễn Thị Lan")


def test_a_repeated_callback_changes_nothing(client, item):
    call_back(client, fact())
    assert call_back(client, fact(signer="Kẻ khác")).status_code == 204
    assert the_item().received_by == "Nguyễn Thị Lan"
    assert told().count("postal.delivery_completed") == 1


def test_a_callback_with_another_secret_is_refused(client, item):
    assert call_back(client, fact(), secret="guess").status_code == 401
    assert the_item().state == "requested"


def test_an_old_callback_cannot_be_replayed(client, item):
    old = datetime.now(UTC) - timedelta(minutes=6)
    assert call_back(client, fact(), at=old).status_code == 401


def test_without_a_secret_nobody_may_call_back(client, item, settings):
    settings.CARRIER_SECRET = ""
    assert call_back(client, fact(), secret="").status_code == 401


def test_a_changed_body_is_refused(client, item):
    signature = sign(secret="twin-secret", body=json.dumps(fact()).encode(), at=datetime.now(UTC))
    answer = client.post(
        reverse("integrations:carrier_event"),
        json.dumps(fact(signer="Kẻ khác")),
        content_type="application/json",
        headers={HEADER: signature},
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        fact(code="TELEPORTED"),
        fact(at="soon"),
        fact(at="2026-11-23T09:30:00"),
        {"id": "x"},
        [],
        "text",
    ],
)
def test_a_callback_of_another_form_is_refused(client, item, fields):
    assert call_back(client, fields).status_code == 400


def test_an_unknown_slip_is_not_found(client, item):
    assert call_back(client, fact(slip_number="VN2")).status_code == 404


def test_a_callback_is_a_post(client):
    assert client.get(reverse("integrations:carrier_event")).status_code == 405


def test_a_callback_costs_few_statements(client, item, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        call_back(client, fact())


@pytest.fixture
def clean_queue(transactional_db):
    empty_queue()
    yield
    empty_queue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_queue")
def test_the_twin_calls_back_and_repeats_itself(carrier, live_server, settings):
    settings.BASE_URL = live_server.url
    set_mode(twin.folder_of(carrier), "repeating")
    item = request_item()
    run_jobs()
    api.hand_over(delivery_id=item.pk, now=NOW)
    run_jobs()
    asyncio.run(twin.tell(carrier))
    assert the_item().state == "delivered"
    assert told().count("postal.delivery_completed") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("clean_queue")
def test_the_twin_waits_while_nobody_answers(carrier, settings, live_server):
    settings.BASE_URL = "http://127.0.0.1:1"
    item = request_item()
    run_jobs()
    api.hand_over(delivery_id=item.pk, now=NOW)
    run_jobs()
    asyncio.run(twin.tell(carrier))
    assert the_item().state == "handed_over"
