from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from motcua.identity.api import User, provision_demo
from motcua.onestop.procedures.api import get_version_in_force, load_catalogue

NOW = datetime(2023, 3, 1, 2, 0, tzinfo=UTC)
TODAY = date(2023, 3, 1)
FOUNDED = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration province and its 50 procedures, loaded once for a module and taken out after it."""
    with django_db_blocker.unblock():
        provision_demo(now=FOUNDED, password="for tests only 1")
        report = load_catalogue(now=FOUNDED)
    yield report
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def catalogue(loaded, db):
    return loaded


@pytest.fixture
def person(catalogue):
    return lambda username: User.objects.get(username=username)


@pytest.fixture
def version(catalogue):
    return lambda key, on=TODAY: get_version_in_force(key, on)
