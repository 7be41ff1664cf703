"""Numbers and symbols as Decree 30/2020 writes them."""

import pytest

from motcua.onestop.results.numbers import book_of, result_number, slip_number


@pytest.mark.parametrize(
    ("number", "template", "written"),
    [
        (5, "licence", "05/GP-SKHCN"),
        (12, "certificate", "12/GCN-SKHCN"),
        (100, "decision", "100/QĐ-SKHCN"),
        (15, "letter", "15/SKHCN-ATBX"),
        (16, "rejection", "16/SKHCN-ATBX"),
    ],
)
def test_a_number_carries_its_symbol(number: int, template: str, written: str) -> None:
    assert result_number(number=number, template=template, agency_code="SKHCN", unit_code="ATBX") == written


def test_letters_that_grant_and_that_refuse_are_numbered_in_one_book() -> None:
    assert book_of(template="rejection", agency_code="SKHCN") == book_of(
        template="letter", agency_code="SKHCN"
    )
    assert book_of(template="licence", agency_code="SKHCN") != book_of(template="letter", agency_code="SKHCN")


@pytest.mark.parametrize(
    ("form_no", "ordinal", "written"),
    [
        ("01", 1, "261123-0020/TNHS"),
        ("02", 1, "261123-0020/PBS-SKHCN"),
        ("02", 2, "261123-0020.2/PBS-SKHCN"),
        ("05", 1, "261123-0020/TB-SKHCN"),
    ],
)
def test_a_slip_borrows_the_number_of_its_dossier(form_no: str, ordinal: int, written: str) -> None:
    code = "H57.19-261123-0020"
    assert slip_number(dossier=code, form_no=form_no, ordinal=ordinal, agency_code="SKHCN") == written
