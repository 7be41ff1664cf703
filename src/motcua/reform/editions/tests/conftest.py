"""A whole edition, fresh for each test, and the people of the demonstration's province."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from motcua.identity.api import get_user, list_staff_accounts
from motcua.identity.tests.province import stand_up_province
from motcua.reform.editions import services
from motcua.reform.editions.api import IndexEdition
from motcua.reform.editions.loading import DATA

NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)


@pytest.fixture
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "ls-so-2022.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def draft(db: None, document: dict[str, Any]) -> IndexEdition:
    return services.start_draft(document=document, actor=None, now=NOW)


@pytest.fixture
def sign_in(db: None) -> Callable[[str], Client]:
    """A browser in which somebody of the demonstration is signed in."""
    stand_up_province(now=NOW)
    people = {account.username: account.pk for account in list_staff_accounts()}

    def enter(username: str) -> Client:
        client = Client()
        client.force_login(get_user(user_id=people[username]))
        return client

    return enter
