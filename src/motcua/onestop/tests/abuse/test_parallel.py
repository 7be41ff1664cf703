"""Many at once, each on a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from motcua.demo.answers import answer_form
from motcua.identity.api import provision_demo
from motcua.integrations.twins.testing import empty_queue
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.api import form_of, load_forms
from motcua.onestop.forms.tests.conftest import NOW, _account
from motcua.onestop.procedures.api import get_version_in_force, load_catalogue
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services.steps import Work, complete_work_item
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import open_step
from motcua.onestop.results.api import ResultRefused, request_signature
from motcua.onestop.results.models import IssuedDocument, Signature
from motcua.platform import clock
from motcua.platform.audit.api import seal, verify

HANDS = 20
OFFICER = "radiation-officer-certificate"


def at_once(calls, hands=HANDS):
    """Run all calls on ``hands`` threads that start together; answers what each returned or raised."""
    start = threading.Barrier(hands)

    def run(share):
        start.wait()
        try:
            return [_outcome(call) for call in share]
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return [one for many in pool.map(run, [calls[n::hands] for n in range(hands)]) for one in many]


def _outcome(call):
    try:
        return call()
    except (StepRefused, ResultRefused) as refused:
        return refused.code


@pytest.fixture
def house(transactional_db):
    with clock.at(NOW):
        provision_demo(now=NOW, password="a-long-password-for-tests")
        load_catalogue(now=NOW)
        load_forms(now=NOW)
        yield
    empty_queue()


@pytest.fixture
def person(house):
    return _account("nguoinop", "Trần Thị Lan", "037185001234")


@pytest.fixture
def draft(person):
    version = get_version_in_force(OFFICER, NOW.date())
    answers = answer_form(form_of(version.form), on=NOW.date(), random=Random(7), channel="online")
    return life.filled_draft(person, version, answers=answers)


def test_two_hundred_submissions_of_one_key_make_one_dossier_and_all_get_its_code(draft, person):
    def post():
        client = Client()
        client.force_login(person, backend="motcua.identity.backends.PasswordBackend")
        answer = client.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
        assert answer.status_code == 302, answer.status_code
        return client.get(answer["Location"]).content.decode()

    by_service = at_once([lambda: life.submit(draft, person).temporary_code] * 180)
    by_page = at_once([post] * 20)
    dossier = Dossier.objects.get()
    assert set(by_service) == {dossier.temporary_code}
    assert all(dossier.temporary_code in page for page in by_page)
    assert DossierEvent.objects.count() == 1
    assert dossier.attachments.count() == draft.attachments.count()


def test_one_key_from_many_drafts_at_once_makes_one_dossier(draft, person):
    version = draft.version
    drafts = [life.filled_draft(person, version, answers=draft.data) for _ in range(HANDS)]
    codes = at_once(
        [lambda one=one: life.submit(one, person, key="one-key").temporary_code for one in drafts]
    )
    assert set(codes) == {Dossier.objects.get().temporary_code}


def test_fifty_receipts_at_once_are_numbered_without_gap_and_the_log_holds(house):
    version = make.version()
    waiting = [make.submitted(of=version) for _ in range(50)]
    codes = at_once([lambda one=one: life.receive_at_counter(one).code for one in waiting])
    assert sorted(int(code.rsplit("-", 1)[1]) for code in codes) == list(range(1, 51))
    seal()
    assert verify().is_intact


def test_one_submission_received_by_many_at_once_is_received_once(house):
    waiting = make.submitted()
    codes = at_once([lambda: life.receive_at_counter(waiting).code] * HANDS)
    assert len(set(codes)) == 1
    assert DossierEvent.objects.filter(kind="received").count() == 1
    assert IssuedDocument.objects.filter(kind="01").count() == 1


def result_of(dossier):
    return IssuedDocument.objects.create(
        dossier=dossier,
        kind="result",
        template="licence",
        verification_code="AAAA-BBBB-CCCC",
        created_at=NOW,
        updated_at=NOW,
    )


def test_a_button_pressed_four_times_at_once_asks_for_one_signature(house):
    dossier = make.received(of=make.version(["receiver", "specialist", "leader", "clerk", "receiver"]))
    result_of(dossier)
    item, specialist = open_step(dossier), make.user("chuyenvien")
    work = Work(data={"decision": "approve"})
    press = [lambda: complete_work_item(item_uuid=item.uuid, work=work, actor=specialist, now=NOW)] * 4
    outcomes = at_once(press, hands=4)
    assert Signature.objects.count() == 1, outcomes
    assert WorkItem.objects.filter(dossier=dossier, state="open").count() == 1


def test_of_two_directors_who_sign_at_once_one_signs_and_the_other_is_told(house):
    document = result_of(make.received())

    def sign(username):
        actor = make.user(username)
        with transaction.atomic():
            return request_signature(
                document_id=document.pk, kind="person", actor=actor, title="", work_item_uuid="", now=NOW
            ).signer_name

    outcomes = at_once([lambda: sign("giamdoc"), lambda: sign("chutich")], hands=2)
    assert outcomes.count("another_signature_pending") == 1
    assert Signature.objects.count() == 1
