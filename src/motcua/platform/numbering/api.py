"""The door to gapless running numbers."""

from motcua.platform.numbering.services import PeriodClosed, close_period, next_number, take_numbers

__all__ = ["PeriodClosed", "close_period", "next_number", "take_numbers"]
