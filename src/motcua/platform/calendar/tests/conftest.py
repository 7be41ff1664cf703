import pytest

from motcua.platform.calendar.api import forget_calendars


@pytest.fixture(autouse=True)
def _fresh_calendars():
    forget_calendars()
    yield
    forget_calendars()
