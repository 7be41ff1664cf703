"""Delivery by post in the office: who sees items, who acts, and what a repeated act does."""

import pytest
from django.urls import reverse

from motcua.identity.api import Agency
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW
from motcua.platform.audit.models import AuditEvent
from motcua.postal.api import Delivery, record_carrier_event, request_delivery

LIST = reverse("postal:list")
NEW_ADDRESS = {"recipient_name": "Phòng khám Bình An", "address": "Số 9 Lê Lợi", "phone": ""}


@pytest.fixture
def item(province):
    """An item of a finished dossier that waits for the messenger."""
    dossier = make.received(state=9, return_channel="post")
    return request_delivery(
        subject_id=dossier.uuid,
        reference=dossier.code,
        recipient_name="Phòng khám Bình An",
        address="Số 5 Lê Lợi",
        phone="0912000111",
        now=NOW,
    )


def address(name, item):
    return reverse(f"postal:{name}", args=[item.uuid])


def tell(item, state):
    record_carrier_event(delivery_id=item.pk, carrier_event_id=f"c-{state}", state=state, at=NOW, now=NOW)


def state_of(item):
    return Delivery.objects.get(pk=item.pk).state


def test_a_visitor_signs_in_and_a_citizen_finds_nothing(client, as_user):
    assert client.get(LIST).status_code == 302
    assert as_user("congdan").get(LIST).status_code == 404


def test_other_roles_are_refused(as_user, item):
    client = as_user("chuyenvien")
    assert client.get(LIST).status_code == 403
    assert client.post(address("cancel", item)).status_code == 403


@pytest.mark.parametrize("username", ["tiepnhan", "vanthu", "truongphong", "giamdoc", "kiemtra", "tn.pvhcc"])
def test_the_offices_of_the_dossier_see_the_item(as_user, item, username):
    client = as_user(username)
    assert item.reference in client.get(LIST).content.decode()
    assert "Số 5 Lê Lợi" in client.get(address("item", item)).content.decode()


def test_another_agency_finds_nothing(as_user, item):
    client, elsewhere = as_user("vanthu"), Agency.objects.get(code="SXD")
    Dossier.objects.update(agency=elsewhere, received_by_agency=elsewhere)
    assert item.reference not in client.get(LIST).content.decode()
    for name in ("item", "hand_over", "cancel", "send_again"):
        act = client.get if name == "item" else client.post
        assert act(address(name, item)).status_code == 404
    assert state_of(item) == "requested"


def test_heads_look_but_do_not_act(as_user, item):
    client = as_user("truongphong")
    assert address("hand_over", item) not in client.get(address("item", item)).content.decode()
    assert client.post(address("hand_over", item)).status_code == 403
    assert state_of(item) == "requested"


def test_the_clerk_hands_over_with_a_number_of_a_booking_by_hand(as_user, item):
    as_user("vanthu").post(address("hand_over", item), {"slip_number": "VN-77"})
    item.refresh_from_db()
    assert (item.state, item.slip_number) == ("handed_over", "VN-77")
    assert AuditEvent.objects.get(action="postal.handed_over").actor_name == make.user("vanthu").full_name


def test_handing_over_twice_changes_nothing(as_user, item):
    client = as_user("vanthu")
    for _ in range(2):
        client.post(address("hand_over", item))
    assert item.events.filter(state="handed_over").count() == 1


def test_what_the_post_has_cannot_be_cancelled(as_user, item):
    client = as_user("vanthu")
    client.post(address("hand_over", item))
    page = client.post(address("cancel", item), follow=True).content.decode()
    assert "không có gì thay đổi" in page
    assert state_of(item) == "handed_over"


def test_a_cancelled_item_is_sent_again_to_a_mended_address_once(as_user, item):
    client = as_user("vanthu")
    client.post(address("cancel", item))
    for _ in range(2):
        client.post(address("send_again", item), NEW_ADDRESS)
    fresh = Delivery.objects.exclude(pk=item.pk).get()
    assert (fresh.state, fresh.address) == ("requested", "Số 9 Lê Lợi")


def test_an_item_that_came_back_is_sent_again(as_user, item):
    tell(item, "returned")
    as_user("tiepnhan").post(address("send_again", item), NEW_ADDRESS)
    assert Delivery.objects.count() == 2


def test_an_item_under_way_is_not_sent_again(as_user, item):
    as_user("tiepnhan").post(address("send_again", item), NEW_ADDRESS)
    assert Delivery.objects.count() == 1


def test_a_new_item_needs_an_address(as_user, item):
    tell(item, "failed")
    response = as_user("vanthu").post(address("send_again", item), {**NEW_ADDRESS, "address": ""})
    assert response.status_code == 422


def test_the_list_is_narrowed_and_taken_along(as_user, item):
    client = as_user("vanthu")
    assert item.reference in client.get(LIST, {"q": "phong kham", "state": "requested"}).content.decode()
    assert item.reference not in client.get(LIST, {"state": "failed"}).content.decode()
    rows = b"".join(client.get(LIST, {"_export": "csv"}).streaming_content).decode("utf-8-sig")
    assert item.reference in rows


def test_the_list_costs_few_statements(as_user, item, django_assert_max_num_queries):
    client = as_user("vanthu")
    client.get(LIST)
    with django_assert_max_num_queries(6):
        client.get(LIST)
