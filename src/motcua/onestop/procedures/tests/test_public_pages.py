"""The catalogue as the public meets it."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.html import escape

from motcua.onestop.procedures.api import catalogue_entries
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.tests.conftest import NOW
from motcua.platform import clock
from motcua.platform.calendar.api import DayKind, forget_calendars, set_day

KEYS = [entry["key"] for entry in catalogue_entries()]


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.at(NOW):
        yield


def page(client, key, **query):
    return client.get(reverse("procedures:detail", args=[key]), query).content.decode()


def test_the_list_shows_twenty_procedures_and_says_there_are_fifty(client, catalogue):
    response = client.get(reverse("procedures:list"))
    assert len(response.context["rows"]) == 20
    assert response.context["page"].paginator.count == 50


def test_the_list_needs_few_statements(client, catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(reverse("procedures:list"), {"q": "giay phep x quang"})


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"field": "radiation-safety"}, 8),
        ({"applicant": "citizen"}, 4),
        ({"level": "partial"}, 0),
        ({"field": "intellectual-property", "q": "thu hồi"}, 1),
        ({"field": "no-such-field"}, 50),
        ({"page": "99"}, 50),
    ],
)
def test_filters_narrow_the_list(client, catalogue, query, count):
    assert client.get(reverse("procedures:list"), query).context["page"].paginator.count == count


def test_a_search_without_result_helps_on(client, catalogue):
    content = client.get(reverse("procedures:list"), {"q": "zzzz"}).content.decode()
    assert reverse("procedures:list") in content
    assert "mc-empty" in content


def test_a_filtered_empty_list_keeps_what_was_typed(client, catalogue):
    content = client.get(reverse("procedures:list"), {"q": "<b>x"}).content.decode()
    assert "&lt;b&gt;x" in content and "<b>x" not in content


@pytest.mark.parametrize("key", KEYS[:: len(KEYS) // 8])
def test_a_procedure_page_shows_the_seven_parts_of_the_law(client, version, key):
    found = version(key)
    content = re.sub(r"\s+", " ", page(client, key))
    shown = [found.name_vi, found.result_vi, found.procedure.agency.name_vi]
    shown += found.how_to_vi.splitlines()
    shown += [component.name_vi for component in found.components.all()]
    shown += [law["number"] for law in found.legal_bases]
    assert [text for text in shown if escape(text) not in content] == []


def test_a_procedure_page_needs_few_statements(client, version, django_assert_max_num_queries):
    version("xray-licence-new")
    with django_assert_max_num_queries(4):
        page(client, "xray-licence-new")


def test_the_promised_day_is_shown_for_a_dossier_received_now(client, catalogue):
    # Received on Wednesday 1 March 2023, ten working days: Wednesday 15 March at closing time.
    assert "15/03/2023, 17:00" in page(client, "radiation-officer-certificate")


def test_the_calculator_adds_up_the_devices(client, catalogue):
    content = page(client, "xray-licence-new", **{"tinh-general": 2, "tinh-ct": 1, "tinh-dental": 1})
    assert "16.000.000" in content


def test_the_calculator_refuses_a_negative_number_in_words(client, catalogue):
    content = page(client, "xray-licence-new", **{"tinh-ct": -2})
    assert "mc-panel" not in content
    assert "tinh-ct" in content


def test_the_calculator_asks_for_a_number_instead_of_showing_zero(client, catalogue):
    response = client.get(reverse("procedures:detail", args=["xray-licence-new"]), {"tinh-ct": 0})
    assert not response.context["quote"].is_known
    assert "mc-panel" not in response.content.decode()


def test_the_calculator_takes_a_contract_value(client, catalogue):
    content = page(client, "technology-transfer-registration", **{"tinh-value": 8_000_000_000})
    assert "8.000.000" in content


def test_an_unpublished_fee_is_called_so(client, catalogue):
    content = page(client, "testing-body-registration")
    assert "0\u00a0đ" not in content


def test_a_procedure_that_is_not_listed_is_not_found(client, version):
    found = version("xray-declaration")
    type(found.procedure).objects.filter(pk=found.procedure_id).update(is_listed=False)
    assert client.get(reverse("procedures:detail", args=["xray-declaration"])).status_code == 404


@pytest.mark.parametrize("name", ["detail", "json"])
def test_an_unknown_procedure_is_not_found(client, catalogue, name):
    assert client.get(reverse(f"procedures:{name}", args=["no-such-thing"])).status_code == 404


def test_nothing_is_changed_by_a_post(client, catalogue):
    assert client.post(reverse("procedures:list")).status_code == 405


def test_marks_of_unconfirmed_parts_stay_inside_the_office(client, person):
    assert "/1/" not in page(client, "xray-licence-new")
    for username, sees in (("congdan", False), ("chuyenvien", False), ("bientap", True), ("quantri", True)):
        client.force_login(person(username))
        assert (
            reverse("procedures:office_version", args=["xray-licence-new", 1])
            in page(client, "xray-licence-new")
        ) is sees


def test_the_page_speaks_english(client, catalogue):
    client.cookies["motcua_language"] = "en"
    content = page(client, "xray-licence-new")
    assert "Radiation work licence: use of a medical diagnostic X-ray device" in content
    assert "What to prepare" in content


def test_the_list_is_open_data(client, catalogue):
    answer = client.get(reverse("procedures:list_json"), {"field": "radiation-safety"}).json()
    assert answer["count"] == len(answer["procedures"]) == 8
    assert answer["on"] == "2023-03-01"


def test_a_procedure_is_open_data(client, catalogue):
    answer = client.get(reverse("procedures:json", args=["radiation-officer-certificate"])).json()
    assert answer["code"] == "2.002379"
    assert answer["fee"] == {"kind": "constant", "vnd": 200000}
    assert answer["limit"] == {"committed": 10, "legal": 10, "cut": 0, "unit": "working_days"}
    assert len(answer["components"]) == 5
    assert "unverified" not in answer and "source" not in answer


def test_open_data_leaves_drafts_out(client, version):
    ProcedureVersion.objects.filter(pk=version("xray-declaration").pk).update(state="draft")
    assert client.get(reverse("procedures:json", args=["xray-declaration"])).status_code == 404


@pytest.fixture
def forgetful():
    """The days that a test writes go with it, so the process may not keep them."""
    forget_calendars()
    yield forget_calendars
    forget_calendars()


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        ("2026-11-27 14:00", "vi", "Quầy tiếp nhận đang mở đến 17:00."),
        ("2026-11-27 12:00", "vi", "Quầy tiếp nhận đóng cửa; mở lại lúc 13:00 hôm nay."),
        ("2026-11-27 12:00", "en", "The counter is closed; it opens again at 13:00 today."),
        ("2026-11-29 09:00", "vi", "Quầy tiếp nhận đóng cửa; mở lại lúc 07:30 thứ Hai, 30/11/2026."),
        (
            "2026-11-29 09:00",
            "en",
            "The counter is closed; it opens again at 07:30 on Monday, 30/11/2026.",
        ),
        ("2026-11-28 09:00", "vi", "Quầy tiếp nhận đang mở đến 11:30."),
        ("2026-11-28 11:30", "vi", "Quầy tiếp nhận đóng cửa; mở lại lúc 07:30 thứ Hai, 30/11/2026."),
    ],
)
def test_the_page_says_whether_the_counter_is_open(
    client, version, person, forgetful, moment, language, words
):
    procedure = version("xray-licence-new").procedure
    set_day(
        calendar=procedure.agency.calendar,
        day=date(2026, 11, 28),
        kind=DayKind.COUNTER_ONLY,
        sessions="07:30-11:30",
        name_vi="Tiếp nhận sáng thứ Bảy",
        name_en="Saturday morning counter",
        source="Thông báo 1/TB",
        actor=person("quantri"),
        now=NOW,
    )
    forgetful()
    client.cookies["motcua_language"] = language
    with clock.at(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))):
        assert words in page(client, procedure.key)


def test_a_procedure_that_the_counter_does_not_take_says_nothing_of_it(client, version):
    ProcedureVersion.objects.filter(pk=version("xray-licence-new").pk).update(channels=["online"])
    assert "Quầy tiếp nhận" not in page(client, "xray-licence-new")
