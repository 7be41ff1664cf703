from datetime import UTC, date, datetime

import pytest

from motcua.identity.api import User, provision_demo
from motcua.onestop.procedures.api import get_version_in_force, load_catalogue

NOW = datetime(2023, 3, 1, 2, 0, tzinfo=UTC)
TODAY = date(2023, 3, 1)


@pytest.fixture
def catalogue(db):
    """The demonstration province and its 50 procedures."""
    provision_demo(now=datetime(2022, 1, 1, tzinfo=UTC), password="for tests only 1")
    return load_catalogue(now=datetime(2022, 1, 1, tzinfo=UTC))


@pytest.fixture
def person(catalogue):
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def version(catalogue):
    return lambda key, on=TODAY: get_version_in_force(key, on)
