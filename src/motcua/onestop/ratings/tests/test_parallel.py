"""Two at the same moment make one rating."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from motcua.identity.api import provision_demo
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.models import Rating
from motcua.onestop.ratings.services import RatingRefused
from motcua.platform.calendar.api import load_calendar

HANDS = 6


@pytest.fixture
def version(transactional_db):
    """As in the other tests, but committed: every thread has a connection of its own."""
    load_calendar(now=make.NOW)
    provision_demo(now=make.NOW)
    return make.version()


def at_once(call, arguments):
    start = threading.Barrier(len(arguments))

    def run(argument):
        start.wait()
        try:
            return call(argument)
        except RatingRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_the_same_said_at_the_same_moment_is_one_row(dossier, say):
    rows = at_once(lambda score: say(dossier, score).pk, [4] * HANDS)
    assert rows == [Rating.objects.get().pk] * HANDS


def test_of_different_words_at_the_same_moment_one_stands(dossier, say):
    outcomes = at_once(lambda score: say(dossier, score).pk, [1, 2, 3, 4, 5])
    assert outcomes.count("changed_meanwhile") == 4
    assert Rating.objects.get().pk in outcomes
