"""The validator that keeps its parts finds exactly what the library's own finds."""

from copy import deepcopy

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from motcua.onestop.forms.rules.validators import make_full_validator
from motcua.onestop.forms.tests.test_rules import FORM, XRAY


def spoilt():
    """The answers with each one in turn missing, emptied, or of another kind."""
    yield XRAY
    for path in FORM.fields:
        for value in (None, "", "x" * 6000, -1, [], [{}], {"a": 1}, "2026-13-45", True):
            data, parts = deepcopy(XRAY), path.replace("*", "0").split(".")
            place = data
            for part in parts[:-1]:
                inner = place[int(part)] if isinstance(place, list) and place else None
                place = inner if isinstance(place, list) else place.setdefault(part, {})
                if not isinstance(place, dict | list):
                    break
            if isinstance(place, dict):
                place.pop(parts[-1], None)
                if value is not None:
                    place[parts[-1]] = value
            yield data


def seen(validator, data):
    return [
        (list(error.absolute_path), list(error.absolute_schema_path), error.validator, error.message)
        for error in validator.iter_errors(data)
    ]


def test_both_find_the_same_errors_in_the_same_places():
    ours = make_full_validator(FORM.schema)
    theirs = Draft202012Validator(FORM.schema, format_checker=FormatChecker(["date", "email"]))
    assert type(ours) is not type(theirs)
    found = 0
    for data in spoilt():
        errors = seen(theirs, data)
        assert seen(ours, data) == errors
        found += len(errors)
    assert found > 500


@pytest.mark.parametrize("data", [{"a": 1}, {"a": "b"}, {"a": {"a": 2}}, {}])
def test_a_schema_with_references_is_left_to_the_library(data):
    schema = {"properties": {"a": {"anyOf": [{"type": "string"}, {"$ref": "#"}]}}, "required": ["a"]}
    assert seen(make_full_validator(schema), data) == seen(Draft202012Validator(schema), data)
