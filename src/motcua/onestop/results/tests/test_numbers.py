"""Numbers and symbols as Decree 30/2020 writes them."""

import pytest

from motcua.onestop.results.numbers import result_number


@pytest.mark.parametrize(
    ("number", "template", "written"),
    [
        (5, "licence", "05/GP-SKHCN"),
        (12, "certificate", "12/GCN-SKHCN"),
        (100, "decision", "100/QĐ-SKHCN"),
        (15, "letter", "15/SKHCN-ATBX"),
    ],
)
def test_a_number_carries_its_symbol(number: int, template: str, written: str) -> None:
    assert result_number(number=number, template=template, agency_code="SKHCN", unit_code="ATBX") == written
