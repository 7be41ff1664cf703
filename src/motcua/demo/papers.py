"""Sample papers that applicants of the demonstration attach, each saying that it is one."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.text import slugify
from PIL import Image, ImageDraw

from motcua.onestop.procedures.api import Component
from motcua.platform.rendering.api import render_pdf

TEMPLATE = Path(__file__).parent / "data" / "paper.typ"
LONGEST_NAME = 60
PICTURES = {"jpg": "JPEG", "png": "PNG"}


@dataclass(frozen=True)
class Paper:
    name: str
    content: bytes


def sample_paper(component: Component) -> Paper:
    """A file of a kind that the component takes: a one-page PDF with its name, or a drawn portrait."""
    kinds = component.allowed_types or ["pdf"]
    if "pdf" in kinds:
        return Paper(f"{_file_name(component.name_vi)}.pdf", sample_pdf(component.name_vi))
    kind = next(kind for kind in kinds if kind in PICTURES)
    return Paper(f"{_file_name(component.name_vi)}.{kind}", _portrait(PICTURES[kind]))


def _file_name(title: str) -> str:
    """``ban-ve-mat-bang-phong-x-quang`` of "Bản vẽ mặt bằng phòng X-quang (bản sao)": what people call their scans."""
    plain = slugify(title.partition("(")[0].replace("đ", "d").replace("Đ", "D"))
    return plain[:LONGEST_NAME].rsplit("-", 1)[0] if len(plain) > LONGEST_NAME else plain


@cache
def sample_pdf(title: str) -> bytes:
    """One page that bears this title."""
    return render_pdf(template=TEMPLATE, data={"title": title})


@cache
def _portrait(format_name: str) -> bytes:
    """A schematic head and shoulders: nobody's photograph."""
    image = Image.new("RGB", (300, 400), "#dfe7f0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((100, 80, 200, 200), fill="#1f4e79")
    draw.ellipse((40, 230, 260, 520), fill="#1f4e79")
    stream = io.BytesIO()
    image.save(stream, format=format_name)
    return stream.getvalue()
