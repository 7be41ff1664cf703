"""Events are erased after their retention period, but not while somebody has still to hear them."""

from datetime import UTC, datetime, timedelta

import pytest

from motcua.platform.outbox.api import HANDLER_JOB, defer
from motcua.platform.outbox.erasure import erase_old_events
from motcua.platform.outbox.models import OutboxEvent
from motcua.platform.privacy.retention import keep_days

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def make_event(age):
    return OutboxEvent.objects.create(name="x", payload={}, occurred_at=NOW - timedelta(days=age))


def test_only_events_older_than_a_year_are_erased():
    make_event(366)
    young = make_event(364)
    assert erase_old_events(now=NOW) == 1
    assert list(OutboxEvent.objects.all()) == [young]


def test_an_event_that_waits_for_a_handler_and_later_ones_stay():
    make_event(370)
    waiting, later = make_event(369), make_event(368)
    defer(HANDLER_JOB, event_id=waiting.pk, handler="x")
    assert erase_old_events(now=NOW) == 1
    assert list(OutboxEvent.objects.order_by("pk")) == [waiting, later]


def test_a_period_is_looked_up_by_day():
    assert keep_days(name="outbox_event", on=NOW.date()) == 365
    with pytest.raises(LookupError):
        keep_days(name="outbox_event", on=datetime(2021, 1, 1, tzinfo=UTC).date())
