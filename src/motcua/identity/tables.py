"""Lists of the staff pages."""

from typing import Any

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.identity.models import Agency, Appointment, Delegation, Representation, Role
from motcua.identity.queries import in_force
from motcua.platform import clock
from motcua.platform.ui.columns import BilingualColumn
from motcua.platform.ui.templatetags.ui import bilingual


class StaffTable(tables.Table):
    """One row an office: somebody with two offices stands here twice."""

    name = tables.Column(
        accessor="user__full_name",
        verbose_name=gettext_lazy("Name"),
        linkify=("identity:staff_member", {"uuid": tables.A("user__uuid")}),
    )
    username = tables.Column(accessor="user__username", verbose_name=gettext_lazy("User name"))
    agency = tables.Column(accessor="unit__agency__code", verbose_name=gettext_lazy("Agency"))
    unit = BilingualColumn(order_by="unit__name_vi", verbose_name=pgettext_lazy("staff", "Unit"))
    position = BilingualColumn(
        part="title", order_by="position__title_vi", verbose_name=gettext_lazy("Position")
    )
    roles = tables.Column(accessor="grants", verbose_name=gettext_lazy("Roles"), orderable=False)
    valid_from = tables.DateColumn(format="d/m/Y", verbose_name=pgettext_lazy("staff", "Since"))
    valid_to = tables.DateColumn(format="d/m/Y", verbose_name=gettext_lazy("Until"))

    class Meta:
        order_by = ("agency", "unit", "name")

    def render_roles(self, record: Appointment) -> str:
        return self.value_roles(record)

    def value_roles(self, record: Appointment) -> str:
        return ", ".join(grant.get_role_display() for grant in record.grants.all())


class StaffFilter(FilterSet):
    """By name, agency, role and whether the office is held today."""

    q = CharFilter(method="filter_name", label=gettext_lazy("Name or user name"))
    agency = ChoiceFilter(field_name="unit__agency__code", label=gettext_lazy("Agency"), choices=list)
    role = ChoiceFilter(field_name="grants__role", label=gettext_lazy("Role"), choices=Role.choices)
    held = ChoiceFilter(
        method="filter_held",
        label=gettext_lazy("In office"),
        choices=[("today", gettext_lazy("Today")), ("ended", gettext_lazy("Not today"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        agencies = Agency.objects.order_by("code")
        self.filters["agency"].extra["choices"] = [
            (agency.code, bilingual(agency, "name")) for agency in agencies
        ]

    def filter_name(self, queryset: QuerySet[Appointment], _name: str, value: str) -> QuerySet[Appointment]:
        by_name = Q(user__full_name__unaccent__icontains=value)
        return queryset.filter(by_name | Q(user__username__icontains=value))

    def filter_held(self, queryset: QuerySet[Appointment], _name: str, value: str) -> QuerySet[Appointment]:
        today = in_force(on=clock.today())
        return queryset.filter(today if value == "today" else ~today)


class DelegationTable(tables.Table):
    giver = tables.Column(accessor="delegator__user__full_name", verbose_name=gettext_lazy("Absent"))
    holder = tables.Column(accessor="delegate__user__full_name", verbose_name=gettext_lazy("Acts instead"))
    unit = BilingualColumn(
        accessor="delegator__unit",
        order_by="delegator__unit__name_vi",
        verbose_name=pgettext_lazy("staff", "Unit"),
    )
    valid_from = tables.DateColumn(format="d/m/Y", verbose_name=gettext_lazy("First day"))
    valid_to = tables.DateColumn(format="d/m/Y", verbose_name=gettext_lazy("Last day"))
    document_number = tables.Column(verbose_name=gettext_lazy("Document"))
    state = tables.Column(empty_values=(), verbose_name=gettext_lazy("State"), orderable=False)
    actions = tables.TemplateColumn(
        template_name="identity/_delegation_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        order_by = ("-valid_from",)

    def render_state(self, record: Delegation) -> str:
        return delegation_state(record)

    def value_state(self, record: Delegation) -> str:
        return delegation_state(record)


def delegation_state(delegation: Delegation) -> str:
    """What a delegation is today, in a word."""
    today = clock.today()
    if delegation.revoked_at is not None:
        return _("Revoked")
    if delegation.valid_to < today:
        return _("Over")
    return _("In force") if delegation.valid_from <= today else _("To come")


class DelegationFilter(FilterSet):
    q = CharFilter(method="filter_name", label=gettext_lazy("Name or document"))

    def filter_name(self, queryset: QuerySet[Delegation], _name: str, value: str) -> QuerySet[Delegation]:
        people = ("delegator__user__full_name", "delegate__user__full_name")
        wanted = Q(document_number__icontains=value)
        for name in people:
            wanted |= Q(**{f"{name}__unaccent__icontains": value})
        return queryset.filter(wanted)


class AuthorityTable(tables.Table):
    """Authorities that an officer has to look at before they count."""

    person = tables.Column(accessor="person__full_name", verbose_name=gettext_lazy("Person"))
    organisation = tables.Column(
        accessor="organisation__name_vi", verbose_name=gettext_lazy("Organisation"), empty_values=()
    )
    claimed_name = tables.Column(verbose_name=gettext_lazy("Name in the request"))
    tax_code = tables.Column(accessor="organisation__tax_code", verbose_name=gettext_lazy("Tax code"))
    document_number = tables.Column(verbose_name=gettext_lazy("Document"))
    valid_from = tables.DateColumn(format="d/m/Y", verbose_name=gettext_lazy("Valid from"))
    valid_to = tables.DateColumn(format="d/m/Y", verbose_name=gettext_lazy("Valid until"))
    actions = tables.TemplateColumn(
        template_name="identity/_authority_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        order_by = ("valid_from",)

    def render_organisation(self, record: Representation) -> str:
        return record.organisation.name_vi or _("No name confirmed yet")

    def value_organisation(self, record: Representation) -> str:
        return record.organisation.name_vi
