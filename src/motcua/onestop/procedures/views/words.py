"""Names of the parts and of what the checks find, in the language of the page."""

from django.utils.translation import gettext as _

from motcua.onestop.procedures.rules.versions import Finding
from motcua.platform.ui.formats import format_date


def part_names() -> dict[str, str]:
    """The parts of a record as the office calls them, in the order of the record."""
    return {
        "code": _("National code"),
        "name": _("Name"),
        "field": _("Field"),
        "purpose": _("What it is for"),
        "how_to": _("Steps for the applicant"),
        "channels": _("Ways of filing"),
        "level": _("Online service"),
        "components": _("Papers"),
        "limit": _("Time limit of the law"),
        "committed": _("Promised time limit"),
        "clock": _("Clock after a supplement"),
        "supplement": _("Time to answer a supplement request"),
        "applicants": _("Who applies"),
        "conditions": _("Conditions"),
        "signer": _("Who signs"),
        "result": _("Result"),
        "validity": _("Validity of the result"),
        "fee": _("Fee"),
        "legal_bases": _("Legal bases"),
        "law_titles": _("Titles of the legal bases"),
        "steps": _("Internal steps"),
        "decision": _("Decision of publication"),
    }


def finding_text(finding: Finding) -> str:
    """What is wrong or doubtful with a version, and what to do."""
    texts = {
        "starts_too_early": _(
            "The first day in force must come after %(current_from)s, when the version before began."
        ),
        "decision_missing": _("Give the number and the date of the decision that publishes this version."),
        "decided_after_start": _("The decision of %(decision_on)s is younger than the first day in force."),
        "promises_more_than_law": _("The promised time limit is longer than the one of the law."),
        "steps_exceed_limit": _(
            "The internal steps take %(planned)s working hours; the promised limit holds %(allowed)s."
        ),
        "text_names_another_limit": _(
            "The steps that the public reads name another term than the promised one: %(named)s."
        ),
        "component_twice": _("Two papers have the same key: %(keys)s."),
        "steps_missing": _("Enter at least one internal step."),
        "channels_missing": _("Choose at least one way of filing."),
        "applicants_missing": _("Choose who may apply."),
        "partial_reason_missing": _("A partial online service must publish its reason."),
    }
    params = {
        name: format_date(value) if name in ("current_from", "decision_on") else value
        for name, value in finding.params.items()
    }
    return texts[finding.code] % params


def standing_text(standing: str) -> tuple[str, str]:
    """Word and tone of a version's standing."""
    return {
        "draft": (_("Draft"), "info"),
        "future": (_("Not yet in force"), "waiting"),
        "in_force": (_("In force"), "done"),
        "ended": (_("No longer in force"), "neutral"),
    }[standing]
