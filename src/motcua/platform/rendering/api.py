"""The only door to document rendering."""

from motcua.platform.rendering.engine import NoVietnameseFont, RenderingFailed
from motcua.platform.rendering.fields import list_empty_fields
from motcua.platform.rendering.services import check, fill_texts, qr_svg, render_pdf

__all__ = [
    "NoVietnameseFont",
    "RenderingFailed",
    "check",
    "fill_texts",
    "list_empty_fields",
    "qr_svg",
    "render_pdf",
]
