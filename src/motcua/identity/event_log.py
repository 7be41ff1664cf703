"""The event log as a list: columns, filters, export."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter
from django_filters.filterset import FilterSet

from motcua.platform.audit.api import AuditEvent
from motcua.platform.audit.words import (
    Named,
    action_words,
    actions_named,
    detail_words,
    name_things,
    thing_words,
)
from motcua.platform.ui.columns import MomentColumn

# As people here write a date, and as machines do.
DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


class EventTable(tables.Table):
    at = MomentColumn(verbose_name=_("Time"), seconds=True, order_by=("id",))
    action = tables.Column(verbose_name=_("Action"), orderable=False)
    actor_name = tables.Column(verbose_name=_("Done by"), orderable=False)
    agency_code = tables.Column(verbose_name=_("Agency"), orderable=False)
    thing = tables.Column(verbose_name=_("Object"), accessor="object_type", orderable=False)
    detail = tables.Column(verbose_name=_("Details"), orderable=False)
    position = tables.Column(
        verbose_name=_("Position in the log"),
        orderable=False,
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )

    class Meta:
        order_by = ("-at",)

    def render_action(self, record: AuditEvent) -> str:
        return action_words(record.action)

    def value_action(self, record: AuditEvent) -> str:
        """Files for machines keep the code beside the words."""
        words = action_words(record.action)
        return words if words == record.action else f"{words} ({record.action})"

    @cached_property
    def _names(self) -> dict[tuple[str, str], Named]:
        """Names of the things on this page, asked once a kind."""
        return name_things((row.record.object_type, row.record.object_id) for row in self.paginated_rows)

    def render_thing(self, record: AuditEvent) -> str:
        kind, named = thing_words(record.object_type), self._names.get((record.object_type, record.object_id))
        if named is None:
            # A bare identifier tells a reader nothing; its beginning tells two things apart.
            return f"{kind} {record.object_id[:8]}".strip()
        return format_html('{} <a class="text-nowrap" href="{}">{}</a>', kind, named.url, named.text)

    def value_thing(self, record: AuditEvent) -> str:
        return f"{record.object_type} {record.object_id}".strip()

    def render_detail(self, value: Mapping[str, Any] | None) -> str:
        return detail_words(value or {})

    def value_detail(self, value: Mapping[str, Any] | None) -> str:
        return detail_words(value or {})


class EventFilter(FilterSet):
    q = CharFilter(method="search", label=_("Object or its identifier"))
    action = CharFilter(method="filter_action", label=_("Action"))
    person = CharFilter(field_name="actor_name", lookup_expr="unaccent__icontains", label=_("Done by"))
    since = DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From day (dd/mm/yyyy)"), input_formats=DATE_FORMATS
    )
    until = DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("To day (dd/mm/yyyy)"), input_formats=DATE_FORMATS
    )

    def filter_action(self, queryset: QuerySet[AuditEvent], _name: str, value: str) -> QuerySet[AuditEvent]:
        """By words of the action, or by the beginning of its code."""
        return queryset.filter(Q(action__istartswith=value) | Q(action__in=actions_named(value)))

    def search(self, queryset: QuerySet[AuditEvent], _name: str, value: str) -> QuerySet[AuditEvent]:
        return queryset.filter(Q(object_id=value) | Q(object_type__istartswith=value))
