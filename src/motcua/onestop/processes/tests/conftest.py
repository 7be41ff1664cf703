import pytest

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.processes.tests.factories import NOW


@pytest.fixture
def province(db):
    return stand_up_province(now=NOW)
