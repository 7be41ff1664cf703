import pytest
from django.test import Client

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.processes.tests import factories as make
from motcua.platform import clock


@pytest.fixture
def province(db):
    return stand_up_province(now=make.NOW)


@pytest.fixture
def at_office_time():
    with clock.at(make.NOW):
        yield


@pytest.fixture
def as_user(province, at_office_time):
    def sign_in(username):
        client = Client()
        client.force_login(make.user(username), backend="motcua.identity.backends.PasswordBackend")
        return client

    return sign_in
