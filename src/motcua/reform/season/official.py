"""Numbers as the official documents of the round write them, which are in Vietnamese (Decree 30/2020, Article 1)."""

from fractions import Fraction

from motcua.reform.rules.numbers import round_half_up


def number_vi(value: Fraction) -> str:
    """At most four decimals, with a comma."""
    text = str(round_half_up(value, 4)).rstrip("0").rstrip(".") if value else ""
    return text.replace(".", ",") or "0"


def points_vi(points: Fraction | None) -> str:
    """Points, or the usual mark for what does not apply (không áp dụng)."""
    return "KAD" if points is None else number_vi(points)
