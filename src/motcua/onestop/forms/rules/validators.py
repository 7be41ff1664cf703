"""Validators of a form's JSON Schema 2020-12, made once for a form: building one costs more than using it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NoReturn

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry

_FORMATS = FormatChecker(["date", "email"])
# Any class but that of digits, and that one turned round.
_ODD_CLASS = re.compile(r"\\[A-Zace-z]|\[\^[^\]]*\\")
REFERENCES = frozenset({"$ref", "$dynamicRef"})
# Without it the library would ask the network for a schema that another one names.
_NOTHING_ELSE: Registry[Any] = Registry()


class AnswerValidator:
    """Right answers, which are most, are passed by a compiled check at a hundredth of the cost; whatever it does
    not pass goes through the full check, which alone says what is wrong.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._passes = _compiled(schema)
        self._full = make_full_validator(schema)

    def errors(self, answers: Mapping[str, Any]) -> Iterable[ValidationError]:
        return () if self._passes(answers) else self._full.iter_errors(answers)


def _compiled(schema: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], bool]:
    """Whether answers are surely right. A schema that the compiler cannot take has no sure answer."""
    formats: dict[str, Callable[..., bool]] = {
        name: partial(_has_format, name=name) for name in _FORMATS.checkers
    }
    if any(_reads_otherwise(part) for part in _parts(schema)):
        return lambda answers: False
    try:
        compiled = jsonschema_rs.Draft202012Validator(
            dict(schema), formats=formats, validate_formats=True, retriever=_fetch_nothing
        )
    except ValueError:
        return lambda answers: False

    def passes(answers: Mapping[str, Any]) -> bool:
        try:
            return compiled.is_valid(dict(answers))
        except ValueError:  # a text that is no Unicode
            return False

    return passes


def _reads_otherwise(part: Mapping[str, Any]) -> bool:
    """Where the two checks differ: classes of letters beyond ASCII, decimal fractions, and very large numbers."""
    numbers = [part.get(name) for name in ("multipleOf", "exclusiveMinimum", "exclusiveMaximum", "const")]
    choices = part.get("enum")
    return (
        _ODD_CLASS.search(str(part.get("pattern", ""))) is not None
        or any(isinstance(number, float) for number in numbers[:3])
        or any(map(_is_large, [*numbers, *(choices if isinstance(choices, list) else ())]))
    )


def _is_large(number: Any) -> bool:
    return isinstance(number, int) and abs(number) >= 2**53


def _has_format(value: str, *, name: str) -> bool:
    return _FORMATS.conforms(value, name)


def _fetch_nothing(address: str) -> NoReturn:
    """A form is whole; nobody makes the server call an address by naming it in a schema."""
    raise ValueError(address)


def make_full_validator(schema: Mapping[str, Any]) -> Validator:
    """The validator that finds every error.

    It keeps the validators of the parts of the schema too, which the library would build anew for every answer.
    """
    parts = {id(part): part for part in _parts(schema)}
    if any(REFERENCES & set(part) for part in parts.values()):
        return Draft202012Validator(schema, format_checker=_FORMATS, registry=_NOTHING_ELSE)
    kept: dict[int, Validator] = {}
    made: Any = extend(Draft202012Validator)  # type: ignore[no-untyped-call]
    build: Callable[..., Validator] = made.evolve

    def evolve(self: Validator, **changes: Any) -> Validator:
        part = changes.get("schema")
        if id(part) not in parts:
            return build(self, **changes)
        if id(part) not in kept:
            kept[id(part)] = build(self, schema=part)
        return kept[id(part)]

    def descend(
        self: Validator,
        instance: Any,
        schema: Any,
        path: Any = None,
        schema_path: Any = None,
        resolver: Any = None,
    ) -> Iterator[ValidationError]:
        for error in self.evolve(schema=schema).iter_errors(instance):
            if path is not None:
                error.path.appendleft(path)
            if schema_path is not None:
                error.schema_path.appendleft(schema_path)
            yield error

    made.evolve, made.descend = evolve, descend
    validator: Validator = made(schema, format_checker=_FORMATS)
    return validator


def references_outside(schema: Mapping[str, Any]) -> list[str]:
    """References of a schema that lead out of it."""
    named = [part[name] for part in _parts(schema) for name in sorted(REFERENCES & set(part))]
    return [str(reference) for reference in named if not str(reference).startswith("#")]


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object inside a schema. They live as long as the schema, so their identity names them."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)
