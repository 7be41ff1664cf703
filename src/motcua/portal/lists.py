"""The citizen's list of dossiers."""

import django_tables2 as tables
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet
from django_tables2.utils import A

from motcua.identity.api import User
from motcua.onestop.api import Dossier, State, list_dossiers_of
from motcua.platform.search.api import normalise
from motcua.platform.ui.columns import MomentColumn
from motcua.platform.ui.lists import ListPage, build_list


class DossierTable(tables.Table):
    code = tables.LinkColumn(
        "portal:dossier",
        args=[A("uuid")],
        text=str,
        verbose_name=pgettext_lazy("dossier", "Code"),
        accessor="uuid",
        orderable=False,
        attrs={"td": {"class": "text-nowrap"}},
    )
    procedure = tables.Column(verbose_name=_("Procedure"), accessor="version", orderable=False)
    state = tables.Column(verbose_name=_("State"), accessor="get_state_display", order_by="state")
    submitted_at = MomentColumn(verbose_name=_("Submitted on"))
    due_at = MomentColumn(verbose_name=_("Promised for"))

    def render_procedure(self, record: Dossier) -> str:
        return record.version.name_en if get_language() == "en" else record.version.name_vi


class DossierFilter(FilterSet):
    q = CharFilter(method="search", label=_("Search"))
    state = ChoiceFilter(choices=State.choices, label=_("State"))

    def search(self, queryset: object, name: str, value: str) -> object:
        return queryset.filter(search_text__contains=normalise(value))  # type: ignore[attr-defined]


def dossier_list(request: HttpRequest, user: User, *, on: object) -> ListPage:
    return build_list(
        request,
        key="account-dossiers",
        table_class=DossierTable,
        queryset=list_dossiers_of(user, on=on),  # type: ignore[arg-type]
        filterset_class=DossierFilter,
    )
