import pytest

from motcua.identity.api import provision_demo
from motcua.onestop.processes.tests.factories import NOW


@pytest.fixture
def province(db):
    return provision_demo(now=NOW)
