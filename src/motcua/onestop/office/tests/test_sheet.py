"""What stands around the rows of a worklist is remembered, and stays each person's and each address's own."""

import re

from django.shortcuts import render
from django.urls import reverse

from motcua.onestop.office.tests.test_pages import assigned
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.tests import factories as make
from motcua.platform.ui.frames import FramedOfficePage

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OF_ONE_REQUEST = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<="X-CSRFToken": ")\w+|(?<=text-code">)[0-9a-f]{13}(?=<)'
)
HOSTILE = "\"><script>alert(1)</script>&'"


def look(client, **asked):
    return client.get(reverse("office:worklist"), asked).content.decode()


def count_of(text, tab):
    return re.search(rf'\?tab={tab}"[^>]*>.*?<span class="mc-count[^"]*">(\d+)</span>', text)[1]


def test_colleagues_with_the_same_list_share_no_token(as_user):
    tokens = [set(TOKEN.findall(look(as_user(name), tab="late"))) for name in ("chuyenvien", "vanthu")]
    assert all(tokens)
    assert not tokens[0] & tokens[1]


def test_a_view_kept_since_the_page_was_drawn_is_on_it_and_on_nobody_elses(as_user):
    client, colleague = as_user("chuyenvien"), as_user("vanthu")
    look(client, tab="late")
    kept = {"page": "worklist", "next": "/office/?tab=late", "name": "Việc gấp của tôi"}
    client.post(reverse("ui:keep_view"), kept)
    assert "Việc gấp của tôi" in look(client, tab="late")
    assert "Việc gấp của tôi" not in look(colleague, tab="late")


def test_only_a_head_may_hand_out_the_chosen_ones(as_user):
    assigned()
    assert 'name="action" value="assign"' in look(as_user("truongphong"), tab="waiting")
    assert 'name="action" value="assign"' not in look(as_user("chuyenvien"), tab="mine")


def test_the_links_keep_what_this_address_asked_for(as_user):
    assigned()
    client = as_user("chuyenvien")
    for sought in ("bệnh viện", HOSTILE):
        text = look(client, tab="mine", q=sought)
        assert "<script>alert" not in text
    assert "q=%22%3E%3Cscript" in text
    assert "b%E1%BB%87nh" not in text


def test_the_counts_follow_the_work(as_user):
    dossier, client = assigned(), as_user("chuyenvien")
    assert count_of(look(client, tab="late"), "mine") == "1"
    WorkItem.objects.filter(dossier=dossier).update(assignee=make.user("vanthu"))
    assert count_of(look(client, tab="late"), "mine") == "0"


def test_a_list_that_has_become_empty_says_so(as_user):
    assigned()
    client = as_user("chuyenvien")
    assert "mc-table-wrap" in look(client, tab="mine")
    WorkItem.objects.all().delete()
    assert "mc-table-wrap" not in look(client, tab="mine")


def test_the_page_kept_in_parts_is_the_page_drawn_the_ordinary_way(as_user, monkeypatch):
    assigned()
    people = [as_user(name) for name in ("chuyenvien", "truongphong")]
    people[1].cookies["motcua_language"], people[1].cookies["motcua_theme"] = "en", "dark"
    asked = [{}, {"tab": "waiting", "q": HOSTILE}, {"tab": "late", "sort": "-code"}]
    kept = [look(client, **each) for client in people for each in asked for _ in range(2)][1::2]

    def ordinary(self, request, parts, known):
        return render(request, self._template, {**known, **parts})

    monkeypatch.setattr(FramedOfficePage, "respond", ordinary)
    drawn = [look(client, **each) for client in people for each in asked]
    assert [OF_ONE_REQUEST.sub("", page) for page in kept] == [OF_ONE_REQUEST.sub("", page) for page in drawn]


def test_a_notice_after_an_action_is_shown_once_and_to_its_officer_only(as_user):
    client, colleague = as_user("chuyenvien"), as_user("vanthu")
    look(client, tab="late")
    client.post(reverse("office:act_on_many"), {"action": "claim", "next": "/office/?tab=late"})
    notice = "Vui lòng chọn ít nhất một dòng"
    assert notice not in look(colleague, tab="late")
    assert [notice in look(client, tab="late") for _ in range(2)] == [True, False]


def test_a_page_number_that_is_none_shows_the_first_page(as_user):
    client = as_user("chuyenvien")
    for number in ("²", "9" * 5000, "-1", "x", "٣"):
        assert client.get(reverse("office:worklist"), {"page": number}).status_code == 200
        assert client.get(reverse("office:search"), {"page": number}).status_code == 200
