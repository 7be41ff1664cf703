"""Making documents: typeset, with empty fields where a number or a signature comes later."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import segno

from motcua.platform.adapters import Problem
from motcua.platform.rendering import engine
from motcua.platform.rendering.fields import add_fields, fill_fields, text_boxes

_LIBRARY = Path(__file__).parent / "typst"
# How Decree 30/2020, Annex I sets the parts that are filled in later; others stand upright.
_TEXT_STYLES = {
    "issued_on": {"style": "italic"},
    "signer_lines": {"weight": "bold"},
    "signer": {"weight": "bold"},
}
_TEXT_FIELD = _LIBRARY / "text-field.typ"


def render_pdf(*, template: Path | str, data: Mapping[str, Any], created_at: datetime | None = None) -> bytes:
    """A PDF/A-2b of ``template`` (a Typst file below the package) set with ``data`` (JSON values only).

    ``created_at`` goes into the document's properties. Raises ``RenderingFailed``.
    """
    path = Path(template)
    pdf = engine.compile_pdf(template=path, data=data, created_at=created_at)
    return add_fields(pdf=pdf, places=engine.list_places(template=path, data=data))


def fill_texts(*, pdf: bytes, values: Mapping[str, str]) -> bytes:
    """Write ``values`` (field name to text) into the document's empty fields, keeping signatures intact.

    Raises ``KeyError`` for a field the document does not have.
    """
    boxes = text_boxes(pdf)
    drawings = {name: _draw(name, text, boxes[name]) for name, text in values.items()}
    return fill_fields(pdf=pdf, values=values, appearances=drawings)


def _draw(name: str, text: str, box: tuple[float, float]) -> bytes:
    style = _TEXT_STYLES.get(name, {})
    data = {
        "text": text,
        "width": box[0],
        "height": box[1],
        "style": style,
        "centred": "weight" in style,
    }
    return engine.compile_pdf(template=_TEXT_FIELD, data=data, created_at=None)


def qr_svg(text: str) -> str:
    """A QR code of ``text`` as an SVG drawing without fixed size, error correction M."""
    drawing: str = segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True)
    # Typst reads the drawing as a file of its own, which needs the namespace that inline SVG leaves out.
    return drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def check() -> list[Problem]:
    """Whether documents can be made; for ``motcua check``."""
    try:
        engine.document_font()
    except engine.NoVietnameseFont as error:
        return [
            Problem(
                what=f"No serif font with Vietnamese letters for documents: {error}.",
                mend="Build the front end (it brings Tinos), install fonts-liberation, or set MOTCUA_FONTS.",
            )
        ]
    return []
