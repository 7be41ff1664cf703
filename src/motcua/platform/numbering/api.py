"""The door to gapless running numbers."""

from motcua.platform.numbering.models import NumberBook
from motcua.platform.numbering.queries import list_books
from motcua.platform.numbering.services import PeriodClosed, close_period, next_number, take_numbers

__all__ = ["NumberBook", "PeriodClosed", "close_period", "list_books", "next_number", "take_numbers"]
