from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from motcua.platform.ui import navigation


@pytest.fixture(autouse=True)
def empty_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_office", {})
    yield


def labels(roles: list[str], path: str = "/") -> list[str]:
    return [str(link.label) for link in navigation.office_links(RequestFactory().get(path), roles=roles)]


def test_an_entry_is_shown_to_its_roles_only() -> None:
    navigation.register_office_entry("Sổ", "ui:style_guide", roles=["clerk"])
    assert labels(["clerk"]) == ["Sổ"]
    assert labels(["specialist"]) == []


def test_an_entry_without_roles_is_shown_to_everybody() -> None:
    navigation.register_office_entry("Việc", "ui:style_guide")
    assert labels(["specialist"]) == ["Việc"]


def test_an_address_that_does_not_exist_is_left_out() -> None:
    navigation.register_office_entry("Sau này", "nowhere:page")
    assert labels([]) == []


def test_entries_follow_their_order() -> None:
    navigation.register_office_entry("Hai", "ui:style_guide", order=20)
    navigation.register_office_entry("Một", "ui:preferences", order=10)
    assert labels([]) == ["Một", "Hai"]


def test_a_page_below_an_entry_marks_it_as_current() -> None:
    navigation.register_office_entry("Giao diện", "ui:style_guide")
    (link,) = navigation.office_links(RequestFactory().get("/office/ui/x/"), roles=[])
    assert link.current


def test_an_entry_is_in_the_language_of_each_page() -> None:
    navigation.register_office_entry(gettext_lazy("Sign in"), "ui:style_guide")
    with override("vi"):
        vietnamese = labels([])
    with override("en"):
        assert labels([]) == ["Sign in"] != vietnamese


def test_an_entry_that_is_registered_again_replaces_what_was_drawn() -> None:
    navigation.register_office_entry("Cũ", "ui:style_guide")
    assert labels([]) == ["Cũ"]
    navigation.register_office_entry("Mới", "ui:style_guide")
    assert labels([]) == ["Mới"]


def test_a_number_beside_an_entry_is_counted_for_every_page() -> None:
    numbers = iter([1, 2])
    navigation.register_office_entry("Việc", "ui:style_guide", counter=lambda _request: next(numbers))
    request = RequestFactory().get("/")
    assert [navigation.office_links(request, roles=[])[0].count for _ in range(2)] == [1, 2]
