"""The list of items: columns, filters, export."""

from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui import parts
from motcua.platform.ui.columns import MomentColumn
from motcua.postal.api import Delivery, DeliveryState


class DeliveryFilter(FilterSet):
    q = CharFilter(method="search", label=_("Dossier code, recipient or slip number"))
    state = ChoiceFilter(choices=DeliveryState.choices, label=_("State"))

    class Meta:
        model = Delivery
        fields = ("q", "state")

    def search(self, queryset: QuerySet[Delivery], _name: str, value: str) -> QuerySet[Delivery]:
        wanted = value.strip()
        return queryset.filter(
            Q(reference__icontains=wanted)
            | Q(recipient_name__unaccent__icontains=wanted)
            | Q(slip_number__iexact=wanted)
        )


class DeliveryTable(tables.Table):
    reference = tables.Column(
        verbose_name=_("Dossier code"),
        linkify=("postal:item", [tables.A("uuid")]),
        attrs={"a": {"class": "text-code text-nowrap"}},
    )
    recipient_name = tables.Column(verbose_name=_("Recipient"))
    state = tables.Column(verbose_name=_("State"))
    slip_number = tables.Column(verbose_name=_("Slip number"), default="—")
    requested_at = MomentColumn(verbose_name=_("Requested"))
    handed_over_at = MomentColumn(verbose_name=_("Handed over"), default="—")
    delivered_at = MomentColumn(verbose_name=_("Delivered on"), default="—")

    class Meta:
        order_by = ("-requested_at",)

    def render_state(self, record: Delivery) -> SafeString:
        return parts.status_tag(record.get_state_display(), record.tone)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())
