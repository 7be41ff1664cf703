"""Lists of surveys."""

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui import parts
from motcua.platform.ui.formats import format_date
from motcua.reform.surveys.models import FormKind, RoundState, SurveyRound

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class RoundFilter(FilterSet):
    q = CharFilter(method="search", label=_("Name"))
    year = NumberFilter(label=_("Year"))
    state = ChoiceFilter(choices=RoundState.choices, label=_("State"))
    kind = ChoiceFilter(
        field_name="form__kind", choices=FormKind.choices, label=pgettext_lazy("survey form", "Kind")
    )

    class Meta:
        model = SurveyRound
        fields = ("q", "year", "state", "kind")

    def search(self, queryset: QuerySet[SurveyRound], _name: str, value: str) -> QuerySet[SurveyRound]:
        wanted = value.strip()
        return queryset.filter(Q(name_vi__unaccent__icontains=wanted) | Q(name_en__icontains=wanted))


class RoundTable(tables.Table):
    name_vi = tables.Column(verbose_name=_("Survey"), linkify=("surveys:round", [tables.A("uuid")]))
    year = tables.Column(verbose_name=_("Year"), attrs=NUMBER)
    state = tables.Column(verbose_name=_("State"))
    opens_on = tables.Column(verbose_name=_("First day of answering"))
    closes_on = tables.Column(verbose_name=_("Last day of answering"))
    agencies = tables.Column(verbose_name=_("Rated agencies"), attrs=NUMBER)

    class Meta:
        order_by = ("-year", "name_vi")

    def render_name_vi(self, record: SurveyRound) -> str:
        return record.name_en if get_language() == "en" and record.name_en else record.name_vi

    def render_state(self, record: SurveyRound) -> SafeString:
        return parts.status_tag(record.get_state_display(), record.tone)

    def value_state(self, record: SurveyRound) -> str:
        return str(record.get_state_display())

    def render_opens_on(self, record: SurveyRound) -> str:
        return format_date(record.opens_on)

    def render_closes_on(self, record: SurveyRound) -> str:
        return format_date(record.closes_on)

    def render_year(self, record: SurveyRound) -> str:
        return str(record.year)
