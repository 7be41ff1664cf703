"""Whatever a file holds, it is an edition that can be kept and shown, or it is refused with a code and a place."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import EditionRefused, read_edition
from motcua.reform.rules.publication import list_problems
from motcua.reform.rules.sheet import to_sheets

DATA = Path(__file__).parents[2] / "editions" / "data"
TEXT = (DATA / "ls-so-2026.json").read_text(encoding="utf-8")


def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TEXT)
    # Two areas are as good as eight, and quicker.
    return loaded | {"areas": loaded["areas"][:2]}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, item in items for place in places(item, (*path, key))]


PLACES = places(document())
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 5, -1, 10**12, 10**20, 0.5, float("inf"), "", "xx", "a/b", "\x00", "\ud800", "\x01"),
        *("1e5000000", "x" * 401, "9" * 60, "2026-02-30", [], [1], ["a"], [None], {}, {"a": 1}, {"a": "b"}),
        *([{}], [[]], {"": None}),
    ]
)


def put(target: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value


@settings(max_examples=600, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=2))
def test_junk_anywhere_is_read_or_refused(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    spoilt = document()
    for path, value in changes:
        try:
            put(spoilt, path, copy.deepcopy(value))
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
    try:
        edition = read_edition(spoilt)
    except EditionRefused:
        return
    digest(spoilt)
    list_problems(edition)
    to_sheets(spoilt)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title_vi": "x" * 301}, "too_long"),
        ({"title_vi": "a\x00b"}, "bad_characters"),
        ({"title_vi": "a\ud800b"}, "bad_characters"),
        ({"code": "a" * 60}, "bad_code"),
        ({"code": "a/b"}, "bad_code"),
        ({"bridge": [1]}, "not_a_record"),
        ({"bridge": {"1.1": 5}}, "wrong_value"),
        ({"bonuses": 5}, "not_a_list"),
        ({"legal_basis": "xx"}, "not_a_list"),
        ({"whatever": 0.5}, "not_a_number"),
    ],
)
def test_what_cannot_be_kept_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(EditionRefused, match=code):
        read_edition(document() | change)


@pytest.mark.parametrize("field", ["inputs", "examples", "blocks"])
def test_lists_of_the_wrong_things_are_refused(field: str) -> None:
    spoilt = document()
    spoilt["areas"][0]["criteria"][0][field] = ["a"] if field != "blocks" else [1]
    with pytest.raises(EditionRefused):
        read_edition(spoilt)
