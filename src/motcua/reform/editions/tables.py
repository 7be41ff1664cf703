"""The list of editions."""

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui import parts
from motcua.platform.ui.columns import MomentColumn
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.editions.models import EditionState, IndexEdition


class EditionFilter(FilterSet):
    """By title, year and state."""

    q = CharFilter(method="search", label=_("Search"))
    year = NumberFilter(label=_("Year"))
    state = ChoiceFilter(choices=EditionState.choices, label=_("State"))

    class Meta:
        model = IndexEdition
        fields = ("q", "year", "state")

    def search(self, queryset: QuerySet[IndexEdition], name: str, value: str) -> QuerySet[IndexEdition]:
        return queryset.filter(
            Q(title_vi__icontains=value) | Q(title_en__icontains=value) | Q(code__icontains=value)
        )


TONES = {EditionState.DRAFT: "waiting", EditionState.PUBLISHED: "done", EditionState.SUPERSEDED: "neutral"}


class EditionTable(tables.Table):
    title_vi = tables.Column(
        verbose_name=_("Edition"), linkify=("editions:edition", [tables.A("uuid")]), order_by="title_vi"
    )
    year = tables.Column(verbose_name=_("Year"))
    version = tables.Column(verbose_name=_("Version"))
    state = tables.Column(verbose_name=_("State"))
    decision = tables.Column(verbose_name=_("Decision"), default="—")
    published_at = MomentColumn(verbose_name=_("Published"), default="—")

    class Meta:
        order_by = ("-year", "-version")

    def render_title_vi(self, record: IndexEdition) -> str:
        return bilingual(record, "title")

    def render_year(self, value: int) -> str:
        """A year has no separators."""
        return str(value)

    def render_state(self, record: IndexEdition) -> SafeString:
        return parts.status_tag(record.get_state_display(), TONES[EditionState(record.state)])

    def value_state(self, record: IndexEdition) -> str:
        return str(record.get_state_display())
