"""The fictional province, loaded once for each module of tests."""

import pytest
from django.core.cache import cache
from django.db import transaction

from motcua.identity import api
from motcua.identity.tests.helpers import NOW, user


@pytest.fixture(scope="module")
def loaded_province(django_db_setup, django_db_blocker):
    """Inside a transaction around the module; each test still has its own inside it."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            api.provision_demo(now=NOW)
            yield
            transaction.set_rollback(True)


@pytest.fixture
def province(loaded_province, db):
    cache.clear()


@pytest.fixture
def as_user(client):
    """One browser that signs in as this and that person."""

    def sign_in(name):
        client.force_login(user(name), backend="motcua.identity.backends.PasswordBackend")
        return client

    return sign_in
