"""The office list of procedures."""

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ModelChoiceFilter
from django_filters.filterset import FilterSet

from motcua.onestop.procedures.models import Procedure, ProcedureVersion, ServiceField, VersionState
from motcua.onestop.procedures.queries import search_procedures
from motcua.onestop.procedures.rules.versions import standing_of
from motcua.platform import clock
from motcua.platform.ui.formats import format_date


class ProcedureFilter(FilterSet):
    """Search by name without diacritics, and by field."""

    q = CharFilter(method="search", label=_("Search"))
    field = ModelChoiceFilter(queryset=ServiceField.objects.order_by("order"), label=_("Field"))

    class Meta:
        model = Procedure
        fields = ("q", "field")

    def search(self, queryset: QuerySet[Procedure], name: str, value: str) -> QuerySet[Procedure]:
        return search_procedures(queryset, query=value)


class ProcedureTable(tables.Table):
    """One row per procedure with the version in force and what follows it."""

    name = tables.Column(
        verbose_name=_("Procedure"),
        accessor="key",
        orderable=False,
        linkify=("procedures:office_procedure", [tables.A("key")]),
    )
    national_code = tables.Column(verbose_name=_("National code"))
    field = tables.Column(verbose_name=_("Field"), accessor="field", order_by="field__order")
    unit = tables.Column(verbose_name=_("Unit"), accessor="unit__code")
    in_force = tables.Column(verbose_name=_("In force"), empty_values=(), orderable=False)
    next = tables.Column(verbose_name=_("Next version"), empty_values=(), orderable=False)
    unverified = tables.Column(
        verbose_name=_("Unconfirmed parts"),
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": "num"}, "th": {"class": "num"}},
    )

    class Meta:
        order_by = ("field",)

    def render_name(self, record: Procedure) -> str:
        version = current_version(record)
        return version.name_en if get_language() == "en" else version.name_vi

    def render_field(self, value: ServiceField) -> str:
        return value.name_en if get_language() == "en" else value.name_vi

    def render_in_force(self, record: Procedure) -> str:
        version = _with_standing(record, "in_force")
        return _("No. %(number)s from %(day)s") % _number_and_day(version) if version else "—"

    def render_next(self, record: Procedure) -> SafeString | str:
        draft = _with_standing(record, "draft")
        if draft:
            return format_html("{}", _("Draft no. %(number)s") % {"number": draft.number})
        future = _with_standing(record, "future")
        return _("No. %(number)s from %(day)s") % _number_and_day(future) if future else "—"

    def render_unverified(self, record: Procedure) -> int:
        return len(current_version(record).unverified)


def current_version(procedure: Procedure) -> ProcedureVersion:
    """The version in force today, or the newest when none is."""
    return _with_standing(procedure, "in_force") or procedure.versions.all()[0]


def _with_standing(procedure: Procedure, standing: str) -> ProcedureVersion | None:
    today = clock.today()
    return next(
        (version for version in procedure.versions.all() if standing_on(version, today) == standing), None
    )


def standing_on(version: ProcedureVersion, today: Any) -> str:
    return standing_of(
        is_draft=version.state == VersionState.DRAFT,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        on=today,
    )


def _number_and_day(version: ProcedureVersion) -> dict[str, Any]:
    return {"number": version.number, "day": format_date(version.valid_from)}
