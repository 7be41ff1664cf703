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


# Suffixes of the statutory forms, Circular 03/2025/TT-VPCP.
SLIPS = {"01": "TNHS", "02": "PBS", "03": "PTC", "04": "PXL", "05": "TB", "06": "PKS"}
RECEIPT = "01"


def slip_number(*, dossier: str, form_no: str, ordinal: int, agency_code: str) -> str:
    """Number and symbol of a statutory form, wherever it is named: ``261123-0020/PBS-SKHCN``.

    The slip borrows the dossier's own unique number, with ``.2`` and so on for a later one of its kind; the
    circular prescribes only the suffix. The receipt's symbol stands alone, the others name the agency in whose
    name they go out.
    """
    running = dossier.split("-", 1)[-1]
    later = f".{ordinal}" if ordinal > 1 else ""
    office = "" if form_no == RECEIPT else f"-{agency_code}"
    return f"{running}{later}/{SLIPS[form_no]}{office}"
