import pytest
from django.test import Client

from motcua.identity.models import User
from motcua.platform.ui import services
from motcua.platform.ui.models import SavedView
from motcua.platform.ui.queries import list_views

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create(username="chuyenvien")


def test_a_kept_view_forgets_page_and_export(user: User) -> None:
    view = services.keep_view(user_id=user.pk, page="x", name="Của tôi", querystring="q=a&page=3&_export=csv")
    assert view.querystring == "q=a"


def test_the_same_name_replaces_the_view(user: User) -> None:
    for query in ("q=a", "q=b"):
        services.keep_view(user_id=user.pk, page="x", name="Của tôi", querystring=query)
    assert list(list_views(user_id=user.pk, page="x").values_list("querystring", flat=True)) == ["q=b"]


def test_nobody_keeps_more_than_the_limit(user: User) -> None:
    for number in range(services.LIMIT):
        services.keep_view(user_id=user.pk, page="x", name=str(number), querystring="")
    with pytest.raises(services.TooManyViews):
        services.keep_view(user_id=user.pk, page="x", name="một nữa", querystring="")


def test_somebody_elses_view_cannot_be_deleted(client: Client, user: User) -> None:
    view = services.keep_view(user_id=user.pk + 1, page="x", name="Kín", querystring="")
    client.force_login(user)
    client.post(f"/giao-dien/cach-xem/{view.pk}/xoa/", {"next": "/"})
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_keeping_a_view_returns_to_the_list(client: Client, user: User) -> None:
    client.force_login(user)
    data = {"page": "x", "name": "Gấp", "next": "/office/ui/?q=a"}
    response = client.post("/giao-dien/cach-xem/", data)
    assert response.headers["Location"] == "/office/ui/?q=a"
    assert SavedView.objects.get(user_id=user.pk).querystring == "q=a"


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.post("/giao-dien/cach-xem/", {"page": "x", "name": "a", "next": "/"})
    assert response.status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name(client: Client, user: User) -> None:
    client.force_login(user)
    client.post("/giao-dien/cach-xem/", {"page": "x", "name": "  ", "next": "/"})
    assert not SavedView.objects.exists()
