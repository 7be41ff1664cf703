"""The list of the agency's documents: columns, filters, export."""

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn, MomentColumn
from motcua.platform.ui.formats import format_date
from motcua.reform.papers.models import Paper, PaperKind, PaperState

TONES = {
    PaperState.DRAFT: "waiting",
    PaperState.SIGNED: "info",
    PaperState.SEALED: "done",
    PaperState.CANCELLED: "neutral",
}


class PaperFilter(FilterSet):
    q = CharFilter(method="search", label=_("Title, number or verification code"))
    kind = ChoiceFilter(choices=PaperKind.choices, label=_("Kind"))
    state = ChoiceFilter(choices=PaperState.choices, label=_("State"))
    year = NumberFilter(label=_("Year"))

    class Meta:
        model = Paper
        fields = ("q", "kind", "state", "year")

    def search(self, queryset: QuerySet[Paper], _name: str, value: str) -> QuerySet[Paper]:
        wanted = value.strip()
        return queryset.filter(
            Q(title__unaccent__icontains=wanted)
            | Q(symbol__icontains=wanted)
            | Q(verification_code__iexact=wanted)
        )


class PaperTable(tables.Table):
    symbol = tables.Column(
        verbose_name=_("Number"),
        empty_values=(None,),
        linkify=("papers:paper", [tables.A("uuid")]),
        attrs={"a": {"class": "text-code text-nowrap"}},
    )
    title = tables.Column(verbose_name=_("Title"))
    kind = tables.Column(verbose_name=_("Kind"))
    agency = BilingualColumn(verbose_name=_("Agency"), order_by="agency__code")
    issued_on = tables.Column(verbose_name=_("Date"), default="—")
    signer_name = tables.Column(verbose_name=_("Signer"), default="—")
    made_at = MomentColumn(verbose_name=_("Drafted"))
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = ("-made_at",)

    def render_symbol(self, value: str) -> str:
        return value or str(_("Draft"))

    def value_symbol(self, value: str) -> str:
        return value

    def render_issued_on(self, record: Paper) -> str:
        return format_date(record.issued_on) if record.issued_on else "—"

    def render_state(self, record: Paper) -> SafeString:
        return parts.status_tag(record.get_state_display(), TONES[PaperState(record.state)])

    def value_state(self, record: Paper) -> str:
        return str(record.get_state_display())
