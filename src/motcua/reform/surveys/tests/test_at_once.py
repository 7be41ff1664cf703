"""Alone in its file: the province of the other tests lives in a transaction that this one must not see."""

import threading

import pytest
from django.db import close_old_connections, connection

from motcua.notifications.models import Message
from motcua.reform.surveys.models import Ballot, SurveyWave
from motcua.reform.surveys.services import rounds
from motcua.reform.surveys.services.errors import AnswerRefused
from motcua.reform.surveys.tests import helpers as h


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_with_one_code_are_one_answer():
    h.provision_demo(now=h.NOW)
    code = h.opened()[1]["SKHCN"][0]

    def send(value):
        try:
            h.answer(code, {"a1": value})
        except AnswerRefused as refusal:
            return refusal.reason
        return "accepted"

    assert sorted(together(send, "15")) == ["accepted", "used"]
    assert Ballot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_waves_at_once_are_one_and_everybody_is_written_to_once():
    h.provision_demo(now=h.NOW)
    current = h.planned()
    target = h.drawn(current, "SKHCN", 150)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    ended = together(lambda _who: h.send(target).pk, "12")
    assert len(set(ended)) == 1
    wave = SurveyWave.objects.get()
    number = target.invitations.count()
    assert (wave.number, wave.sent, wave.addressed) == (1, number, number) and number > 100
    assert set(target.invitations.values_list("waves", flat=True)) == {1}
    assert Message.objects.filter(subject_id=current.uuid).count() == number


def together(do, values):
    """What each of two threads that begin together answers."""
    outcomes, start = [], threading.Barrier(len(values))

    def run(value):
        start.wait()
        try:
            outcomes.append(do(value))
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
