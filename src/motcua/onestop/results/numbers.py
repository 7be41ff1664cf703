"""Number and symbol of issued documents, as Decree 30/2020 writes them."""

# Abbreviations of document kinds, Decree 30/2020, Annex III. An official letter has none.
SYMBOLS = {"certificate": "GCN", "licence": "GP", "decision": "QĐ", "submission": "TTr"}


def book_of(*, template: str, agency_code: str) -> str:
    """The book a number is taken from: one for each symbol, so that all official letters are counted together."""
    kind = template if template in SYMBOLS else "letter"
    return f"result:{agency_code}:{kind}"


def result_number(*, number: int, template: str, agency_code: str, unit_code: str) -> str:
    """``05/GP-SKHCN``; an official letter names the drafting unit instead of a kind: ``15/SKHCN-ATBX``.

    Numbers below ten are padded with a zero (conventions, section Office).
    """
    kind = SYMBOLS.get(template)
    symbol = f"{kind}-{agency_code}" if kind else f"{agency_code}-{unit_code}"
    return f"{number:02d}/{symbol}"
