"""The real catalogue with a citizen in it, borrowed from the tests of the e-forms."""

import pytest
from django.test import Client

from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.tests.conftest import (  # noqa: F401
    catalogue,
    citizen,
    loaded_catalogue,
    now,
    stranger,
    xray,
)


@pytest.fixture
def draft(citizen, xray):  # noqa: F811
    return life.filled_draft(citizen, xray)


@pytest.fixture
def submitted(draft, citizen):  # noqa: F811
    return life.submit(draft, citizen)


@pytest.fixture
def received(submitted):
    return life.receive_at_counter(submitted)


@pytest.fixture
def signed_in_as():
    def sign_in(user):
        client = Client()
        client.force_login(user, backend="motcua.identity.backends.PasswordBackend")
        return client

    return sign_in
