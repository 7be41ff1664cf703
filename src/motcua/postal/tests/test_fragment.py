import pytest
from django.template.loader import render_to_string

from motcua.postal import api
from motcua.postal.tests.test_delivery import DAY, PAST, request_item, tell

pytestmark = pytest.mark.django_db


def test_the_way_of_an_item_is_shown_in_order():
    item = request_item()
    tell(item, "delivered", at=PAST + 2 * DAY, received_by="Nguyễn Thị Lan")
    tell(item, "in_transit", at=PAST + DAY, note="Bưu cục Trung tâm")
    (delivery,) = api.list_deliveries(subject_id=item.subject_id)
    page = render_to_string("postal/_delivery.html", {"delivery": delivery})
    assert page.index("16/01/2023") < page.index("17/01/2023") < page.index("18/01/2023")
    assert "Bưu cục Trung tâm" in page
    assert "12 Trần Phú" not in page


def test_the_office_also_sees_address_and_booking_trouble():
    item = request_item()
    item.booking_error = "HTTP 422"
    page = render_to_string("postal/_delivery.html", {"delivery": item, "office": True})
    assert "12 Trần Phú" in page
    assert "HTTP 422" in page
