"""The event log in the office: who sees which events, and finding one."""

import pytest
from django.urls import reverse

from motcua.identity.models import User
from motcua.identity.tests.helpers import NOW
from motcua.platform.audit import api as audit

pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture(autouse=True)
def events(province):
    for code in ("SKHCN", "SXD", ""):
        actor = User.objects.get(username="chuyenvien") if code == "SKHCN" else None
        audit.record(
            action=f"test.{code.lower()}",
            now=NOW,
            actor=actor,
            agency_code=code,
            object_type="x",
            object_id=code,
        )


@pytest.fixture
def seen_by(client):
    def read(username, **filters):
        client.force_login(User.objects.get(username=username))
        page = client.get(reverse("identity:event_log"), filters).context["page"]
        return {row.record.action for row in page.table.page} & {"test.skhcn", "test.sxd", "test."}

    return read


def test_overseers_see_their_agency_and_the_province_sees_all(seen_by):
    assert seen_by("quantri") == {"test.skhcn"}
    assert seen_by("kiemtra", action="test.") == {"test.skhcn", "test.sxd", "test."}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "SXD"}, {"test.sxd"}),
        ({"action": "test.sk"}, {"test.skhcn"}),
        ({"person": "khong co ai"}, set()),
        ({"since": "24/11/2026"}, set()),
        ({"since": "23/11/2026", "until": "2026-11-23", "action": "test.s"}, {"test.skhcn", "test.sxd"}),
    ],
)
def test_events_are_found_by_object_action_person_and_day(seen_by, filters, found):
    assert seen_by("kiemtra", **filters) == found


def test_the_log_is_exported(client):
    client.force_login(User.objects.get(username="quantri"))
    response = client.get(reverse("identity:event_log"), {"_export": "csv"})
    text = b"".join(response).decode()
    assert "test.skhcn" in text and "test.sxd" not in text


def test_the_log_needs_few_statements(client, django_assert_max_num_queries):
    client.force_login(User.objects.get(username="kiemtra"))
    with django_assert_max_num_queries(9):
        client.get(reverse("identity:event_log"))


def test_people_read_words_names_and_details_and_follow_links(client, django_assert_max_num_queries):
    clerk = User.objects.get(username="chuyenvien")
    for number in range(8):
        audit.record(
            action="identity.staff_role_granted",
            now=NOW,
            actor=clerk,
            agency_code="SKHCN",
            object_type="user",
            object_id=str(clerk.uuid),
            detail={"role": "clerk", "odd": number},
        )
    client.force_login(User.objects.get(username="quantri"))
    client.get(reverse("identity:event_log"))
    with django_assert_max_num_queries(9):
        page = client.get(reverse("identity:event_log")).content.decode()
    assert "Giao vai trò" in page and "identity.staff_role_granted" not in page
    assert f'href="{reverse("identity:staff_member", args=[clerk.uuid])}"' in page
    assert "odd: 7; Vai trò: Văn thư" in page
    assert client.get(reverse("identity:event_log"), {"action": "giao vai"}).context["page"].count == 8
