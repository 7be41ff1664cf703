"""Alone in its file: the province of the other tests lives in a transaction that this one must not see."""

import threading

import pytest
from django.db import close_old_connections, connection

from motcua.reform.surveys.models import Ballot
from motcua.reform.surveys.services.errors import AnswerRefused
from motcua.reform.surveys.tests import helpers as h


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_with_one_code_are_one_answer():
    h.provision_demo(now=h.NOW)
    code = h.opened()[1]["SKHCN"][0]
    outcomes, start = [], threading.Barrier(2)

    def send(value):
        start.wait()
        try:
            h.answer(code, {"a1": value})
            outcomes.append("accepted")
        except AnswerRefused as refusal:
            outcomes.append(refusal.reason)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=send, args=(value,)) for value in "15"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "used"]
    assert Ballot.objects.count() == 1
