import pytest

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.processes.tests import factories


@pytest.fixture
def province(db):
    return stand_up_province(now=factories.NOW)


@pytest.fixture
def dossier(province):
    return factories.submitted()
