import pytest
from django.test import Client

from motcua.identity.api import Agency
from motcua.identity.tests.province import stand_up_province
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.proof import ports
from motcua.platform import clock


@pytest.fixture
def province(db, monkeypatch):
    """The demonstration's province, of which two departments are rated."""
    stand_up_province(now=make.NOW)
    rated = set(Agency.objects.filter(code__in=("SKHCN", "SNV")).values_list("pk", flat=True))
    monkeypatch.setattr(ports, "_lists", [lambda: rated])


@pytest.fixture
def as_user(province):
    def sign_in(username):
        client = Client()
        client.force_login(make.user(username), backend="motcua.identity.backends.PasswordBackend")
        return client

    with clock.at(make.NOW):
        yield sign_in
