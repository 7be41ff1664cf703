import pytest

from motcua.identity.api import provision_demo
from motcua.onestop.processes.tests import factories


@pytest.fixture
def province(db):
    return provision_demo(now=factories.NOW)


@pytest.fixture
def dossier(province):
    return factories.submitted()
