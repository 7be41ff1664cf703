"""Form fields on rendered documents: laid out empty at rendering, filled later without breaking signatures.

A leader signs before the clerk gives the number (Decree 30/2020, Articles 13 to 15). Number and date are
therefore form fields: filling a form is the one change, besides a further signature, that leaves earlier
signatures valid.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from motcua.platform.rendering.engine import Place

_PRINT, _READ_ONLY = 4, 1


def add_fields(*, pdf: bytes, places: Sequence[Place]) -> bytes:
    """Lay an empty form field on each place; the document must not be signed yet."""
    if not places:
        return pdf
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for place in places:
        if place.kind == "signature":
            append_signature_field(writer, _signature_spec(writer, place))
        else:
            _append_text_field(writer, place)
    return _written(writer)


def fill_fields(*, pdf: bytes, values: Mapping[str, str], appearances: Mapping[str, bytes]) -> bytes:
    """Fill text fields by name with ``values``; ``appearances`` holds the one-page PDF that draws each.

    Appended as an incremental update: signatures made before stay intact. Unknown names raise ``KeyError``.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    fields = _text_fields(writer)
    for name, text in values.items():
        field = fields[name]
        stream = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(appearances[name])))
        field["/V"] = generic.pdf_string(text)
        field["/AP"] = generic.DictionaryObject({pdf_name("/N"): stream})
        writer.update_container(field)
    return _written(writer)


def text_boxes(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Width and height in points of every text field, by name."""
    fields = _text_fields(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    rectangles = {name: [float(value) for value in field["/Rect"]] for name, field in fields.items()}
    return {name: (box[2] - box[0], box[3] - box[1]) for name, box in rectangles.items()}


def list_empty_fields(pdf: bytes) -> list[str]:
    """Names of text fields that still wait for their value, in document order."""
    fields = _text_fields(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return [name for name, field in fields.items() if "/V" not in field]


def _signature_spec(writer: IncrementalPdfFileWriter, place: Place) -> SigFieldSpec:
    return SigFieldSpec(
        sig_field_name=place.name,
        on_page=place.page - 1,
        box=_box(writer, place),
    )


def _box(writer: IncrementalPdfFileWriter, place: Place) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(edge) for edge in _edges(writer, place))
    return left, bottom, right, top


def _edges(writer: IncrementalPdfFileWriter, place: Place) -> tuple[float, float, float, float]:
    page = writer.root["/Pages"]
    page_object = writer.find_page_for_modification(place.page - 1)[0].get_object()
    media_box = page_object.get("/MediaBox") or page["/MediaBox"]
    top = float(media_box[3]) - place.y
    return place.x, top - place.height, place.x + place.width, top


def _append_text_field(writer: IncrementalPdfFileWriter, place: Place) -> None:
    page_reference, _ = writer.find_page_for_modification(place.page - 1)
    page = page_reference.get_object()
    box = [generic.FloatObject(value) for value in _edges(writer, place)]
    field = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string(place.name),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): generic.ArrayObject(box),
            pdf_name("/F"): generic.NumberObject(_PRINT),
            pdf_name("/Ff"): generic.NumberObject(_READ_ONLY),
            pdf_name("/P"): page_reference,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): _empty_drawing(writer, place)}),
        }
    )
    reference = writer.add_object(field)
    _form(writer)["/Fields"].append(reference)
    page.setdefault(pdf_name("/Annots"), generic.ArrayObject()).append(reference)
    writer.update_container(page)


def _empty_drawing(writer: IncrementalPdfFileWriter, place: Place) -> Any:
    box = [generic.FloatObject(value) for value in (0, 0, place.width, place.height)]
    return writer.add_object(
        generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(box),
            },
            stream_data=b"",
        )
    )


def _form(writer: IncrementalPdfFileWriter) -> Any:
    root = writer.root
    if "/AcroForm" not in root:
        root[pdf_name("/AcroForm")] = writer.add_object(
            generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        )
        writer.update_root()
    form = root["/AcroForm"]
    writer.update_container(form)
    return form


def _text_fields(writer: IncrementalPdfFileWriter) -> dict[str, Any]:
    if "/AcroForm" not in writer.root:
        return {}
    fields = [reference.get_object() for reference in writer.root["/AcroForm"]["/Fields"]]
    return {str(field["/T"]): field for field in fields if field.get("/FT") == "/Tx"}


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
