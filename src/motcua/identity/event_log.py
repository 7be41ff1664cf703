"""The event log as a list: columns, filters, export."""

import json

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter
from django_filters.filterset import FilterSet

from motcua.platform.audit.api import AuditEvent

# As people here write a date, and as machines do.
DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


class EventTable(tables.Table):
    at = tables.DateTimeColumn(verbose_name=_("Time"), format="d/m/Y H:i:s", order_by=("id",))
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

    def render_thing(self, record: AuditEvent) -> str:
        return self.value_thing(record)

    def value_thing(self, record: AuditEvent) -> str:
        return f"{record.object_type} {record.object_id}".strip()

    def render_detail(self, value: object) -> str:
        return self.value_detail(value)

    def value_detail(self, value: object) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""


class EventFilter(FilterSet):
    q = CharFilter(method="search", label=_("Object or its identifier"))
    action = CharFilter(field_name="action", lookup_expr="istartswith", label=_("Action begins with"))
    person = CharFilter(field_name="actor_name", lookup_expr="unaccent__icontains", label=_("Done by"))
    since = DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From day (dd/mm/yyyy)"), input_formats=DATE_FORMATS
    )
    until = DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("To day (dd/mm/yyyy)"), input_formats=DATE_FORMATS
    )

    def search(self, queryset: QuerySet[AuditEvent], _name: str, value: str) -> QuerySet[AuditEvent]:
        return queryset.filter(Q(object_id=value) | Q(object_type__istartswith=value))
