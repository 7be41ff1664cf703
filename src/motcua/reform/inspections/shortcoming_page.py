"""The page of one shortcoming: facts, what happened in order, and what this person may do now."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections import presentation
from motcua.reform.inspections.areas import areas_shown
from motcua.reform.inspections.checklist_page import file_row
from motcua.reform.inspections.choices import Addressed, EffectKind, Outcome
from motcua.reform.inspections.models import (
    Remedy,
    RemedyExtension,
    RemedyLetter,
    RemedyVerification,
    Shortcoming,
)
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.queries import case_of
from motcua.reform.inspections.rules.clocks import is_overdue
from motcua.reform.inspections.rules.states import SHORTCOMING, TO_REMEDY, Remedying

TONES = {
    Outcome.CLOSED: "done",
    Outcome.PARTLY: "waiting",
    Outcome.REJECTED: "late",
    Outcome.REOPENED: "late",
}


def shortcoming_context(shortcoming: Shortcoming, staff: StaffContext, *, today: date) -> dict[str, Any]:
    """Everything the template shows."""
    waits = shortcoming.state in TO_REMEDY
    return {
        "shortcoming": shortcoming,
        "code": presentation.shortcoming_code(shortcoming),
        "tone": presentation.state_tone(shortcoming.state),
        "overdue": waits and is_overdue(deadline=shortcoming.due_on, today=today),
        "facts": _facts(shortcoming),
        "entries": _entries(shortcoming),
        "remedies": [
            {"remedy": each, "files": [file_row(file) for file in each.evidence.all()]}
            for each in shortcoming.remedies.all()
        ],
        "actions": list_actions(shortcoming, staff, today=today),
        "sees_inspection": shortcoming.inspection is not None
        and policy.inspections(staff).filter(shortcomings=shortcoming).exists(),
    }


def list_actions(shortcoming: Shortcoming, staff: StaffContext, *, today: date) -> list[dict[str, Any]]:
    """What this person may do now; the first is the one to do."""
    state = Remedying(shortcoming.state)
    asked = any(each.granted is None for each in shortcoming.extensions.all())
    late = is_overdue(deadline=shortcoming.due_on, today=today)
    moves = [
        ("report", _("Report the remedy"), "report", True),
        ("close", _("Verify the remedy"), "verify", True),
        ("close", _("Answer the request for more time"), "answer_extension", asked),
        ("report", _("Ask for more time"), "ask_extension", not asked and not late),
        ("reopen", _("Take up again"), "reopen", True),
    ]
    return [
        {"label": label, "url": reverse(f"inspections:{name}", args=[shortcoming.uuid]), "name": name}
        for event, label, name, fits in moves
        if fits
        and (state in SHORTCOMING[event].allowed_in or name == "answer_extension")
        and policy.may_move(staff, event, shortcoming)
    ]


def _facts(row: Shortcoming) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("Area of the reform"), "value": areas_shown(row.effect_year)(row.area)},
        {"label": _("Criterion"), "value": row.criterion or "—"},
        {"label": _("Severity"), "value": row.get_severity_display()},
        {"label": _("Legal basis"), "value": row.legal_basis or "—"},
        {"label": _("Who remedies it"), "value": _owner(row)},
        {"label": _("Found"), "value": format_date(row.found_on)},
        {"label": _("Deadline"), "value": format_date(row.due_on)},
    ]
    if row.due_on != row.deadline:
        facts.append({"label": _("First deadline"), "value": format_date(row.deadline)})
    counted = case_of(row).last_day
    if counted not in (row.due_on, row.deadline):
        facts.append({"label": _("Deadline that counts"), "value": format_date(counted)})
    if row.effect != EffectKind.NONE:
        facts.append({"label": _("Effect on the score of the criterion"), "value": _effect(row)})
    return facts


def _owner(row: Shortcoming) -> str:
    agency = bilingual(row.owner_agency, "name")
    return f"{bilingual(row.owner_unit, 'name')}, {agency}" if row.owner_unit else agency


def _effect(row: Shortcoming) -> str:
    words = str(row.get_effect_display())
    if row.effect_points is not None:
        words = f"{words}: {presentation.points_text(row.effect_points)}"
    year = _("year %(year)s") % {"year": row.effect_year}
    until = _("until the remedy is closed")
    return f"{words} ({year}, {until})" if row.effect_until_closed else f"{words} ({year})"


def _entries(row: Shortcoming) -> list[dict[str, Any]]:
    """What happened, oldest first."""
    entries = [
        *(_reported(each) for each in row.remedies.all()),
        *(_verified(each) for each in row.verifications.all()),
        *(_reminded(each) for each in row.reminders.all()),
        *(_written_to(each) for each in row.letters.all() if each.addressed == Addressed.OWNER),
        *(entry for each in row.extensions.all() for entry in _extended(each)),
    ]
    if row.notice is not None and row.notice.issued_at is not None:
        entries.append(
            {"title": _("Written notice issued"), "at": row.notice.issued_at, "state": "done", "text": ""}
        )
    if row.notice is not None and row.notice.acknowledged_at is not None:
        entries.append(
            {
                "title": _("Receipt acknowledged"),
                "at": row.notice.acknowledged_at,
                "state": "done",
                "text": "",
            }
        )
    return sorted(entries, key=lambda entry: entry["at"])


def _reported(remedy: Remedy) -> dict[str, Any]:
    text = _("Remedied on %(day)s. %(action)s") % {
        "day": format_date(remedy.remedied_on),
        "action": remedy.action,
    }
    if remedy.rest_plan:
        rest = _("Remains: %(rest)s") % {"rest": remedy.rest_plan}
        text = f"{text} {rest}"
    return {
        "title": _("Remedy reported"),
        "at": remedy.reported_at,
        "meta": remedy.reported_by.full_name,
        "text": text,
        "state": "done",
    }


def _verified(verification: RemedyVerification) -> dict[str, Any]:
    words = [
        _("Seen on site in a re-inspection.") if verification.on_site else "",
        _dated(_("Counts as remedied on %(day)s."), verification.remedied_on),
        _dated(_("The rest is to be remedied by %(day)s."), verification.next_deadline),
        verification.note,
    ]
    return {
        "title": str(verification.get_outcome_display()),
        "at": verification.verified_at,
        "meta": verification.verified_by.full_name,
        "text": " ".join(filter(None, words)),
        "tone": TONES[Outcome(verification.outcome)],
        "state": "done",
    }


def _dated(words: str, day: date | None) -> str:
    return words % {"day": format_date(day)} if day is not None else ""


def _reminded(reminder: Any) -> dict[str, Any]:
    return {
        "title": _("Reminder %(ordinal)s") % {"ordinal": reminder.ordinal},
        "at": reminder.sent_at,
        "text": "",
        "tone": "late",
        "state": "done",
    }


def _written_to(letter: RemedyLetter) -> dict[str, Any]:
    words = _("Written reminder %(ordinal)s issued: %(symbol)s")
    return {
        "title": words % {"ordinal": letter.ordinal, "symbol": letter.paper.symbol},
        "at": letter.issued_at,
        "text": "",
        "tone": "late",
        "state": "done",
    }


def _extended(extension: RemedyExtension) -> list[dict[str, Any]]:
    until = format_date(extension.until)
    entries = [
        {
            "title": _("More time asked for until %(day)s") % {"day": until},
            "at": extension.asked_at,
            "meta": extension.asked_by.full_name,
            "text": extension.reason,
            "state": "done",
        }
    ]
    if extension.decided_at is not None and extension.decided_by is not None:
        granted = _("More time granted until %(day)s") % {"day": until}
        entries.append(
            {
                "title": granted if extension.granted else _("More time refused"),
                "at": extension.decided_at,
                "meta": extension.decided_by.full_name,
                "text": extension.answer,
                "state": "done",
            }
        )
    return entries
