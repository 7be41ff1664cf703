"""The visible part of a signature: typeset like the documents, laid into the signature field as vectors."""

import binascii
import io
import os
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from motcua.platform.rendering.api import render_pdf
from motcua.platform.signing.handwriting import signature_svg
from motcua.platform.signing.types import Appearance, Style

_TEMPLATE = Path(__file__).parent / "typst" / "stamp.typ"
_STROKES = {Style.PERSON: 7, Style.INITIAL: 3}


def stamp_style(*, appearance: Appearance, width: float, height: float, at: datetime) -> StaticStampStyle:
    """A pyHanko stamp of ``width`` × ``height`` points with the time of signing in ISO 8601, Vietnam time."""
    strokes = _STROKES.get(appearance.style)
    drawing = render_pdf(
        template=_TEMPLATE,
        data={
            "style": appearance.style.value,
            "name": appearance.name,
            "number": appearance.number,
            "time": timezone.localtime(at).isoformat(timespec="seconds"),
            "width": width,
            "height": height,
            "svg": signature_svg(appearance.name, strokes=strokes) if strokes else "",
        },
    )
    return StaticStampStyle(
        background=_Drawing(drawing),
        border_width=0,
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins.uniform(0),
        ),
    )


class _Drawing(content.PdfContent):
    """A one-page PDF as drawing material; pyHanko's own class reads from a file name only."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        writer = self._ensure_writer
        drawing = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        name = b"/Stamp" + binascii.hexlify(os.urandom(8))
        self.resources.xobject[name.decode("ascii")] = drawing
        left, bottom, right, top = (float(value) for value in drawing.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=right - left, height=top - bottom)
        return name + b" Do"
