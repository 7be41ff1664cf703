"""What to tell a person about an error: what to do, in both languages.

The texts live beside the rules rather than in gettext because forms bring their own texts as data
in both languages, and both must be joined without Django.
"""

from collections.abc import Mapping
from typing import Any

from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.model import Field, Text, text

_TEXTS: Mapping[str, Text] = {
    "required": {"vi": "Nhập {label}.", "en": "Enter: {label}."},
    "required.choice": {"vi": "Chọn {label}.", "en": "Select: {label}."},
    "required.yesno": {
        "vi": "Chọn Có hoặc Không ở mục “{label}”.",
        "en": "Select yes or no for “{label}”.",
    },
    # An empty row stands on the page already, so the words ask to fill in, not to add.
    "required.table": {
        "vi": "Kê khai ít nhất một dòng trong {label}.",
        "en": "Fill in at least one row of: {label}.",
    },
    "type.integer": {
        "vi": "{label} phải là số nguyên, ví dụ 12.",
        "en": "{label} must be a whole number, like 12.",
    },
    "type.year": {
        "vi": "{label} phải gồm bốn chữ số, ví dụ 2024.",
        "en": "{label} must have four digits, like 2024.",
    },
    "type.number": {"vi": "{label} phải là số, ví dụ 12,5.", "en": "{label} must be a number, like 12.5."},
    "type.money": {
        "vi": "{label} phải là số tiền bằng đồng, ví dụ 16.000.000.",
        "en": "{label} must be an amount in dong, like 16000000.",
    },
    "type": {
        "vi": "Nhập lại {label}: giá trị không đúng dạng.",
        "en": "Enter again: {label}. The value has the wrong form.",
    },
    "format.date": {
        "vi": "{label} phải là ngày có thật, ví dụ 22/11/2026.",
        "en": "{label} must be a real date, like 22/11/2026.",
    },
    "format.email": {
        "vi": "Nhập thư điện tử theo dạng ten@vidu.vn.",
        "en": "Enter an e-mail address like name@example.com.",
    },
    "pattern.phone": {
        "vi": "Nhập số điện thoại gồm 10 hoặc 11 chữ số, ví dụ 0912 345 678.",
        "en": "Enter a phone number of 10 or 11 digits, like 0912 345 678.",
    },
    "pattern": {
        "vi": "Nhập {label} đúng mẫu ghi ở phần hướng dẫn.",
        "en": "Enter {label} in the form shown in the hint.",
    },
    "enum": {"vi": "Chọn {label} trong danh sách.", "en": "Select {label} from the list."},
    "maxLength": {
        "vi": "Rút ngắn {label} còn tối đa {limit} ký tự.",
        "en": "Shorten {label} to {limit} characters or fewer.",
    },
    "minLength": {
        "vi": "{label} cần ít nhất {limit} ký tự.",
        "en": "{label} needs at least {limit} characters.",
    },
    "minimum": {"vi": "{label} phải từ {limit} trở lên.", "en": "{label} must be {limit} or more."},
    "minimum.year": {
        "vi": "{label} phải từ năm {limit} trở lại đây.",
        "en": "{label} must be {limit} or later.",
    },
    "maximum.year": {
        "vi": "{label} không được sau năm {limit}.",
        "en": "{label} must not be after {limit}.",
    },
    "exclusiveMinimum": {"vi": "{label} phải lớn hơn {limit}.", "en": "{label} must be more than {limit}."},
    "maximum": {"vi": "{label} không được quá {limit}.", "en": "{label} must be {limit} or less."},
    "minItems": {
        "vi": "Kê khai ít nhất {limit} dòng trong {label}.",
        "en": "Fill in at least {limit} row(s) of: {label}.",
    },
    "maxItems": {"vi": "{label} chỉ nhận tối đa {limit} dòng.", "en": "{label} takes at most {limit} rows."},
    "uniqueItems": {"vi": "Bỏ mục trùng trong {label}.", "en": "Remove the repeated item in: {label}."},
    "future": {"vi": "{label} không được sau ngày hôm nay.", "en": "{label} must not be after today."},
}


def message(error: FormError, field: Field, language: str) -> str:
    """One sentence that says what to do. ``field`` is the question the error belongs to."""
    if field.message and error.code in {"pattern", "type", "format", "enum"}:
        return text(field.message, language)
    template = text(_template(error.code, field, error.params), language)
    label = text(field.label, language)
    limit = _number(error.params.get("limit"), language, is_year=field.widget == "year")
    return _sentence(template.format(label=_inside(template, label), limit=limit))


def _template(code: str, field: Field, params: Mapping[str, Any]) -> Text:
    if code == "required" and field.widget in {"choice", "choices"}:
        code = "required.choice"
    elif field.widget == "table" and (
        code == "required" or (code == "minItems" and params.get("limit") == 1)
    ):
        code = "required.table"
    elif code == "minItems":
        code = "required.choice"
    elif code == "minLength":
        code = "required"
    for candidate in (f"{code}.{field.widget}", f"{code}.{params.get('limit')}", code):
        if candidate in _TEXTS:
            return _TEXTS[candidate]
    return _TEXTS["type"]


def _inside(template: str, label: str) -> str:
    """A label in the middle of a sentence starts small, unless it is an abbreviation."""
    is_name = len(label) > 1 and label[1].isupper()
    stays = is_name or template.startswith("{label}") or "“{label}”" in template
    return label if stays else label[:1].lower() + label[1:]


def _sentence(value: str) -> str:
    return value[:1].upper() + value[1:]


def _number(value: Any, language: str, *, is_year: bool = False) -> str:
    """With separators, which a year never has."""
    if is_year or not isinstance(value, int) or isinstance(value, bool):
        return "" if value is None else str(value)
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped
