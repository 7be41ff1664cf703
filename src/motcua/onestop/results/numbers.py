"""Number and symbol of issued documents, as Decree 30/2020 writes them: ``05/GP-SKHCN``."""

# Abbreviations of document kinds, Decree 30/2020, Annex III.
SYMBOLS = {"certificate": "GCN", "licence": "GP", "decision": "QĐ", "letter": "CV", "official-letter": "CV"}


def result_number(*, number: int, template: str, agency_code: str) -> str:
    """Numbers below ten are padded with a zero (conventions, section Office)."""
    return f"{number:02d}/{SYMBOLS[template]}-{agency_code}"
