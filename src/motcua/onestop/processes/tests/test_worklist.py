"""Worklists: whose work is where, and that looking costs the same for everybody."""

from datetime import timedelta

import pytest

from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.processes import queries
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.queries import WorkFilter, count_work, list_work, read_page
from motcua.onestop.processes.services.steps import Work, complete_work_item
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW, open_step

pytestmark = pytest.mark.usefixtures("province")


def codes(username, tab, **narrow):
    rows = list_work(staff=make.staff(username), tab=tab, narrow=WorkFilter(**narrow), now=NOW)
    return [row.code or row.temporary_code for row in read_page(rows, page=1)[0]]


def assigned(**values):
    dossier = make.received(**values)
    complete_work_item(
        item_uuid=open_step(dossier).uuid,
        work=Work(assignee_id=make.user("chuyenvien").pk),
        actor=make.user("truongphong"),
        now=NOW,
    )
    return dossier


def test_a_new_dossier_is_on_the_list_of_its_unit_only():
    dossier = make.received()
    assert codes("truongphong", "unit") == [dossier.code]
    assert codes("tp.qlkh", "unit") == []
    assert codes("chuyenvien", "unit") == []


def test_an_assigned_dossier_is_mine():
    dossier = assigned()
    assert codes("chuyenvien", "mine") == [dossier.code]
    assert codes("truongphong", "mine") == []


def test_the_head_waits_for_the_specialist():
    dossier = assigned()
    assert codes("truongphong", "waiting") == [dossier.code]


def test_work_that_waits_for_the_applicant_is_not_urgent():
    dossier = assigned()
    Dossier.objects.filter(pk=dossier.pk).update(state=State.SUPPLEMENT)
    WorkItem.objects.update(dossier_due_at=NOW - timedelta(days=1))
    assert codes("chuyenvien", "mine") == codes("chuyenvien", "late") == []
    assert codes("chuyenvien", "waiting") == [dossier.code]


def test_late_and_today_are_told_apart():
    late, today = assigned(), assigned(of=make.version(key="b"))
    WorkItem.objects.filter(dossier=late).update(dossier_due_at=NOW - timedelta(hours=1))
    WorkItem.objects.filter(dossier=today).update(dossier_due_at=NOW + timedelta(hours=1))
    assert codes("chuyenvien", "late") == [late.code]
    assert codes("chuyenvien", "today") == [today.code]
    assert codes("truongphong", "late") == [late.code]


def test_submissions_wait_at_the_counters_that_may_receive_them():
    dossier = make.submitted()
    assert codes("tiepnhan", "reception") == codes("tn.pvhcc", "reception") == [dossier.temporary_code]
    assert "reception" not in queries.tabs_for(make.staff("chuyenvien"))


def test_counts_agree_with_the_lists():
    assigned()
    make.received(of=make.version(key="b"))
    counts = count_work(staff=make.staff("truongphong"), now=NOW)
    for tab, count in counts.items():
        assert len(codes("truongphong", tab)) == count, tab


def test_a_step_that_waits_for_two_reasons_counts_once():
    dossier, head = assigned(), make.user("truongphong")
    WorkItem.objects.filter(dossier=dossier, state="open").update(handler=head, opened_by=head)
    assert codes("truongphong", "waiting") == [dossier.code]
    assert count_work(staff=make.staff("truongphong"), now=NOW)["waiting"] == 1


@pytest.mark.parametrize(("holder", "waits"), [(None, 1), ("vanthu", 1), ("chuyenvien", 0)])
def test_a_case_that_i_look_after_waits_while_anybody_but_me_has_it(holder, waits):
    dossier, me = assigned(), make.user("chuyenvien")
    assignee = make.user(holder) if holder else None
    WorkItem.objects.filter(dossier=dossier, state="open").update(
        handler=me, opened_by=None, assignee=assignee
    )
    assert codes("chuyenvien", "waiting") == [dossier.code] * waits
    assert count_work(staff=make.staff("chuyenvien"), now=NOW)["waiting"] == waits


def test_a_filter_narrows_by_applicant_procedure_step_and_day():
    dossier = assigned(applicant_name="Bệnh viện Đa khoa", search_text="benh vien da khoa")
    assigned(of=make.version(key="other"))
    assert codes("chuyenvien", "mine", text="bệnh VIỆN") == [dossier.code]
    assert codes("chuyenvien", "mine", procedure="xray") == [dossier.code]
    assert codes("chuyenvien", "mine", step="review") == []
    assert codes("chuyenvien", "mine", due_to=NOW.date()) == []
    assert len(codes("chuyenvien", "mine", service_field="radiation-safety")) == 2


def test_a_page_has_twenty_rows_and_says_that_more_follow():
    of = make.version()
    for _ in range(21):
        make.received(of=of)
    rows = list_work(staff=make.staff("truongphong"), tab="unit", narrow=WorkFilter(), now=NOW)
    first, more = read_page(rows, page=1)
    second, end = read_page(rows, page=2)
    assert (len(first), more, len(second), end) == (20, True, 1, False)


def test_counting_is_one_statement(django_assert_num_queries):
    context = make.staff("tiepnhan")
    with django_assert_num_queries(1):
        count_work(staff=context, now=NOW)
