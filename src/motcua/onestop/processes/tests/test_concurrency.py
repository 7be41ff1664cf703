"""Two people finish the same step at the same time, on two connections."""

import threading
import time

import pytest
from django.db import connection, transaction

from motcua.identity.api import provision_demo
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.processes.models import ProcessInstance, WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services import claim
from motcua.onestop.processes.services.loading import load_step
from motcua.onestop.processes.services.steps import Work, complete_work_item
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW, open_step


def together(*calls):
    """Run the calls at once; answers what each returned or raised."""
    outcomes, barrier = [None] * len(calls), threading.Barrier(len(calls))

    def run(place, call):
        barrier.wait()
        try:
            outcomes[place] = call()
        except StepRefused as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_one_of_two_wins_and_the_other_is_told():
    provision_demo(now=NOW)
    dossier = make.received(of=make.version(["receiver", "specialist", "leader", "clerk", "receiver"]))
    # Both specialists of the unit may take the case; one of them gets it.
    item = open_step(dossier)
    first, second = make.user("chuyenvien"), make.user("cv2.atbx")
    outcomes = together(
        lambda: claim(item_uuid=item.uuid, actor=first, now=NOW),
        lambda: claim(item_uuid=item.uuid, actor=second, now=NOW),
    )
    assert outcomes.count("taken") == 1
    assert DossierEvent.objects.filter(dossier=dossier, kind="step_assigned").count() == 1

    other = make.received(of=make.version(key="other"))
    item, head = open_step(other), make.user("truongphong")
    works = [Work(outcome=name, assignee_id=person.pk) for name, person in (("a", first), ("b", second))]
    outcomes = together(
        *(
            lambda work=work: complete_work_item(item_uuid=item.uuid, work=work, actor=head, now=NOW)
            for work in works
        )
    )
    assert outcomes.count("already_done") == 1
    assert WorkItem.objects.filter(dossier=other, state="open").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_the_lock_sees_the_step_as_the_other_left_it():
    provision_demo(now=NOW)
    dossier = make.received(of=make.version(key="waiting"))
    item, seen = open_step(dossier), []

    def wait_and_look():
        try:
            with transaction.atomic():
                seen.append(load_step(item.uuid))
        finally:
            connection.close()

    waiting = threading.Thread(target=wait_and_look)
    with transaction.atomic():
        loaded = load_step(item.uuid)
        waiting.start()
        wait_until_somebody_waits()
        WorkItem.objects.filter(pk=item.pk).update(state="done")
        ProcessInstance.objects.filter(pk=loaded.instance.pk).update(is_finished=True)
        Dossier.objects.filter(pk=dossier.pk).update(last_event=99)
    waiting.join()
    assert seen[0].item.state == "done"
    assert seen[0].instance.is_finished
    assert seen[0].dossier.last_event == 99


def wait_until_somebody_waits(seconds=10):
    until = time.monotonic() + seconds
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waited")
