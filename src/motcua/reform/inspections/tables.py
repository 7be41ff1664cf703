"""Lists of this part: columns, filters, export."""

from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import BooleanFilter, CharFilter, ChoiceFilter, NumberFilter
from django_filters.filterset import FilterSet

from motcua.identity.api import list_agencies
from motcua.platform import clock
from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn, MomentColumn
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections import presentation
from motcua.reform.inspections.choices import Kind, Remedying, Severity, Stage
from motcua.reform.inspections.models import Inspection, InspectionPlan, RemedyNotice, Shortcoming
from motcua.reform.inspections.rules.clocks import is_overdue
from motcua.reform.inspections.rules.states import TO_REMEDY

_NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
_CODE = {"a": {"class": "text-code text-nowrap"}}


def agency_choices() -> list[tuple[str, str]]:
    """Agencies by code, for a filter."""
    return [(agency.code, bilingual(agency, "name")) for agency in list_agencies()]


class DayColumn(tables.Column):
    """``22/11/2026``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def render(self, value: Any) -> str:
        return format_date(value)

    def value(self, **kwargs: Any) -> str:
        """Files hold the text of the page."""
        return format_date(kwargs["value"])


class InspectionFilter(FilterSet):
    q = CharFilter(method="search", label=_("Agency or unit"))
    year = NumberFilter(field_name="plan__year", label=_("Year"))
    stage = ChoiceFilter(choices=Stage.choices, label=_("State"))
    kind = ChoiceFilter(choices=Kind.choices, label=_("Kind of inspection"))
    agency = ChoiceFilter(
        field_name="subject_agency__code", choices=agency_choices, label=_("Inspected agency")
    )

    class Meta:
        model = Inspection
        fields = ("q", "year", "stage", "kind", "agency")

    def search(self, queryset: QuerySet[Inspection], _name: str, value: str) -> QuerySet[Inspection]:
        wanted = value.strip()
        return queryset.filter(
            Q(subject_agency__name_vi__unaccent__icontains=wanted)
            | Q(subject_unit__name_vi__unaccent__icontains=wanted)
            | Q(subject_agency__name_en__icontains=wanted)
            | Q(subject_agency__code__iexact=wanted)
        )


class InspectionTable(tables.Table):
    code = tables.Column(
        verbose_name=_("Inspection code"),
        empty_values=(),
        linkify=("inspections:inspection", [tables.A("uuid")]),
        order_by=("plan__year", "ordinal"),
        attrs=_CODE,
    )
    subject = tables.Column(
        verbose_name=_("Inspected"), empty_values=(), order_by=("subject_agency__name_vi",)
    )
    kind = tables.Column(verbose_name=_("Kind of inspection"))
    planned_from = DayColumn(verbose_name=_("From"))
    planned_to = DayColumn(verbose_name=_("To"))
    stage = tables.Column(verbose_name=_("State"))
    shortcoming_count = tables.Column(verbose_name=_("Shortcomings"), attrs=_NUMBER)

    def render_code(self, record: Inspection) -> str:
        return presentation.inspection_code(record)

    def render_subject(self, record: Inspection) -> str:
        return presentation.subject_of(record)

    def render_stage(self, record: Inspection) -> SafeString:
        return parts.status_tag(record.get_stage_display(), presentation.stage_tone(record.stage))

    def value_stage(self, record: Any) -> str:
        return str(record.get_stage_display())


class PlanTable(tables.Table):
    title = tables.Column(verbose_name=_("Plan"), linkify=("inspections:plan", [tables.A("uuid")]))
    year = tables.Column(verbose_name=_("Year"), attrs=_NUMBER)
    scope = tables.Column(verbose_name=_("Whom the plan inspects"))
    agency = BilingualColumn(verbose_name=_("Agency"), accessor="agency")
    inspection_count = tables.Column(verbose_name=_("Inspections"), attrs=_NUMBER)
    visited_count = tables.Column(verbose_name=_("Carried out"), attrs=_NUMBER)
    subject_count = tables.Column(verbose_name=_("Subjects"), attrs=_NUMBER)
    approved_at = MomentColumn(verbose_name=_("Issued"), default="—")

    def render_year(self, value: int) -> str:
        return str(value)


class PlanFilter(FilterSet):
    q = CharFilter(field_name="title", lookup_expr="unaccent__icontains", label=_("Title of the plan"))
    year = NumberFilter(label=_("Year"))

    class Meta:
        model = InspectionPlan
        fields = ("q", "year")


class ShortcomingFilter(FilterSet):
    q = CharFilter(method="search", label=_("Words of the shortcoming or code of the criterion"))
    state = ChoiceFilter(choices=Remedying.choices, label=_("State"))
    severity = ChoiceFilter(choices=Severity.choices, label=_("Severity"))
    owner = ChoiceFilter(field_name="owner_agency__code", choices=agency_choices, label=_("Who remedies it"))
    year = NumberFilter(field_name="due_on__year", label=_("Year of the deadline"))
    overdue = BooleanFilter(method="late", label=_("Overdue"))

    class Meta:
        model = Shortcoming
        fields = ("q", "state", "severity", "owner", "year", "overdue")

    def search(self, queryset: QuerySet[Shortcoming], _name: str, value: str) -> QuerySet[Shortcoming]:
        wanted = value.strip()
        return queryset.filter(Q(description__unaccent__icontains=wanted) | Q(criterion__iexact=wanted))

    def late(self, queryset: QuerySet[Shortcoming], _name: str, value: bool) -> QuerySet[Shortcoming]:
        overdue = Q(state__in=TO_REMEDY, due_on__lt=clock.today())
        return queryset.filter(overdue if value else ~overdue)


class ShortcomingTable(tables.Table):
    code = tables.Column(
        verbose_name=_("Inspection code"),
        empty_values=(),
        linkify=("inspections:shortcoming", [tables.A("uuid")]),
        order_by=("inspection__plan__year", "inspection_id", "ordinal"),
        attrs=_CODE,
    )
    description = tables.Column(verbose_name=_("What falls short"))
    criterion = tables.Column(verbose_name=_("Criterion"), default="—")
    severity = tables.Column(verbose_name=_("Severity"))
    owner = tables.Column(
        verbose_name=_("Who remedies it"), empty_values=(), order_by=("owner_agency__name_vi",)
    )
    due_on = DayColumn(verbose_name=_("Deadline"))
    state = tables.Column(verbose_name=_("State"))
    reminder_count = tables.Column(verbose_name=_("Reminders"), attrs=_NUMBER)

    def render_code(self, record: Shortcoming) -> str:
        return presentation.shortcoming_code(record)

    def render_owner(self, record: Shortcoming) -> str:
        return presentation.owner_of(record)

    def render_due_on(self, record: Shortcoming) -> SafeString | str:
        day = format_date(record.due_on)
        late = record.state in TO_REMEDY and is_overdue(deadline=record.due_on, today=clock.today())
        return parts.status_tag(str(_("%(day)s, overdue") % {"day": day}), "late") if late else day

    def value_due_on(self, record: Any) -> str:
        return format_date(record.due_on)

    def render_state(self, record: Shortcoming) -> SafeString:
        return parts.status_tag(record.get_state_display(), presentation.state_tone(record.state))

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


class NoticeTable(tables.Table):
    symbol = tables.Column(
        verbose_name=_("Number"),
        accessor="paper__symbol",
        empty_values=(),
        linkify=("inspections:notice", [tables.A("uuid")]),
        attrs=_CODE,
    )
    recipient = tables.Column(
        verbose_name=_("Recipient"), empty_values=(), order_by=("recipient_agency__name_vi",)
    )
    shortcoming_count = tables.Column(verbose_name=_("Shortcomings"), attrs=_NUMBER)
    issued_at = MomentColumn(verbose_name=_("Issued"), default="—")
    acknowledged_at = MomentColumn(verbose_name=_("Receipt acknowledged"), default="—")

    def render_symbol(self, record: RemedyNotice) -> str:
        return (record.paper.symbol if record.paper else "") or str(_("Draft"))

    def render_recipient(self, record: RemedyNotice) -> str:
        return bilingual(record.recipient_unit or record.recipient_agency, "name")


class NoticeFilter(FilterSet):
    q = CharFilter(field_name="paper__symbol", lookup_expr="icontains", label=_("Number of the document"))
    recipient = ChoiceFilter(
        field_name="recipient_agency__code", choices=agency_choices, label=_("Recipient")
    )
    waiting = BooleanFilter(field_name="acknowledged_at", lookup_expr="isnull", label=_("Not acknowledged"))

    class Meta:
        model = RemedyNotice
        fields = ("q", "recipient", "waiting")
