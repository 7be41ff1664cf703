from collections.abc import Iterator

import pytest
from django.test import RequestFactory

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
