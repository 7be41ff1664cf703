"""What filters offer is the public catalogue, kept for half a minute and for each set of offices."""

import pytest

from motcua.onestop.office import queries
from motcua.onestop.processes.tests import factories as make

pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture(autouse=True)
def clock_stands(monkeypatch):
    """Seconds of the process, to be turned by hand."""
    hands = [0.0]
    monkeypatch.setattr(queries, "monotonic", lambda: hands[0])
    queries._kept_choices.cache_clear()
    yield hands
    queries._kept_choices.cache_clear()


def offered(username, *, english=False):
    return dict(queries.procedure_choices(staff=make.staff(username), english=english).procedures)


def test_the_choices_are_read_once_in_half_a_minute(django_assert_num_queries):
    make.version()
    staff = make.staff("chuyenvien")
    with django_assert_num_queries(1):
        for _ in range(3):
            queries.procedure_choices(staff=staff, english=False)


def test_a_new_procedure_is_offered_after_half_a_minute(clock_stands):
    make.version()
    assert set(offered("chuyenvien")) == {"xray"}
    make.version(key="new")
    clock_stands[0] = queries.SECONDS_KEPT
    assert set(offered("chuyenvien")) == {"xray", "new"}


def test_what_one_office_is_offered_is_not_offered_to_another():
    make.version()
    assert set(offered("chuyenvien")) == {"xray"}
    assert offered("cv.sxd") == {}


def test_the_choices_have_the_names_of_the_language():
    version = make.version()
    assert offered("chuyenvien") == {"xray": version.name_vi}
    assert offered("chuyenvien", english=True) == {"xray": version.name_en}
