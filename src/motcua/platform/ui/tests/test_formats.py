from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.utils import translation


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


@pytest.mark.parametrize(("language", "expected"), [("vi", "16.000.000\u00a0đ"), ("en", "16,000,000\u00a0đ")])
def test_money_is_grouped_as_the_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert render("{{ amount|money }}", amount=16_000_000) == expected


def test_nothing_to_pay_is_written_as_zero() -> None:
    assert render("{{ amount|money }}", amount=0) == "0\u00a0đ"


def test_a_moment_is_shown_in_office_time() -> None:
    assert render("{{ at|datetime_vi }}", at=datetime(2026, 11, 22, 7, 30, tzinfo=UTC)) == "22/11/2026, 14:30"


def test_a_late_evening_in_utc_is_the_next_day_in_the_office() -> None:
    assert render("{{ at|date_vi }}", at=datetime(2026, 11, 22, 20, 0, tzinfo=UTC)) == "23/11/2026"


def test_decimals_use_a_comma_in_vietnamese() -> None:
    with translation.override("vi"):
        assert render("{{ share|number:1 }}", share=98.64) == "98,6"


@pytest.mark.parametrize(
    ("size", "expected"), [(1, "1\u00a0KB"), (312_000, "305\u00a0KB"), (4_400_000, "4,2\u00a0MB")]
)
def test_file_sizes_are_rounded_for_people(size: int, expected: str) -> None:
    with translation.override("vi"):
        assert render("{{ size|file_size }}", size=size) == expected


def test_a_missing_value_is_left_empty() -> None:
    assert (
        render("{{ a|money }}{{ a|date_vi }}{{ a|datetime_vi }}{{ a|file_size }}{{ a|number }}", a=None) == ""
    )


def test_a_bilingual_name_falls_back_to_vietnamese() -> None:
    thing = {"name_vi": "Giấy phép", "name_en": ""}
    with translation.override("en"):
        assert render('{% bilingual thing "name" %}', thing=thing) == "Giấy phép"


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "search" %}')
    assert 'aria-label="Khóa"' in render('{% icon "lock" label="Khóa" %}')


def test_text_from_outside_is_escaped_in_a_tag() -> None:
    assert "<script>" not in render("{% status_tag label %}", label="<script>")
