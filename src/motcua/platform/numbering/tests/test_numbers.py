"""Numbers without gaps, also when several people number at the same time."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from motcua.platform.audit.models import AuditEvent
from motcua.platform.numbering.api import PeriodClosed, close_period, next_number
from motcua.platform.numbering.models import NumberBook

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def take(book="SKHCN", period="2026-11-23"):
    return next_number(book=book, period=period)


def in_thread(work):
    """Run ``work`` on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db
def test_numbers_start_at_one_and_follow_each_other():
    assert [take(), take(), take()] == [1, 2, 3]


@pytest.mark.django_db
def test_each_book_and_each_period_counts_for_itself():
    assert [take(), take(period="2026-11-24"), take(book="SYT")] == [1, 1, 1]


@pytest.mark.django_db
def test_a_number_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        take()


@pytest.mark.django_db
def test_a_closed_period_gives_no_more_numbers():
    take()
    assert close_period(book="SKHCN", period="2026-11-23", now=NOW) == 1
    with pytest.raises(PeriodClosed):
        take()


@pytest.mark.django_db
def test_a_period_can_be_closed_before_its_first_number_and_closing_twice_is_told_once():
    close_period(book="SKHCN", period="2025", now=NOW)
    assert close_period(book="SKHCN", period="2025", now=NOW) == 0
    assert AuditEvent.objects.filter(action="numbering.period_closed").count() == 1
    with pytest.raises(PeriodClosed):
        take(period="2025")


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        take()


@pytest.mark.django_db(transaction=True)
def test_a_second_transaction_waits_for_the_first_and_gets_the_next_number():
    got, holding, release = [], threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            got.append(("first", take()))
            holding.set()
            release.wait(10)

    def second():
        with transaction.atomic():
            got.append(("second", take()))

    one = in_thread(first)
    assert holding.wait(10)
    two = in_thread(second)
    two.join(0.3)
    assert two.is_alive() and got == [("first", 1)]
    release.set()
    one.join(10), two.join(10)
    assert got == [("first", 1), ("second", 2)]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_gap():
    got, holding, release = [], threading.Event(), threading.Event()

    def failing():
        with transaction.atomic():
            take()
            holding.set()
            release.wait(10)
            transaction.set_rollback(True)

    def waiting():
        with transaction.atomic():
            got.append(take())

    one = in_thread(failing)
    assert holding.wait(10)
    two = in_thread(waiting)
    release.set()
    one.join(10), two.join(10)
    assert got == [1]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_every_number_exactly_once():
    got = []

    def take_ten():
        for _ in range(10):
            with transaction.atomic():
                got.append(take())

    threads = [in_thread(take_ten) for _ in range(6)]
    for thread in threads:
        thread.join(30)
    assert sorted(got) == list(range(1, 61))
    assert NumberBook.objects.get(book="SKHCN", period="2026-11-23").last == 60
