"""Names, codes and tones of this part's things, the same on every page, list and notice."""

from decimal import Decimal

from django.utils.translation import get_language

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections.choices import Remedying, Scope, Stage
from motcua.reform.inspections.models import Inspection, RemedyNotice, Shortcoming

STAGE_TONES = {
    Stage.PLANNED: "neutral",
    Stage.CONCLUDED: "done",
    Stage.CANCELLED: "neutral",
    Stage.MINUTES_SENT: "waiting",
    Stage.DRAFT_SENT: "waiting",
}
STATE_TONES = {
    Remedying.DRAFT: "neutral",
    Remedying.WITHDRAWN: "neutral",
    Remedying.OPEN: "waiting",
    Remedying.REPORTED: "info",
    Remedying.PARTLY: "waiting",
    Remedying.REJECTED: "late",
    Remedying.REOPENED: "late",
    Remedying.CLOSED: "done",
}


def points_text(points: Decimal) -> str:
    """``0,25`` as the language of the page writes it, without zeros at the end."""
    text = f"{points.normalize():f}"
    return text if get_language() == "en" else text.replace(".", ",")


def stage_tone(stage: str) -> str:
    return STAGE_TONES.get(Stage(stage), "info")


def state_tone(state: str) -> str:
    return STATE_TONES[Remedying(state)]


def inspection_code(inspection: Inspection) -> str:
    """``KT-2022-SNV-03``: the third line of the plan; ``TKT`` for own units; ``-ĐX`` for a surprise that waits."""
    kind = "KT" if inspection.scope == Scope.PROVINCE else "TKT"
    number = f"{inspection.ordinal:02}" if inspection.is_numbered else "ĐX"
    return f"{kind}-{inspection.plan.year}-{inspection.agency.code}-{number}"


def inspection_name(inspection: Inspection) -> str:
    """Code and whom it inspects, in the language of the page."""
    return f"{inspection_code(inspection)} · {subject_of(inspection)}"


def subject_of(inspection: Inspection) -> str:
    """The inspected agency or unit in the language of the page."""
    return bilingual(inspection.subject_unit or inspection.subject_agency, "name")


def owner_of(shortcoming: Shortcoming) -> str:
    """Who must remedy: the unit where one is named, else the agency."""
    return bilingual(shortcoming.owner_unit or shortcoming.owner_agency, "name")


def shortcoming_code(shortcoming: Shortcoming) -> str:
    """``KT-2022-SNV-03/2``: the second shortcoming of that inspection; ``TD-2022-SNV/5`` from an appraisal."""
    if shortcoming.inspection is not None:
        return f"{inspection_code(shortcoming.inspection)}/{shortcoming.ordinal}"
    return f"TD-{shortcoming.effect_year}-{shortcoming.agency.code}/{shortcoming.ordinal}"


def notice_name(notice: RemedyNotice) -> str:
    """The number of the document once it has one, and who receives it."""
    recipient = bilingual(notice.recipient_unit or notice.recipient_agency, "name")
    return f"{notice.paper.symbol} · {recipient}" if notice.paper and notice.paper.symbol else recipient
