"""The parts of a procedure record, what each consists of, and which ones the law requires.

Decree 63/2010 Art. 8.2 asks for seven parts in every record (a name, b steps, c ways of filing, d
components and sets, đ time limit, e who may apply, g agency) and, when they exist, form templates, result,
conditions and fees (h).
"""

from collections.abc import Mapping
from typing import Any

PARTS: dict[str, tuple[str, ...]] = {
    "code": ("national_code",),
    "name": ("name_vi", "name_en"),
    "field": ("field",),
    "purpose": ("purpose_vi", "purpose_en"),
    "how_to": ("how_to_vi", "how_to_en"),
    "channels": ("channels",),
    "level": ("level", "partial_reason_vi", "partial_reason_en"),
    "components": ("components", "sets"),
    "limit": ("legal_limit", "limit_unit"),
    "committed": ("committed_limit",),
    "clock": ("after_pause",),
    "supplement": ("supplement_limit", "supplement_unit"),
    "applicants": ("applicant_kinds",),
    "conditions": ("conditions_vi", "conditions_en"),
    "signer": ("signer",),
    "result": ("result_vi", "result_en", "result_kind"),
    "validity": ("result_validity_months",),
    "fee": ("fee",),
    "legal_bases": ("legal_bases",),
    "law_titles": ("legal_bases",),
    "steps": ("steps",),
    "decision": ("decision_number", "decision_on"),
}

# Parts that a new version does not change: they belong to the procedure itself.
OF_PROCEDURE = frozenset({"code", "field"})

# What the public must be able to read of a procedure, with the field that holds it. Term, agency and fee
# cannot be empty in a version; form templates and conditions exist only where the law has them.
POSTED: Mapping[str, str] = {
    "name": "name_vi",
    "how_to": "how_to_vi",
    "channels": "channels",
    "components": "has_components",
    "applicants": "applicant_kinds",
    "result": "result_vi",
    "decision": "decision_number",
}


def parts_not_posted(*, values: Mapping[str, Any]) -> list[str]:
    """Parts of a record that its posting lacks (Decree 63/2010 Art. 8.2); ``values`` by field of :data:`POSTED`."""
    return [part for part, name in POSTED.items() if not values[name]]
