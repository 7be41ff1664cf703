"""Saved views on the worklist and on the list of dossiers."""

import pytest
from django.urls import reverse

from motcua.platform.ui.models import SavedView


@pytest.mark.parametrize(("address", "key"), [("office:worklist", "worklist"), ("office:search", "dossiers")])
def test_a_view_is_kept_shown_and_opened_by_default(as_user, address, key):
    client, url = as_user("chuyenvien"), reverse(address)
    client.post(
        reverse("ui:keep_view"),
        {"page": key, "name": "Gần hạn", "next": f"{url}?q=abc&page=2", "default": "yes"},
    )
    assert SavedView.objects.get().querystring == "q=abc"
    opened = client.get(url)
    assert opened["Location"] == f"{url}?q=abc"
    assert "Gần hạn" in client.get(opened["Location"]).content.decode()


def test_a_colleague_does_not_see_it(as_user):
    url = reverse("office:worklist")
    data = {"page": "worklist", "name": "Gần hạn", "next": f"{url}?q=abc", "default": "yes"}
    as_user("chuyenvien").post(reverse("ui:keep_view"), data)
    page = as_user("truongphong").get(url)
    assert page.status_code == 200
    assert "Gần hạn" not in page.content.decode()


def test_the_worklist_pays_for_views_once_a_session(as_user, django_assert_max_num_queries):
    client = as_user("chuyenvien")
    client.post(reverse("ui:keep_view"), {"page": "worklist", "name": "A", "next": "/office/?q=abc"})
    client.get(reverse("office:worklist"), {"tab": "mine"})
    with django_assert_max_num_queries(6):
        client.get(reverse("office:worklist"), {"tab": "mine"})
