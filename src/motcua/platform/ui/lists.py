"""The one way to show a list: search, filters, order, pages, saved views and export of the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_filters.filterset import FilterSet
from django_tables2 import Table

from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.models import SavedView
from motcua.platform.ui.queries import list_views

PER_PAGE: Final = 20
EXPORT_LIMIT: Final = 50_000
_SEARCH: Final = "q"


@dataclass(frozen=True)
class Chip:
    """One filter in force: what it says and the address without it."""

    label: str
    value: str
    url: str


class ListPage:
    """What ``ui/list.html`` draws; ``export`` is a download when the person asked for one."""

    def __init__(self, request: HttpRequest, *, key: str, table: Table, filterset: FilterSet | None) -> None:
        self.request = request
        self.key = key
        self.table = table
        self.filterset = filterset
        self.export = self._export()
        if self.export is None:
            _paginate(table, request)

    @property
    def form(self) -> Form | None:
        return cast(Form, self.filterset.form) if self.filterset else None

    @property
    def has_search(self) -> bool:
        return self.form is not None and _SEARCH in self.form.fields

    @property
    def filter_fields(self) -> list[Any]:
        """The filters beside the search box, in the order of the filter set."""
        return [field for field in self.form if field.name != _SEARCH] if self.form else []

    @cached_property
    def chips(self) -> list[Chip]:
        return [chip for field in self.filter_fields for chip in self._chips_of(field)]

    @property
    def is_filtered(self) -> bool:
        return bool(self.chips or self.request.GET.get(_SEARCH))

    @cached_property
    def views(self) -> list[SavedView]:
        """The person's saved views; nobody who is not signed in has any."""
        user = self.request.user
        return list(list_views(user_id=user.pk, page=self.key)) if user.is_authenticated else []

    @property
    def count(self) -> int:
        return cast(int, self.table.paginator.count)

    def _chips_of(self, field: Any) -> Iterator[Chip]:
        for value in filter(None, self.request.GET.getlist(field.html_name)):
            query = self.request.GET.copy()
            rest = [other for other in query.getlist(field.html_name) if other != value]
            query.setlist(field.html_name, rest)
            query.pop("page", None)
            yield Chip(str(field.label), _choice_label(field, value), f"?{query.urlencode()}")

    def _export(self) -> HttpResponseBase | None:
        wanted = self.request.GET.get("_export", "")
        if wanted not in ("csv", "xlsx"):
            return None
        values = self.table.as_values(exclude_columns=("select", "actions"))
        headings = next(values)
        rows = (row for row, _number in zip(values, range(EXPORT_LIMIT), strict=False))
        return export_response(
            rows=rows, columns=headings, filename=self.key, format=cast(Format, wanted)
        )  # fmt: skip


def build_list(
    request: HttpRequest,
    *,
    key: str,
    table_class: type[Table],
    queryset: QuerySet[Any],
    filterset_class: type[FilterSet] | None = None,
    **table_options: Any,
) -> ListPage:
    """Filter, sort and cut ``queryset`` by the address of the page.

    ``key`` names the list for saved views and for the exported file. The caller has already limited the
    rows to what this person may see. Costs two statements (count and rows), one more for saved views.
    """
    filterset = filterset_class(request.GET, queryset=queryset, request=request) if filterset_class else None
    rows = filterset.qs if filterset is not None else queryset
    table = table_class(rows, request=request, **table_options)
    table.order_by = request.GET.getlist(table.prefixed_order_by_field) or table.order_by
    if not table.empty_text:
        table.empty_text = _("Nothing matches") if request.GET else _("Nothing here yet")
    return ListPage(request, key=key, table=table, filterset=filterset)


def _paginate(table: Table, request: HttpRequest) -> None:
    """A page that does not exist (any more) becomes the nearest one instead of an error."""
    try:
        table.paginate(page=request.GET.get("page", 1), per_page=PER_PAGE)
    except PageNotAnInteger:
        table.page = table.paginator.page(1)
    except EmptyPage:
        table.page = table.paginator.page(table.paginator.num_pages)


def _choice_label(field: Any, value: str) -> str:
    for key, label in getattr(field.field, "choices", ()):
        if str(key) == value:
            return str(label)
    return value
