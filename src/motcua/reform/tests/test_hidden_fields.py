"""A field that nobody sees says in the person's language what to do, and never what a UUID is."""

import ast
from pathlib import Path
from uuid import UUID

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from motcua.reform import hidden_fields
from motcua.reform.hidden_fields import HiddenDate, HiddenKey, HiddenNumber, HiddenText

ROOM = Path(hidden_fields.__file__).parent


class Sent(forms.Form):
    key = HiddenKey()
    seen = HiddenText(max_length=4)
    revision = HiddenNumber(min_value=1)
    on = HiddenDate()


def page(values: dict[str, str], language: str) -> str:
    with translation.override(language):
        return Template("{{ form }}").render(Context({"form": Sent(values)}))


@pytest.mark.parametrize("values", [{}, {"key": "x", "seen": "too long", "revision": "0", "on": "1/1/2026"}])
@pytest.mark.parametrize(
    ("language", "again", "anew", "foreign"),
    [
        (
            "en",
            "send it once more",
            "Open it again",
            ("UUID", "required", "whole number", "characters", "Key:"),
        ),
        ("vi", "gửi lại một lần nữa", "mở lại trang", ("UUID", "bắt buộc", "Enter", "Key:")),
    ],
)
def test_whatever_is_wrong_with_it_one_is_told_what_to_do(
    values: dict[str, str], language: str, again: str, anew: str, foreign: tuple[str, ...]
) -> None:
    text = page(values, language)
    assert again in text
    assert anew.lower() in text.lower()
    assert not [word for word in foreign if word in text]
    assert 'href="#id_key"' not in text


def test_a_page_without_its_key_gets_another_so_that_sending_again_works() -> None:
    refused = Sent({"key": "nonsense", "seen": "a", "revision": "1", "on": "2026-01-01"})
    assert not refused.is_valid()
    again = str(refused["key"].value())
    assert UUID(again)
    assert Sent({"key": again, "seen": "a", "revision": "1", "on": "2026-01-01"}).is_valid()
    assert Sent({"key": again})["key"].value() == again


def test_no_form_of_the_room_hides_a_field_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOM)}:{node.lineno}"
        for path in ROOM.rglob("*.py")
        if path.name != "hidden_fields.py" and "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "HiddenInput"
    ]
    assert found == []
