from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.dossiers.public_figures import TodayFigures, month_figures
from motcua.onestop.procedures.api import load_catalogue
from motcua.portal.views import home

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_figures() -> None:
    cache.clear()


def test_the_front_page_leads_to_search_tracking_and_fields(client: Client) -> None:
    stand_up_province(now=NOW)
    load_catalogue(now=NOW)
    page = client.get("/").content.decode()
    assert page.count("/thu-tuc/?field=") == 5
    assert f'action="{reverse("procedures:list")}"' in page
    assert f'action="{reverse("portal:track")}"' in page


def test_the_front_page_stands_before_any_data_is_loaded(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_the_front_page_costs_two_statements_once_figures_are_kept(
    client: Client, django_assert_max_num_queries: object
) -> None:
    client.get("/")
    with django_assert_max_num_queries(2):
        client.get("/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_front_page_only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_every_occasion_finds_procedures(client: Client) -> None:
    stand_up_province(now=NOW)
    load_catalogue(now=NOW)
    for event in home.life_events():
        found = client.get("/thu-tuc.json", {"q": event["query"]}).json()
        assert found["count"] > 0, event["query"]


def test_nothing_resolved_is_no_percentage() -> None:
    assert TodayFigures(received=0, returned=0, resolved_lately=0, on_time_lately=0).on_time_percent is None


def test_the_percentage_has_one_decimal() -> None:
    figures = TodayFigures(received=0, returned=0, resolved_lately=3, on_time_lately=2)
    assert figures.on_time_percent == 66.7


def test_no_dossiers_give_no_months() -> None:
    assert month_figures(until=NOW.date(), months=24) == []


@pytest.mark.parametrize(
    "address", ["/so-lieu/", "/so-lieu.json", "/so-lieu/?_export=csv", "/so-lieu/?_export=xlsx"]
)
def test_open_figures_need_no_account(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
