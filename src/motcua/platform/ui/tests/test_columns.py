"""Moments and names in lists are written as on the pages."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from motcua.platform.ui.columns import BilingualColumn, MomentColumn

MOMENT = datetime(2026, 11, 23, 1, 42, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "written"), [(False, "23/11/2026, 08:42"), (True, "23/11/2026, 08:42:05")]
)
def test_a_moment_is_written_as_on_the_pages(seconds, written):
    column = MomentColumn(seconds=seconds)
    assert column.render(MOMENT) == column.value(value=MOMENT) == written


@pytest.mark.parametrize(("language", "title"), [("vi", "Trưởng phòng"), ("en", "Head of unit")])
def test_a_name_follows_the_language_of_the_page(language, title):
    column = BilingualColumn(part="title")
    position = {"title_vi": "Trưởng phòng", "title_en": "Head of unit"}
    with override(language):
        assert column.render(position) == column.value(value=position) == title
