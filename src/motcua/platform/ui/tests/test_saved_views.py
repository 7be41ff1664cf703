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


def kept(user: User, name: str, query: str = "q=a", **values: bool) -> SavedView:
    return services.keep_view(user_id=user.pk, page="x", name=name, querystring=query, **values)


def test_a_list_has_one_default(user: User) -> None:
    first, second = kept(user, "Một", is_default=True), kept(user, "Hai", is_default=True)
    assert [SavedView.objects.get(pk=view.pk).is_default for view in (first, second)] == [False, True]
    services.choose_default(user_id=user.pk, view_id=second.pk, is_default=False)
    assert not SavedView.objects.filter(is_default=True).exists()


def test_a_view_is_renamed_but_not_onto_another(user: User) -> None:
    first, _ = kept(user, "Một"), kept(user, "Hai")
    services.rename_view(user_id=user.pk, view_id=first.pk, name="Ba")
    assert SavedView.objects.get(pk=first.pk).name == "Ba"
    with pytest.raises(services.NameTaken):
        services.rename_view(user_id=user.pk, view_id=first.pk, name="Hai")


@pytest.mark.parametrize("data", [{"name": "Mới"}, {"default": "yes"}])
def test_somebody_elses_view_cannot_be_changed(client: Client, user: User, data: dict[str, str]) -> None:
    view = services.keep_view(user_id=user.pk + 1, page="x", name="Kín", querystring="")
    client.force_login(user)
    response = client.post(f"/giao-dien/cach-xem/{view.pk}/sua/", {**data, "next": "/"})
    assert response.status_code == 404
    assert not SavedView.objects.filter(is_default=True).exists()


def test_the_page_of_views_renames_and_chooses(client: Client, user: User) -> None:
    view = kept(user, "Một")
    client.force_login(user)
    client.post(f"/giao-dien/cach-xem/{view.pk}/sua/", {"name": "Hai", "next": "/giao-dien/cach-xem/x/"})
    client.post(f"/giao-dien/cach-xem/{view.pk}/sua/", {"default": "yes", "next": "/"})
    page = client.get("/giao-dien/cach-xem/x/").content.decode()
    assert 'value="Hai"' in page
    assert SavedView.objects.get().is_default


def test_the_page_of_views_leads_back_only_to_our_pages(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.get("/giao-dien/cach-xem/x/", {"next": "https://example.org/"}).content.decode()
    assert 'href="/office/"' in page
    assert 'href="https://example.org' not in page
