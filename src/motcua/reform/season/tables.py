"""Lists of the round: documents, deviations."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters.filters import CharFilter, ChoiceFilter, MultipleChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform import clock
from motcua.platform.ui import parts
from motcua.platform.ui.columns import BilingualColumn, MomentColumn
from motcua.platform.ui.formats import format_date
from motcua.reform.rules.numbers import round_half_up
from motcua.reform.rules.season import INFLATION_PLACES
from motcua.reform.season.choices import Verdict
from motcua.reform.season.deviations import Deviation, inflation_text
from motcua.reform.season.evidence_models import EvidenceItem
from motcua.reform.season.models import Scorecard
from motcua.reform.season.services.evidence import quick_health

NUMBER: Final = {"th": {"class": "num"}, "td": {"class": "num"}}

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


class DeviationFilter(FilterSet):
    """Filters over rows that are computed, not stored; :meth:`chosen` does what ``qs`` does elsewhere."""

    agency = ChoiceFilter(label=_("Agency"))
    area = ChoiceFilter(label=_("Area"))
    only = MultipleChoiceFilter(
        label=_("Only"),
        choices=[("beyond", _("beyond the tolerance")), ("unnoted", _("without a note"))],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, agencies: list[Any], areas: list[Any], **kwargs: Any) -> None:
        super().__init__(data, queryset=Scorecard.objects.none(), **kwargs)  # type: ignore[no-untyped-call]
        self.filters["agency"].extra["choices"] = agencies
        self.filters["area"].extra["choices"] = areas

    def chosen(self, rows: Iterable[Deviation]) -> list[Deviation]:
        """The rows that fit; what the address asks for and is no choice asks for nothing."""
        self.form.is_valid()
        wanted = self.form.cleaned_data
        only = wanted.get("only") or ()
        return [
            row
            for row in rows
            if wanted.get("agency") in (None, "", row.agency.code)
            and wanted.get("area") in (None, "", row.criterion.area)
            and ("beyond" not in only or row.is_beyond)
            and ("unnoted" not in only or not row.reason.strip())
        ]


class DeviationTable(tables.Table):
    agency = BilingualColumn(verbose_name=_("Agency"))
    criterion = tables.Column(verbose_name=_("Criterion"))
    computed = tables.Column(verbose_name=_("Computed"), empty_values=(), attrs=NUMBER)
    own = tables.Column(verbose_name=_("Self-assessed"), empty_values=(), attrs=NUMBER)
    final = tables.Column(verbose_name=_("Recognised"), empty_values=(), attrs=NUMBER)
    is_beyond = tables.Column(verbose_name=_("Tolerance"))
    reason = tables.Column(verbose_name=_("Note"), default="—")

    class Meta:
        orderable = False

    def render_criterion(self, record: Deviation) -> SafeString:
        address = reverse("season:criterion", args=[record.card.uuid, record.criterion.code])
        return format_html('<a href="{}">{}</a>', address, self.value_criterion(record))

    def value_criterion(self, record: Deviation) -> str:
        item = record.criterion
        return f"{item.code} {item.name_en if get_language() == 'en' else item.name_vi}"

    def render_computed(self, record: Deviation) -> str:
        return "—" if record.computed is None else inflation_text(record.computed)

    def render_own(self, record: Deviation) -> str:
        return _na() if record.own is None else inflation_text(record.own)

    def render_final(self, record: Deviation) -> str:
        if not record.has_final:
            return "—"
        return _na() if record.final is None else inflation_text(record.final)

    def value_computed(self, record: Deviation) -> Decimal | None:
        return _number(record.computed)

    def value_own(self, record: Deviation) -> Decimal | None:
        return _number(record.own)

    def value_final(self, record: Deviation) -> Decimal | None:
        return _number(record.final)

    def render_is_beyond(self, value: bool) -> SafeString | str:
        return parts.status_tag(str(_("beyond")), "waiting") if value else "—"

    def value_is_beyond(self, value: bool) -> str:
        return str(_("beyond")) if value else ""

    def value_reason(self, record: Deviation) -> str:
        return record.reason


def _na() -> str:
    return str(_("n/a"))


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_half_up(value, INFLATION_PLACES)
