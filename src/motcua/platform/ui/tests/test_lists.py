import django_tables2 as tables
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui.lists import PER_PAGE, ListPage, build_list
from motcua.platform.ui.models import SavedView

pytestmark = pytest.mark.django_db


class Views(tables.Table):
    class Meta:
        model = SavedView
        fields = ("name", "page", "user_id")


class ViewFilter(FilterSet):
    q = CharFilter(field_name="name", lookup_expr="icontains", label="Tìm")
    page_kept = ChoiceFilter(field_name="page", choices=[("a", "Trang A"), ("b", "Trang B")], label="Trang")

    class Meta:
        model = SavedView
        fields = ("q", "page_kept")


@pytest.fixture
def rows() -> None:
    SavedView.objects.bulk_create(
        SavedView(user_id=1, page="ab"[number % 2], name=f"tên {number:03}", querystring="")
        for number in range(45)
    )


def request_for(query: str) -> HttpRequest:
    request = RequestFactory().get(f"/x/?{query}")
    request.user = AnonymousUser()
    return request


def listed(query: str = "") -> ListPage:
    return build_list(
        request_for(query),
        key="views",
        table_class=Views,
        queryset=SavedView.objects.order_by("name"),
        filterset_class=ViewFilter,
    )


def names(page: ListPage) -> list[str]:
    return [row.record.name for row in page.table.paginated_rows]


def test_a_list_shows_one_page_of_rows(rows: None) -> None:
    assert len(names(listed())) == PER_PAGE


def test_a_page_past_the_end_becomes_the_last(rows: None) -> None:
    assert len(names(listed("page=99"))) == 45 - 2 * PER_PAGE


def test_a_page_that_is_no_number_becomes_the_first(rows: None) -> None:
    assert names(listed("page=x"))[0] == "tên 000"


def test_search_and_filters_narrow_the_rows(rows: None) -> None:
    assert names(listed("q=004")) == ["tên 004"]
    assert listed("page_kept=b").count == 22


def test_an_unknown_filter_value_shows_everything_instead_of_failing(rows: None) -> None:
    assert listed("page_kept=zzz").count == 45


def test_rows_are_sorted_by_the_address(rows: None) -> None:
    assert names(listed("sort=-name"))[0] == "tên 044"


def test_an_unknown_order_is_ignored(rows: None) -> None:
    assert len(names(listed("sort=password"))) == PER_PAGE


def test_a_filter_in_force_can_be_taken_off_alone(rows: None) -> None:
    (chip,) = listed("q=0&page_kept=b&page=2").chips
    assert (chip.label, chip.value, chip.url) == ("Trang", "Trang B", "?q=0")


def test_an_export_holds_all_rows_that_match(rows: None) -> None:
    response = listed("page_kept=b&_export=csv").export
    assert response is not None
    assert len(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()) == 23


def test_an_unknown_export_shows_the_page(rows: None) -> None:
    assert listed("_export=exe").export is None


def test_an_empty_list_says_so() -> None:
    page = listed()
    html = render_to_string("ui/list.html", {"list": page, "ui": {"path": "/"}}, request=page.request)
    assert "mc-empty" in html


def test_a_list_costs_two_statements(rows: None, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(2):
        page = listed("q=0&sort=name")
        render_to_string("ui/list.html", {"list": page, "ui": {"path": "/"}}, request=page.request)
