"""Rows of a worklist are kept once drawn, and never shown when anything in them has changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.office import rows
from motcua.onestop.office.listing import Line, read_lines
from motcua.onestop.office.tests.test_pages import assigned
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.queries import WorkFilter, list_work, read_page
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW
from motcua.platform import clock


@pytest.fixture(autouse=True)
def nothing_drawn():
    rows._draw.cache_clear()


def look(client, **asked):
    return client.get(reverse("office:worklist"), asked).content.decode()


def lines_of(username, *, tab="unit", now=NOW) -> list[Line]:
    staff = make.staff(username)
    work = list_work(staff=staff, tab=tab, narrow=WorkFilter(), now=now)
    return read_lines(read_page(work, page=1)[0], staff=staff, now=now)


def test_a_row_is_drawn_once_for_all_who_see_the_same(as_user):
    assigned()
    look(as_user("truongphong"), tab="waiting")
    look(as_user("truongphong"), tab="waiting")
    assert (rows._draw.cache_info().misses, rows._draw.cache_info().hits) == (1, 1)


def test_a_row_drawn_before_is_drawn_anew_when_its_step_changes_hands(as_user):
    dossier, client = assigned(), as_user("truongphong")
    assert make.user("chuyenvien").full_name in look(client, tab="waiting")
    WorkItem.objects.filter(dossier=dossier, state="open").update(assignee=make.user("vanthu"))
    text = look(client, tab="waiting")
    assert make.user("vanthu").full_name in text
    assert make.user("chuyenvien").full_name not in text


def test_a_row_drawn_before_is_drawn_anew_when_the_applicant_or_the_date_changes(as_user):
    dossier, client = assigned(), as_user("chuyenvien")
    look(client, tab="mine")
    Dossier.objects.filter(pk=dossier.pk).update(applicant_name="Phòng khám <Mới>")
    WorkItem.objects.filter(dossier=dossier).update(dossier_due_at=NOW - timedelta(days=7))
    text = look(client, tab="mine")
    assert "Phòng khám &lt;Mới&gt;" in text
    assert "quá hạn" in text


def test_a_row_drawn_before_is_drawn_anew_when_the_day_changes(as_user):
    assigned()
    client = as_user("chuyenvien")
    first = look(client, tab="mine")
    with clock.at(NOW + timedelta(days=400)):
        later = look(client, tab="mine")
    assert "quá hạn" in later
    assert "quá hạn" not in first


def test_a_row_drawn_before_is_drawn_anew_in_the_other_language(as_user):
    assigned()
    client = as_user("chuyenvien")
    assert "ngày làm việc" in look(client, tab="mine")
    client.cookies["motcua_language"] = "en"
    text = look(client, tab="mine")
    assert "working days left" in text
    assert "ngày làm việc" not in text


def test_my_own_step_is_not_mine_for_a_colleague(province):
    dossier = assigned()
    WorkItem.objects.filter(dossier=dossier, state="open").update(handler=make.user("truongphong"))
    (mine,), (theirs,) = lines_of("chuyenvien", tab="mine"), lines_of("truongphong", tab="waiting")
    with override("en"):
        assert ">Me<" in rows.draw_rows([mine], choosing=True)
        drawn = rows.draw_rows([theirs], choosing=True)
    assert ">Me<" not in drawn
    assert make.user("chuyenvien").full_name in drawn


def test_a_row_without_a_box_is_not_the_one_with_it(province):
    assigned()
    (line,) = lines_of("chuyenvien", tab="mine")
    assert 'name="item"' in rows.draw_rows([line], choosing=True)
    assert 'name="item"' not in rows.draw_rows([line], choosing=False)


def test_a_step_past_its_target_says_so_from_that_moment_on(province):
    dossier = assigned()
    WorkItem.objects.filter(dossier=dossier).update(target_at=NOW + timedelta(minutes=1))
    drawn = [
        rows.draw_rows(lines_of("chuyenvien", tab="mine", now=now), choosing=True)
        for now in (NOW, NOW + timedelta(minutes=2))
    ]
    with override("vi"):
        assert [rows._behind().strip() in text for text in drawn] == [False, True]


def test_a_dossier_whose_clock_stands_still_shows_no_date(province):
    dossier = assigned()
    before = rows.draw_rows(lines_of("chuyenvien", tab="mine"), choosing=True)
    Dossier.objects.filter(pk=dossier.pk).update(state=State.SUPPLEMENT)
    after = rows.draw_rows(lines_of("chuyenvien", tab="waiting"), choosing=True)
    assert "mc-due-at" in before
    assert "mc-due-at" not in after
