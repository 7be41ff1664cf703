from datetime import UTC, datetime

import pytest
from django.db import transaction

from motcua.identity.api import provision_demo
from motcua.onestop.forms.api import load_forms
from motcua.onestop.procedures.api import load_catalogue
from motcua.platform.calendar.api import load_calendar

# Thursday 19/11/2026, 10:30 in the office.
NOW = datetime(2026, 11, 19, 3, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """The demonstration's province, catalogue and forms, loaded once and forgotten after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_calendar(now=NOW)
        province = provision_demo(now=NOW)
        load_forms(now=NOW)
        load_catalogue(now=NOW)
        load_forms(now=NOW)
        yield province
        transaction.set_rollback(True)
