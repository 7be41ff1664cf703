import pytest

from motcua.identity.tests.conftest import loaded_province, province
from motcua.onestop.office.tests.conftest import as_user
from motcua.platform import clock
from motcua.platform.calendar.api import load_calendar
from motcua.reform.editions.api import load_editions
from motcua.reform.inspections.services import visits
from motcua.reform.inspections.tests import steps
from motcua.reform.papers import rendering

__all__ = ["as_user", "loaded_province", "province"]


@pytest.fixture
def at_office_time():
    with clock.at(steps.NOW):
        yield


@pytest.fixture(scope="module")
def loaded_editions(loaded_province, django_db_blocker):
    """Once for each module, inside the transaction of its province."""
    with django_db_blocker.unblock():
        load_calendar(now=steps.NOW)
        load_editions(now=steps.NOW)


@pytest.fixture
def signing(loaded_editions, province, monkeypatch):
    """The province with its editions; documents are issued at once, without typesetting and keys."""
    for module, name in (
        (rendering, "sign"),
        (rendering, "seal"),
        (visits, "sign_pdf"),
        (visits, "render_pdf"),
    ):
        monkeypatch.setattr(module, name, lambda *args, **kwargs: b"%PDF-1.7")


@pytest.fixture
def real_signing(loaded_editions, province, signing_twins):
    """The province with keys of everybody who signs."""
    for username in steps.KEYS:
        signing_twins(f"user:{username}", steps.user(username).full_name)
    for code in steps.SIGNERS:
        signing_twins(f"seal:{code}", steps.agency(code).name_vi, kind="seal")
