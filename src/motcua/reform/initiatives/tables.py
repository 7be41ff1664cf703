"""Lists of initiatives and councils: columns, filters, export."""

from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, ModelChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from motcua.identity.api import Agency, AgencyKind
from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.initiatives.documents import percent
from motcua.reform.initiatives.models import (
    Area,
    CouncilState,
    Initiative,
    InitiativeCouncil,
    Level,
    ReviewState,
    State,
)
from motcua.reform.initiatives.rules.similarity import normal_text

TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "waiting",
    State.RETURNED: "late",
    State.ACCEPTED: "info",
    State.SCORING: "waiting",
    State.PROPOSED: "info",
    State.RECOGNISED: "done",
    State.NOT_RECOGNISED: "neutral",
    State.WITHDRAWN: "neutral",
}
COUNCIL_TONES = {CouncilState.DRAFT: "waiting", CouncilState.SITTING: "info", CouncilState.ENDED: "neutral"}


class AgencyFilter(ModelChoiceFilter):
    """Agencies by name in the language of the page."""

    def __init__(self, **kwargs: Any) -> None:
        agencies = Agency.objects.exclude(kind=AgencyKind.PROVINCE).order_by("code")
        super().__init__(queryset=agencies, **kwargs)  # type: ignore[no-untyped-call]
        self.extra["empty_label"] = "—"

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda agency: bilingual(agency, "name")
        return field


class InitiativeFilter(FilterSet):
    q = CharFilter(method="search", label=_("Title, content or author"))
    state = ChoiceFilter(choices=State.choices, label=_("State"))
    level = ChoiceFilter(method="by_level", choices=Level.choices, label=_("Recognised at"))
    area = ChoiceFilter(choices=Area.choices, label=_("Area of reform"))
    year = NumberFilter(label=_("Year of filing"))
    agency = AgencyFilter(label=_("Agency"))

    class Meta:
        model = Initiative
        fields = ("q", "state", "level", "area", "year", "agency")

    def search(self, queryset: QuerySet[Initiative], _name: str, value: str) -> QuerySet[Initiative]:
        wanted = value.strip()
        by_author = Initiative.objects.filter(authors__full_name__unaccent__icontains=wanted).values("pk")
        return queryset.filter(
            Q(title__unaccent__icontains=wanted)
            | Q(normal_text__contains=normal_text(wanted))
            | Q(pk__in=by_author)
        )

    def by_level(self, queryset: QuerySet[Initiative], _name: str, value: str) -> QuerySet[Initiative]:
        return queryset.filter(reviews__level=value, reviews__state=ReviewState.RECOGNISED)


class InitiativeTable(tables.Table):
    title = tables.Column(
        verbose_name=_("Name of the initiative"), linkify=("initiatives:initiative", [tables.A("uuid")])
    )
    authors = tables.Column(verbose_name=_("Authors"), accessor="pk", orderable=False)
    agency = BilingualColumn(verbose_name=_("Agency"), order_by="agency__code")
    area = tables.Column(verbose_name=_("Area of reform"))
    year = tables.Column(
        verbose_name=_("Year"), default="—", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = ("-year",)

    def render_authors(self, record: Initiative) -> str:
        return "; ".join(f"{author.full_name} ({percent(author.share)} %)" for author in record.authors.all())

    def value_authors(self, record: Initiative) -> str:
        return self.render_authors(record)

    def render_state(self, record: Initiative) -> SafeString:
        return parts.status_tag(record.get_state_display(), TONES[State(record.state)])

    def value_state(self, record: Initiative) -> str:
        return str(record.get_state_display())


class CouncilTable(tables.Table):
    year = tables.Column(verbose_name=_("Year"), linkify=("initiatives:council", [tables.A("uuid")]))
    level = tables.Column(verbose_name=_("Level"), linkify=("initiatives:council", [tables.A("uuid")]))
    agency = BilingualColumn(verbose_name=_("Agency"), order_by="agency__code")
    seats = tables.Column(verbose_name=_("Members"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    before_it = tables.Column(
        verbose_name=_("Initiatives"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    decision = tables.Column(verbose_name=_("Decision"), accessor="decision__symbol", default="—")
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        order_by = ("-year",)

    def render_state(self, record: InitiativeCouncil) -> SafeString:
        return parts.status_tag(record.get_state_display(), COUNCIL_TONES[CouncilState(record.state)])

    def value_state(self, record: InitiativeCouncil) -> str:
        return str(record.get_state_display())
