"""Number and symbol of the room's documents, as Decree 30/2020 writes them."""

from motcua.reform.papers.models import PaperKind

# Decree 30/2020, Annex III; conclusions and certificates are abbreviated as offices do. A letter has none.
SYMBOLS: dict[str, str] = {
    PaperKind.DECISION: "QĐ",
    PaperKind.NOTICE: "TB",
    PaperKind.CONCLUSION: "KL",
    PaperKind.PLAN: "KH",
    PaperKind.REPORT: "BC",
    PaperKind.MINUTES: "BB",
    PaperKind.CERTIFICATE: "GCN",
    PaperKind.SUBMISSION: "TTr",
}


def book_of(*, kind: str, agency_code: str) -> str:
    """The agency's one book for a kind: decisions on dossiers and those of this room are counted together."""
    return f"result:{agency_code}:{kind}"


def symbol_of(*, number: int, kind: str, agency_code: str, unit_code: str) -> str:
    """``05/QĐ-SKHCN``; a letter names the drafting unit instead of a kind: ``15/SKHCN-VP``.

    Numbers below ten are padded with a zero (conventions, section Office).
    """
    kind_part = SYMBOLS.get(kind)
    tail = f"{kind_part}-{agency_code}" if kind_part else f"{agency_code}-{unit_code}"
    return f"{number:02d}/{tail}"
