"""A limit holds however many attempts come at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from motcua.platform.attempts.api import AttemptCount, count_attempt

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def attempt(_number=0, *, whom="127.0.0.1", now=NOW):
    try:
        return count_attempt(what="test", whom=whom, seconds=600, now=now)
    finally:
        if connection.in_atomic_block is False:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_hundred_attempts_at_once_are_a_hundred_attempts():
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(attempt, range(100)))
    assert sorted(counts) == list(range(1, 101))


@pytest.mark.django_db
def test_the_window_begins_with_the_first_attempt_and_is_not_lengthened():
    assert [attempt(now=NOW + timedelta(seconds=step)) for step in (0, 300, 599)] == [1, 2, 3]
    assert attempt(now=NOW + timedelta(seconds=600)) == 1


@pytest.mark.django_db
def test_each_address_has_its_own_counter_which_goes_when_it_has_run_out():
    attempt(), attempt(whom="127.0.0.2")
    assert AttemptCount.objects.count() == 2
    attempt(whom="127.0.0.3", now=NOW + timedelta(hours=1))
    assert AttemptCount.objects.count() == 1
