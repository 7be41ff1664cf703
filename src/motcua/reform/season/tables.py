"""Lists of the round: rounds, documents."""

from typing import Final

import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform import clock
from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn, MomentColumn
from motcua.platform.ui.formats import format_date
from motcua.reform.season.choices import Verdict
from motcua.reform.season.evidence_models import EvidenceItem
from motcua.reform.season.services.evidence import quick_health

VERDICT_TONES: Final = {
    Verdict.VALID: "done",
    Verdict.UNKNOWN: "waiting",
    Verdict.INVALID: "late",
    Verdict.UNSIGNED: "neutral",
}
HEALTH: Final = {
    "good": {"word": _("in order"), "tone": "done"},
    "expired": {"word": _("expired"), "tone": "late"},
    "invalid": {"word": _("signature damaged"), "tone": "late"},
    "damaged": {"word": _("file changed since it was added"), "tone": "late"},
    "missing": {"word": _("file missing"), "tone": "late"},
}


class EvidenceFilter(FilterSet):
    q = CharFilter(method="search", label=_("Title, number or signer"))
    verdict = ChoiceFilter(choices=Verdict.choices, label=_("Signature"))

    class Meta:
        model = EvidenceItem
        fields = ("q", "verdict")

    def search(self, queryset: QuerySet[EvidenceItem], _name: str, value: str) -> QuerySet[EvidenceItem]:
        wanted = value.strip()
        return queryset.filter(
            Q(title__unaccent__icontains=wanted)
            | Q(number__icontains=wanted)
            | Q(signer__unaccent__icontains=wanted)
        )


class EvidenceTable(tables.Table):
    title = tables.Column(verbose_name=_("Document"), linkify=("season:evidence_item", [tables.A("uuid")]))
    number = tables.Column(verbose_name=_("Number"), default="—")
    issued_on = tables.Column(verbose_name=_("Date"), default="—")
    signer = tables.Column(verbose_name=_("Signer"), default="—")
    agency = BilingualColumn(verbose_name=_("Agency"), order_by="agency__code")
    verdict = tables.Column(verbose_name=_("Signature"))
    health = tables.Column(
        verbose_name=_("Condition"), accessor="expires_on", orderable=False, empty_values=()
    )
    added_at = MomentColumn(verbose_name=_("Added"))

    class Meta:
        order_by = ("-added_at",)

    def render_issued_on(self, record: EvidenceItem) -> str:
        return format_date(record.issued_on) if record.issued_on else "—"

    def render_verdict(self, record: EvidenceItem) -> SafeString:
        return parts.status_tag(record.get_verdict_display(), VERDICT_TONES[Verdict(record.verdict)])

    def value_verdict(self, record: EvidenceItem) -> str:
        return str(record.get_verdict_display())

    def render_health(self, record: EvidenceItem) -> SafeString:
        found = HEALTH[quick_health(record, today=clock.today())]
        return parts.status_tag(str(found["word"]), str(found["tone"]))

    def value_health(self, record: EvidenceItem) -> str:
        return str(HEALTH[quick_health(record, today=clock.today())]["word"])
