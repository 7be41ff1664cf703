"""Reads of number books."""

from django.db.models import QuerySet

from motcua.platform.numbering.models import NumberBook


def list_books(*, prefix: str) -> QuerySet[NumberBook]:
    """Books whose names begin with ``prefix``, the newest period first."""
    return NumberBook.objects.filter(book__startswith=prefix).order_by("-period", "book")
