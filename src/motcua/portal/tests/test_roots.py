"""The fingerprints of the event log are public, in both languages and for machines."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.audit import api as audit

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_days():
    for moment in (MONDAY, TUESDAY):
        audit.record(action="test.done", now=moment)
    audit.seal()
    with clock.at(TUESDAY):
        yield


def test_finished_days_are_public_and_the_running_day_is_not(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page = client.get(reverse("portal:roots")).content.decode()
    root = audit.list_roots(before=TUESDAY.date()).get()
    assert root.digest in page
    assert page.count('data-label="SHA-256"') == 1


def test_machines_get_day_position_and_digest(client):
    root = audit.list_roots(before=TUESDAY.date()).get()
    answer = client.get(reverse("portal:roots_json")).json()
    assert answer == {"roots": [{"day": "2026-11-23", "position": root.position, "sha256": root.digest}]}
