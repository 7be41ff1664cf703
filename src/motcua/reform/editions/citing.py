"""How documents of the province, which are Vietnamese, cite an edition as their basis."""

import re
from typing import Final

from motcua.reform.editions.models import IndexEdition

# "123/QĐ-UBND of 10/01/2026", as somebody who reads the form in English may have written it.
_ENGLISH_DAY: Final = re.compile(r"\b(?:of|dated|on)\s+(?=\d)")


def basis_text(edition: IndexEdition) -> str:
    """The words “Căn cứ Quyết định số … ngày … ban hành …”; the title alone where no decision issued the edition."""
    decision = _ENGLISH_DAY.sub("ngày ", edition.decision.strip())
    if not decision:
        return f"Căn cứ {edition.title_vi}"
    kind = "" if decision[0].isalpha() else "Quyết định số "
    return f"Căn cứ {kind}{decision} ban hành {edition.title_vi}"
