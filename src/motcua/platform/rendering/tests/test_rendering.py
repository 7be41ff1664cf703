"""PDF/A, Vietnamese letters, data that stays data, and fields that wait."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from motcua.platform.rendering import api, engine
from motcua.platform.rendering.services import render_pdf

LIBRARY = Path(engine.__file__).parent / "typst"


@pytest.fixture
def template(tmp_path, monkeypatch):
    def make(body):
        folder = tmp_path / "platform" / "rendering"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "typst").exists():
            (folder / "typst").symlink_to(LIBRARY)
        monkeypatch.setattr(engine, "ROOT", tmp_path)
        path = tmp_path / "page.typ"
        path.write_text('#import "/platform/rendering/typst/decree30.typ": *\n#show: sheet\n' + body)
        return path

    return make


def text_of(pdf):
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_a_document_is_pdf_a_with_embedded_fonts(template):
    pdf = render_pdf(template=template("Xin chào"), data={})
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/Encrypt" not in document.trailer
        for font in document.pages[0].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_vietnamese_letters_survive(template):
    words = "Nghị định số 30/2020/NĐ-CP, Ủy ban, Phường Ỷ La, quyết định, trưởng phòng, ngõ hẻm"
    assert words in text_of(render_pdf(template=template("#data.words"), data={"words": words}))


def test_markup_in_data_is_printed_and_not_run(template):
    hostile = '#panic("x") *đậm* $x^2$ [a] "b" \\ @c <d> // e'
    assert hostile in text_of(render_pdf(template=template("#data.name"), data={"name": hostile}))


def test_a_template_that_does_not_fit_its_data_is_a_named_error(template):
    with pytest.raises(api.RenderingFailed):
        render_pdf(template=template("#data.missing"), data={})


def test_places_become_fields_that_can_be_filled_once_known(template, monkeypatch):
    page = template('#signature("leader") #blank("number", 40mm)')
    pdf = render_pdf(template=page, data={})
    assert api.list_empty_fields(pdf) == ["number"]
    monkeypatch.undo()
    filled = api.fill_texts(pdf=pdf, values={"number": "05/GP-SKHCN"})
    assert filled.startswith(pdf)
    assert api.list_empty_fields(filled) == []
    with pikepdf.open(io.BytesIO(filled)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
    assert str(fields["number"].V) == "05/GP-SKHCN"
    assert fields["leader"].FT == "/Sig"


@pytest.mark.parametrize("height", ["2.6em", "3.9em"])
def test_no_line_above_a_signer_is_lost(template, monkeypatch, height):
    page = template(f'#blank("signer_lines", 66mm, height: {height})')
    pdf = render_pdf(template=page, data={})
    monkeypatch.undo()
    lines = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    shown = text_of(api.fill_texts(pdf=pdf, values={"signer_lines": lines}))
    assert all(line in shown for line in lines.splitlines())


def test_an_unknown_field_cannot_be_filled(template):
    pdf = render_pdf(template=template('#blank("number", 40mm)'), data={})
    with pytest.raises(KeyError):
        api.fill_texts(pdf=pdf, values={"so": "1"})


def test_a_qr_code_is_an_svg_of_its_own():
    assert api.qr_svg("https://motcua.example/xac-minh/").startswith(
        '<svg xmlns="http://www.w3.org/2000/svg"'
    )


def test_the_check_says_what_to_do_when_no_font_has_vietnamese_letters(settings, tmp_path):
    settings.DOCUMENT_FONT_DIRS = [str(tmp_path)]
    engine.document_font.cache_clear()
    try:
        (problem,) = api.check()
        assert "MOTCUA_FONTS" in problem.mend
    finally:
        engine.document_font.cache_clear()


def test_the_check_is_content_here():
    engine.document_font.cache_clear()
    assert api.check() == []
