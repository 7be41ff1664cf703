import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_round import LESS, judge


@pytest.fixture(autouse=True)
def that_day():
    with clock.at(NOW):
        yield


def test_a_correction_becomes_one_shortcoming_however_often_it_is_pressed(appraising, acting, client, user):
    card = judge(appraising, acting, first=LESS)
    client.force_login(user("quanly.cchc"))
    page = reverse("season:criterion", args=[card.uuid, "2.1"])
    address = reverse("season:correction", args=[card.uuid, "2.1"])
    assert address in client.get(page).content.decode()
    assert client.post(address, {"description": ""}).status_code == 422
    data = {
        "description": "Thiếu tài liệu",
        "deadline-day": "31",
        "deadline-month": "3",
        "deadline-year": "2023",
    }
    for _time in range(2):
        assert client.post(address, data).status_code == 302
    client.force_login(user("thamdinh"))
    assert client.post(address, data).status_code == 403


def test_what_was_recognised_in_full_is_no_correction(appraising, acting, client, user):
    card = judge(appraising, acting)
    client.force_login(user("quanly.cchc"))
    assert client.post(reverse("season:correction", args=[card.uuid, "2.1"])).status_code == 403
