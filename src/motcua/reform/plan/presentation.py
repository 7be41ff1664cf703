"""How plans and tasks are shown: words, tones, the steps of a task as a timeline."""

from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from motcua.platform.calendar.api import calendar_for
from motcua.platform.ui import parts
from motcua.platform.ui.formats import format_date
from motcua.reform.plan.models import NoteKind, PlanState, PlanTask, TaskNote
from motcua.reform.plan.terms import days_given, missed_term
from motcua.reform.rules.plan import Standing

WORDS: dict[str, Any] = {
    Standing.OPEN: pgettext_lazy("task", "In progress"),
    Standing.DUE_SOON: gettext_lazy("Due soon"),
    Standing.DUE_TODAY: gettext_lazy("Due today"),
    Standing.LATE: pgettext_lazy("task", "Late"),
    Standing.WAITING: gettext_lazy("Waiting to be confirmed"),
    Standing.DONE: gettext_lazy("Done in time"),
    Standing.DONE_LATE: gettext_lazy("Done late"),
    Standing.CANCELLED: pgettext_lazy("state of a task", "Cancelled"),
}
TONES = {
    Standing.OPEN: "info",
    Standing.DUE_SOON: "waiting",
    Standing.DUE_TODAY: "waiting",
    Standing.LATE: "late",
    Standing.WAITING: "waiting",
    Standing.DONE: "done",
    Standing.DONE_LATE: "done",
    Standing.CANCELLED: "neutral",
}
PLAN_TONES = {
    PlanState.DRAFT: "neutral",
    PlanState.SIGNING: "waiting",
    PlanState.ISSUED: "done",
    PlanState.CLOSED: "neutral",
}
_NOTE_TONES = {NoteKind.RETURNED: "late", NoteKind.EXTENDED: "waiting", NoteKind.CANCELLED: "late"}


def standing_tag(standing: str) -> SafeString:
    """Colour, icon and word of a standing."""
    known = Standing(standing)
    return parts.status_tag(str(WORDS[known]), TONES[known])


def plan_tag(state: str) -> SafeString:
    known = PlanState(state)
    return parts.status_tag(str(known.label), PLAN_TONES[known])


def due_words(task: PlanTask, *, today: date) -> tuple[str, str]:
    """Tone and words of how near the due date is: "3 working days left", "2 working days late"."""
    if task.done_on or task.cancelled_on or task.reported_on:
        return "neutral", format_date(task.due_on)
    calendar = calendar_for(task.agency.calendar)
    if task.due_on == today:
        return "waiting", _("due today")
    if task.due_on > today:
        left = calendar.count_working_days(today, task.due_on)
        words = ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}
        return "neutral", words
    late = calendar.count_working_days(task.due_on, today)
    return "late", ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}


def short_words(task: PlanTask) -> str:
    """Why a task of the province is not counted in the share done in time; empty where it is."""
    term = missed_term(task)
    if term is None:
        return ""
    days = {"given": days_given(task), "least": term.working_days}
    return (
        _("Not counted in the share done in time: term of %(given)d working days, shorter than %(least)d")
        % days
    )


def timeline_of(notes: list[TaskNote]) -> list[dict[str, Any]]:
    """The notes as entries of the timeline, oldest first."""
    return [_entry(note) for note in notes]


def _entry(note: TaskNote) -> dict[str, Any]:
    lines = [note.text] if note.text else []
    if note.kind == NoteKind.EXTENDED and note.old_due_on and note.new_due_on:
        lines.insert(0, _moved(note.old_due_on, note.new_due_on, counts=is_counted(note)))
    return {
        "title": NoteKind(note.kind).label,
        "at": note.at,
        "meta": note.author.full_name if note.author else "",
        "text": "\n".join(lines),
        "tone": _NOTE_TONES.get(NoteKind(note.kind), "done"),
        "state": "done",
    }


def is_counted(note: TaskNote) -> bool:
    """Whether an extension was granted in time and moved the date that counts."""
    granted = parts.local(note.at)
    return note.old_due_on is not None and date(granted.year, granted.month, granted.day) <= note.old_due_on


def _moved(old: date, new: date, *, counts: bool) -> str:
    dates = {"old": format_date(old), "new": format_date(new)}
    if counts:
        return _("From %(old)s to %(new)s") % dates
    return _("To %(new)s, granted after the due date of %(old)s: the task still counts as late") % dates
