"""Lists of tasks: columns, filters, export."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform import clock
from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn
from motcua.platform.ui.formats import format_date
from motcua.reform.plan.forms import named
from motcua.reform.plan.models import PlanTask, TaskSource
from motcua.reform.plan.parameters import area_choices, area_name
from motcua.reform.plan.presentation import WORDS, due_words, short_words, standing_tag
from motcua.reform.plan.queries import list_units
from motcua.reform.rules.plan import Standing

GROUPS = {
    "done": (Standing.DONE, Standing.DONE_LATE),
    "running": (Standing.OPEN, Standing.DUE_SOON, Standing.DUE_TODAY),
}
"""Standings that a figure of the board counts together."""


def _standings() -> list[tuple[str, Any]]:
    groups = [("done", _("Done, in time or late")), ("running", _("Running"))]
    return [*groups, *((known.value, WORDS[known]) for known in Standing)]


class PlainTaskFilter(FilterSet):
    """What every list of tasks can be narrowed by."""

    q = CharFilter(method="search", label=_("Task, product or document"))
    standing = ChoiceFilter(method="narrow", choices=_standings, label=_("State"))
    area = ChoiceFilter(choices=area_choices, label=_("Area"))
    source = ChoiceFilter(choices=TaskSource.choices, label=_("Where it comes from"))

    class Meta:
        model = PlanTask
        fields = ("q", "standing", "area", "source")

    def search(self, queryset: QuerySet[PlanTask], _name: str, value: str) -> QuerySet[PlanTask]:
        wanted = value.strip()
        return queryset.filter(
            Q(text__unaccent__icontains=wanted)
            | Q(product__unaccent__icontains=wanted)
            | Q(source_label__unaccent__icontains=wanted)
        )

    def narrow(self, queryset: QuerySet[PlanTask], _name: str, value: str) -> QuerySet[PlanTask]:
        return queryset.filter(**{"standing__in": GROUPS.get(value, (value,))})


class TaskFilter(PlainTaskFilter):
    """The same within one agency and year, which the page has already chosen."""

    unit = ChoiceFilter(field_name="unit_id", label=pgettext_lazy("task", "Unit"))
    year = ChoiceFilter(method="chosen", label=_("Year"))
    agency = ChoiceFilter(method="chosen", label=_("Agency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        scope = self.request.plan_scope
        units = list_units(agency_id=scope.agency.pk)
        self.filters["unit"].extra["choices"] = [(unit.pk, named(unit)) for unit in units]
        self.filters["year"].extra["choices"] = [(year, year) for year in scope.years]
        if len(scope.agencies) == 1:
            del self.filters["agency"]
            return
        self.filters["agency"].extra["choices"] = [(one.code, named(one)) for one in scope.agencies]

    def chosen(self, queryset: QuerySet[PlanTask], _name: str, _value: str) -> QuerySet[PlanTask]:
        return queryset


class TaskTable(tables.Table):
    number = tables.Column(
        verbose_name=_("No."), linkify=("plan:task", [tables.A("uuid")]), order_by=("year", "number")
    )
    text = tables.Column(
        verbose_name=_("Task"),
        linkify=("plan:task", [tables.A("uuid")]),
        orderable=False,
        attrs={"td": {"class": "mc-row-title"}},
    )
    area = tables.Column(verbose_name=_("Area"))
    unit = BilingualColumn(verbose_name=pgettext_lazy("task", "Unit"), default="—", order_by="unit__order")
    person = tables.Column(verbose_name=_("Person in charge"), default="—", accessor="person__full_name")
    due_on = tables.Column(verbose_name=_("Due date"))
    standing = tables.Column(verbose_name=_("State"), orderable=False)
    source = tables.Column(verbose_name=_("Where it comes from"), visible=True)

    class Meta:
        order_by = ("due_on",)

    def render_number(self, record: PlanTask) -> str:
        return str(record)

    def value_number(self, record: PlanTask) -> str:
        return str(record)

    def render_area(self, value: str) -> str:
        return area_name(value)

    def render_due_on(self, record: PlanTask) -> SafeString:
        tone, words = due_words(record, today=clock.today())
        day = format_date(record.due_on)
        return parts.due(tone, day if words == day else f"{day} · {words}")

    def value_due_on(self, record: PlanTask) -> date:
        return record.due_on

    def render_standing(self, value: str, record: PlanTask) -> SafeString:
        reason = short_words(record)
        note = format_html('<br><span class="text-muted text-small">{}</span>', reason) if reason else ""
        return format_html("{}{}", standing_tag(value), note)

    def value_standing(self, value: str, record: PlanTask) -> str:
        return ". ".join(filter(None, (str(WORDS[Standing(value)]), short_words(record))))
