"""Small real files of every kind, made on the spot."""

import io
import zipfile

import openpyxl
import pikepdf
from PIL import Image


def pdf(*, pages: int = 1, password: str | None = None) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        encryption = pikepdf.Encryption(owner=password, user=password) if password is not None else False
        document.save(out, encryption=encryption)
    return out.getvalue()


def active_pdf(kind: str) -> bytes:
    """A PDF that does something: ``script``, ``page_script``, ``hidden_script``, ``program`` or ``attachment``."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        program = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
        if kind in ("script", "hidden_script"):
            document.Root.OpenAction = script
        elif kind == "page_script":
            page.obj.AA = pikepdf.Dictionary(O=script)
        elif kind == "program":
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=program)
            page.obj.Annots = pikepdf.Array([document.make_indirect(link)])
        else:
            document.attachments["x.exe"] = b"MZ"
        packed = pikepdf.ObjectStreamMode.generate if kind == "hidden_script" else None
        document.save(out, object_stream_mode=packed or pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(out, kind)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def docx(**extra: bytes) -> bytes:
    out = io.BytesIO()
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in extra.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def program() -> bytes:
    return b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200 + b"This program cannot be run in DOS mode"


def _raw_pdf(*objects: bytes, root: bytes = b"1 0 R") -> bytes:
    """Objects numbered from 1 with a true cross-reference table, whatever they say."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    trailer = b"trailer <</Size %d /Root %s>>\nstartxref\n%d\n%%%%EOF\n" % (count, root, len(out))
    return out + head + table + trailer


_CATALOGUE = b"<</Type /Catalog /Pages 2 0 R>>"
# Files that are not what a reader expects: each has broken some reader of PDF.
CRAFTED = {
    "pages_in_a_ring": _raw_pdf(_CATALOGUE, b"<</Type /Pages /Kids [2 0 R] /Count 1>>"),
    "root_in_a_ring": _raw_pdf(b"1 0 R", b"<<>>"),
    "no_pages": _raw_pdf(b"<</Type /Catalog>>", b"<<>>"),
    "pages_are_a_number": _raw_pdf(_CATALOGUE, b"42"),
    "deeply_nested": _raw_pdf(_CATALOGUE, b"[" * 5000 + b"]" * 5000),
    "fields_in_a_ring": _raw_pdf(
        b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</T (a) /Kids [3 0 R] /FT /Sig /V 3 0 R>>",
    ),
    "signature_of_nothing": _raw_pdf(
        b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R] /SigFlags 3>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</T (a) /FT /Sig /V <</Type /Sig /ByteRange [0 9 99999999 -5] /Contents <00> /Filter /X>>>>",
    ),
    "reference_out_of_range": _raw_pdf(_CATALOGUE, b"<</Kids [99999999 0 R]>>", root=b"99999999 0 R"),
    "length_is_a_lie": _raw_pdf(_CATALOGUE, b"<</Length 999999999>>\nstream\nx\nendstream"),
}
