"""Two people finish the same step at the same time, on two connections."""

import threading

import pytest
from django.db import connection

from motcua.identity.api import provision_demo
from motcua.onestop.dossiers.models import DossierEvent
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services import claim
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
