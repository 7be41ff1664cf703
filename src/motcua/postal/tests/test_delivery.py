import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from motcua.platform.outbox.models import OutboxEvent
from motcua.postal import api, carrying
from motcua.postal.rules.states import may_move

pytestmark = pytest.mark.django_db
PAST = datetime(2023, 1, 16, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = timedelta(days=1)


def request_item(**changes):
    values = {
        "subject_id": uuid.uuid4(),
        "reference": "H99.15-230116-0001",
        "recipient_name": "Nguyễn Thị Lan",
        "address": "12 Trần Phú",
        "phone": "0900000001",
        "now": PAST,
    }
    return api.request_delivery(**(values | changes))


def tell(item, state, *, at, event_id="", **more):
    return api.record_carrier_event(
        delivery_id=item.pk, carrier_event_id=event_id or f"c-{state}", state=state, at=at, now=at, **more
    )


def test_a_result_of_the_past_is_delivered_without_any_network():
    item = request_item()
    api.hand_over(delivery_id=item.pk, now=PAST + DAY, slip_number="VN1")
    tell(item, "in_transit", at=PAST + DAY)
    tell(item, "delivered", at=PAST + 2 * DAY, received_by="Nguyễn Thị Lan")
    item.refresh_from_db()
    assert (item.requested_at, item.handed_over_at) == (PAST, PAST + DAY)
    assert (item.state, item.delivered_at) == ("delivered", PAST + 2 * DAY)
    carrying.book(delivery_id=item.pk, now=PAST)  # the late job finds nothing to do


def test_events_carry_the_day_on_which_it_happened():
    item = request_item()
    tell(item, "delivered", at=PAST + DAY, received_by="Lan")
    event = OutboxEvent.objects.get(name="postal.delivery_completed")
    assert event.payload["delivered_at"] == (PAST + DAY).isoformat()
    assert event.payload["subject_id"] == str(item.subject_id)


def test_asking_twice_gives_the_item_under_way():
    first = request_item()
    assert request_item(subject_id=first.subject_id, address="elsewhere").pk == first.pk


def test_after_a_return_a_new_item_can_be_sent():
    first = request_item()
    tell(first, "returned", at=PAST)
    assert request_item(subject_id=first.subject_id).pk != first.pk


def test_handing_over_twice_changes_nothing():
    item = request_item()
    api.hand_over(delivery_id=item.pk, now=PAST)
    api.hand_over(delivery_id=item.pk, now=PAST + DAY)
    item.refresh_from_db()
    assert item.handed_over_at == PAST
    assert OutboxEvent.objects.filter(name="postal.delivery_handed_over").count() == 1


def test_a_delivered_item_cannot_be_handed_over_or_cancelled():
    item = request_item()
    tell(item, "delivered", at=PAST)
    for step in (api.hand_over, api.cancel):
        with pytest.raises(api.NotPossible):
            step(delivery_id=item.pk, now=PAST)


def test_a_fact_told_twice_is_kept_once():
    item = request_item()
    assert tell(item, "in_transit", at=PAST)
    assert not tell(item, "in_transit", at=PAST + DAY)
    assert item.events.filter(state="in_transit").count() == 1


def test_a_late_fact_is_kept_but_moves_nothing():
    item = request_item()
    tell(item, "delivered", at=PAST + DAY, received_by="Lan")
    assert tell(item, "in_transit", at=PAST)
    item.refresh_from_db()
    assert item.state == "delivered"


def test_a_second_attempt_may_succeed():
    item = request_item()
    tell(item, "failed", at=PAST, note="Vắng nhà")
    tell(item, "delivered", at=PAST + DAY, received_by="Lan")
    item.refresh_from_db()
    assert (item.state, item.failure_reason) == ("delivered", "")


def test_an_unknown_fact_is_refused():
    with pytest.raises(KeyError):
        tell(request_item(), "lost", at=PAST)


def test_a_slip_number_belongs_to_one_item():
    api.hand_over(delivery_id=request_item().pk, now=PAST, slip_number="VN1")
    with pytest.raises(IntegrityError), transaction.atomic():
        api.hand_over(delivery_id=request_item().pk, now=PAST, slip_number="VN1")


def test_requests_and_facts_cost_few_statements(django_assert_max_num_queries):
    with transaction.atomic(), django_assert_max_num_queries(5):
        item = request_item()
    with transaction.atomic(), django_assert_max_num_queries(8):
        api.hand_over(delivery_id=item.pk, now=PAST)


def test_deliveries_of_a_dossier_are_read_with_two_statements(django_assert_num_queries):
    item = request_item()
    tell(item, "returned", at=PAST)
    request_item(subject_id=item.subject_id)
    with django_assert_num_queries(2):
        for delivery in api.list_deliveries(subject_id=item.subject_id):
            list(delivery.events.all())


@pytest.mark.parametrize("fact", ["requested", "in_transit", "failed", "cancelled", "handed_over"])
def test_what_has_arrived_stays_arrived(fact):
    assert not may_move(current="delivered", fact=fact)
