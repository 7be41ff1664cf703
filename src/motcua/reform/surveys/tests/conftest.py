import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from motcua.identity.api import provision_demo
from motcua.identity.models import User
from motcua.platform import clock
from motcua.reform.surveys.tests.helpers import NOW


@pytest.fixture(scope="module")
def loaded_province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True
        with around:
            provision_demo(now=NOW)
            yield
            transaction.set_rollback(True)


@pytest.fixture
def province(loaded_province, db):
    cache.clear()


@pytest.fixture
def as_user(province):
    def sign_in(username):
        client = Client()
        user = User.objects.get(username=username)
        client.force_login(user, backend="motcua.identity.backends.PasswordBackend")
        return client

    with clock.at(NOW):
        yield sign_in
