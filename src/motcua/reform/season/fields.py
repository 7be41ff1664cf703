"""Exact numbers in the database."""

from fractions import Fraction
from typing import Any

from django.db import models


class FractionField(models.CharField[Fraction | None, Fraction | None]):
    """A fraction as text in lowest terms (``19/20``, ``2``): points are never rounded on their way through a table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = kwargs.get("max_length", 80)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_rest: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def to_python(self, value: Any) -> Fraction | None:
        return None if value is None else Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else str(Fraction(value))
