"""The generated dossiers look like work: every rule holds for them, and no page stumbles over one."""

from collections import Counter
from itertools import groupby

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motcua.demo.crowd import load_crowd
from motcua.demo.tests.conftest import NOW
from motcua.identity.api import find_user, get_staff_context
from motcua.onestop.api import Dossier, State, StepKind, Work, WorkItem, complete_work_item, receive
from motcua.onestop.indicators import compute_figures
from motcua.onestop.processes.queries import count_work
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent

AMOUNT = 500


@pytest.fixture(scope="module")
def crowd_once(office, django_db_blocker):
    with django_db_blocker.unblock():
        assert load_crowd(now=NOW, report=print, amount=AMOUNT) == AMOUNT


@pytest.fixture
def crowd(crowd_once, db):
    with clock.at(NOW):
        yield Dossier.objects.all()


def test_the_crowd_is_life(crowd, django_assert_max_num_queries):
    states = Counter(crowd.values_list("state", flat=True))
    assert sum(states.values()) == AMOUNT
    assert {State.SUBMITTED, State.REFUSED, State.IN_PROCESS, State.SUPPLEMENT, State.WITHDRAWN} <= set(
        states
    )
    assert states[State.RETURNED] > AMOUNT / 2
    open_kinds = set(WorkItem.objects.filter(state="open").values_list("step_kind", flat=True))
    assert {StepKind.ASSIGN, StepKind.DRAFT, StepKind.SIGN} <= open_kinds
    assert set(crowd.values_list("agency__code", flat=True)) == {"SKHCN", "SXD", "SYT", "SGDDT", "SNNMT"}

    # A second start finds it done; the catalogue of the department is untouched by its neighbours.
    with django_assert_max_num_queries(50):
        assert load_crowd(now=NOW, report=print) == 0
    assert AuditEvent.objects.filter(action="demo.crowd_generated").count() == 1
    figures = compute_figures(agency_code="SKHCN", start=NOW.date(), end=NOW.date())
    assert (figures["procedures"], figures["full_online"], figures["fields"]) == (50, 50, 5)


def test_codes_are_gapless_and_the_book_goes_on(crowd):
    received = crowd.filter(received_at__isnull=False).order_by("agency_id", "received_at", "id")

    def book(dossier):
        return dossier.agency_id, timezone.localdate(dossier.received_at)

    for _key, dossiers in groupby(received, key=book):
        numbers = [int(dossier.code.rsplit("-")[-1]) for dossier in dossiers]
        assert numbers == list(range(1, len(numbers) + 1))
    waiting = (
        crowd.filter(state=State.SUBMITTED, agency__code="SKHCN").first() or crowd.filter(state=1).first()
    )
    taken = crowd.filter(agency=waiting.agency, received_at__date=NOW.date()).count()
    officer = get_staff_context(user_id=find_user(username="tn.pvhcc").pk, on=NOW.date())
    assert receive(dossier_id=waiting.pk, staff=officer, now=NOW).code.endswith(f"-{taken + 1:04d}")


def test_desks_are_full_and_work_goes_on(crowd):
    item = WorkItem.objects.filter(
        state="open", step_kind=StepKind.ASSIGN, dossier__state=State.RECEIVED, assignee__isnull=False
    ).first()
    boss = item.assignee
    specialist = item.unit.appointments.filter(grants__role="specialist").first().user
    desk = get_staff_context(user_id=boss.pk, on=NOW.date())
    assert count_work(staff=desk, now=NOW)["mine"] > 0
    work = Work(assignee_id=specialist.pk)
    complete_work_item(item_uuid=item.uuid, work=work, actor=boss, now=NOW)
    following = WorkItem.objects.get(dossier=item.dossier, state="open")
    assert (following.step_kind, following.assignee) == (StepKind.DRAFT, specialist)


def test_who_took_a_step_stands_in_the_history(crowd):
    claimed = WorkItem.objects.filter(
        state="open",
        pending="",
        dossier__in=crowd,
        assignee__isnull=False,
        step_kind__in=["assign", "review", "sign"],
    )
    for item in claimed:
        events = item.dossier.events.filter(kind="step_assigned", data__step=item.step_key)
        assert events.filter(data__assignee=item.assignee_id).exists(), item.step_key


def test_steps_are_not_late_while_the_office_waits_for_papers_or_for_the_post(crowd):
    done = WorkItem.objects.filter(dossier__in=crowd, state="done")
    assert not done.filter(step_kind="return", target_at__isnull=False).exists()
    on_time = done.filter(dossier__finished_at__lte=F("dossier__due_at"))
    late = on_time.filter(done_at__gt=F("target_at")).count()
    assert late < on_time.count() / 4


def test_every_page_shows_them(crowd):
    office, account = Client(), Client()
    office.force_login(find_user(username="tiepnhan"), backend="motcua.identity.backends.PasswordBackend")
    for state in State:
        dossier = crowd.filter(state=state, agency__code="SKHCN").first()
        if dossier is None:
            continue
        assert office.get(reverse("office:dossier", args=[dossier.uuid])).status_code == 200
        account.force_login(dossier.submitted_by, backend="motcua.identity.backends.PasswordBackend")
        page = account.get(reverse("portal:dossier", args=[dossier.uuid]))
        assert page.status_code == 200
    assert office.get(reverse("office:worklist")).status_code == 200
