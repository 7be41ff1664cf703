"""What a measurement of document making needs: a licence as real ones are."""

from pathlib import Path
from typing import Any

from motcua.onestop.results.documents import TEMPLATES, as_json
from motcua.onestop.results.samples import licence
from motcua.platform.rendering.api import qr_svg


def sample_licence() -> tuple[Path, dict[str, Any]]:
    """Template and values of a sample radiation licence with its QR code."""
    document = licence()
    return TEMPLATES / document.template, {**as_json(document), "qr_svg": qr_svg(document.verify_link)}
