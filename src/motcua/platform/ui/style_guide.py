"""What the page of components shows: every component in its states, with long and missing text.

The samples stand in a data file in both languages, not in the catalogue: they are no part of the product.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import django_tables2 as tables
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import get_language
from django_filters import CharFilter, ChoiceFilter
from django_filters.filterset import FilterSet

from motcua.platform.ui.forms import DateField
from motcua.platform.ui.lists import build_list

_DATA: Final = Path(__file__).parent / "data"
_NUMBER: Final = {"td": {"class": "num"}, "th": {"class": "num"}}


class SampleForm(forms.Form):
    """One field of each kind."""

    applicant = forms.CharField(label="Tên tổ chức", help_text="Ghi đúng như giấy đăng ký doanh nghiệp.")
    email = forms.EmailField(label="Thư điện tử", required=False)
    kind = forms.ChoiceField(
        label="Hình thức nhận kết quả",
        choices=[("online", "Trực tuyến"), ("post", "Qua bưu chính công ích"), ("counter", "Tại quầy")],
        widget=forms.RadioSelect,
    )
    devices = forms.MultipleChoiceField(
        label="Loại thiết bị",
        choices=[("general", "X-quang tổng hợp"), ("ct", "Cắt lớp vi tính (CT)"), ("dental", "X-quang răng")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    district = forms.ChoiceField(
        label="Địa bàn", choices=[("", "Chọn"), ("1", "Phường An Bình")], required=False
    )
    issued_on = DateField(label="Ngày cấp", help_text="Ví dụ 27 3 2026", required=False)
    purpose = forms.CharField(
        label="Mục đích sử dụng", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    plan = forms.FileField(
        label="Bản vẽ phòng đặt thiết bị", help_text="PDF hoặc ảnh, tối đa 20 MB.", required=False
    )
    declared = forms.BooleanField(label="Cam đoan các nội dung khai là đúng sự thật.")


class SampleTable(tables.Table):
    """A list with numbers, links, tags and a due date."""

    code = tables.TemplateColumn(
        '<a href="#row-{{ record.pk }}">H01.15.{{ record.pk|stringformat:"04d" }}</a>',
        verbose_name="Mã hồ sơ", order_by="pk", attrs={"td": {"class": "mc-row-title text-nowrap"}},
    )  # fmt: skip
    model = tables.Column(verbose_name="Người nộp")
    app_label = tables.Column(verbose_name="Bước đang ở")
    state = tables.TemplateColumn(
        '{% status_tag "Đang xử lý" "info" %}', verbose_name="Trạng thái", orderable=False
    )
    due = tables.TemplateColumn(
        '{% include "ui/due.html" with tone="waiting" text="còn 2 ngày làm việc" %}',
        verbose_name="Hạn",
        orderable=False,
    )
    fee = tables.TemplateColumn("{{ 16000000|money }}", verbose_name="Phí", orderable=False, attrs=_NUMBER)

    class Meta:
        # Rows that every database has, so that the list really searches, sorts and turns pages.
        model = ContentType
        fields = ("code", "model", "app_label", "state", "due", "fee")


class SampleFilter(FilterSet):
    q = CharFilter(field_name="model", lookup_expr="icontains", label="Tìm")
    app_label = ChoiceFilter(label="Bước", choices=[("auth", "Thẩm định"), ("platform", "Trình ký")])

    class Meta:
        model = ContentType
        fields = ("q", "app_label")


def context(request: HttpRequest) -> dict[str, object]:
    """Samples in the language of the page."""
    wrong = SampleForm({"applicant": "", "kind": "unknown", "email": "minh.example"}, prefix="wrong")
    return {
        **_in_language(json.loads((_DATA / "style_guide.json").read_text()), get_language() or "vi"),
        "bpmn": (_DATA / "sample.bpmn").read_text(),
        "form": SampleForm(),
        "form_with_errors": wrong,
        "list": build_list(
            request,
            key="style-guide",
            table_class=SampleTable,
            queryset=ContentType.objects.order_by("pk"),
            filterset_class=SampleFilter,
        ),
        "empty_list": build_list(
            request, key="style-guide", table_class=SampleTable, queryset=ContentType.objects.none()
        ),
    }


def _in_language(value: Any, language: str) -> Any:
    """Replace every ``{"vi": …, "en": …}`` by its text, and moments written under ``at`` by moments."""
    if isinstance(value, list):
        return [_in_language(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"vi", "en"}:
        return value[language]
    return {
        key: datetime.fromisoformat(item) if key == "at" else _in_language(item, language)
        for key, item in value.items()
    }
