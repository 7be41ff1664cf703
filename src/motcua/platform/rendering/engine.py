"""Typst, with the fonts of the house and data that can never become markup."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

# Templates import the shared library by its path below this folder: /platform/rendering/typst/decree30.typ
ROOT = Path(__file__).resolve().parents[2]
PLACES = "<motcua-place>"

# Decree 30/2020 asks for Times New Roman; the next ones have its metrics, the last one only its manner.
FAMILIES = ("Times New Roman", "Liberation Serif", "Tinos", "Noto Serif")
_VIETNAMESE = "ĂăÂâĐđÊêÔôƠơƯưẠạẢảẤấẬậẶặẾếỆệỈỉỌọỐốỘộỢợỤụỨứỰựỲỳỴỵỶỷỸỹ"


class RenderingFailed(Exception):
    """A template that does not compile with its data; a programming error, never the citizen's."""


class NoVietnameseFont(RenderingFailed):
    """No serif font with Vietnamese letters was found, so no legal document can be made."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Room that a template left for a later signature or text; lengths in points from the top left corner."""

    name: str
    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class DocumentFont:
    """The serif family that documents are set in, with the fonts Typst may use."""

    family: str
    path: Path
    fonts: Any


def compile_pdf(*, template: Path, data: Mapping[str, Any], created_at: datetime | None) -> bytes:
    """Typeset ``template`` with ``data`` as PDF/A-2b; raises ``RenderingFailed``."""
    try:
        compiled = typst.compile(
            input=template,
            root=ROOT,
            font_paths=document_font().fonts,
            sys_inputs=_inputs(data),
            pdf_standards="a-2b",
            timestamp=created_at and created_at.replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise RenderingFailed(f"{template.name}: {error}") from error
    return bytes(compiled)


def list_places(*, template: Path, data: Mapping[str, Any]) -> list[Place]:
    """Where the template left room for signatures and texts, in reading order."""
    answer = typst.query(
        template,
        PLACES,
        field="value",
        root=ROOT,
        font_paths=document_font().fonts,
        sys_inputs=_inputs(data),
    )
    return [Place(**place) for place in json.loads(answer)]


@cache
def document_font() -> DocumentFont:
    """The first family of ``FAMILIES`` found with Vietnamese letters; raises ``NoVietnameseFont``."""
    folders = [str(folder) for folder in settings.DOCUMENT_FONT_DIRS if Path(folder).is_dir()]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    # A family counts only with its bold: a header in false bold would not be PDF/A nor pretty.
    bold = {font.family for font in fonts.fonts() if font.weight == 700}
    regular = {
        font.family: font.path for font in fonts.fonts() if font.weight == 400 and font.style == "normal"
    }
    for family in FAMILIES:
        path = regular.get(family)
        if path and family in bold and has_vietnamese(Path(path)):
            return DocumentFont(family=family, path=Path(path), fonts=fonts)
    raise NoVietnameseFont(f"none of {', '.join(FAMILIES)} in {', '.join(folders) or 'no folder'}")


def has_vietnamese(path: Path) -> bool:
    """Whether a font file draws every letter that Vietnamese needs."""
    font = TTCollection(path).fonts[0] if path.suffix.lower() == ".ttc" else TTFont(path, lazy=True)
    return {ord(letter) for letter in _VIETNAMESE} <= set(font.getBestCmap() or ())


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False), "font": document_font().family}
