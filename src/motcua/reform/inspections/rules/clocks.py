"""Deadlines of remedies, derived from dated facts: extensions that were granted in time, reminders that were sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Extension:
    """More time, granted on a day, until the end of another."""

    granted_on: date
    until: date


def counts(extension: Extension, *, deadline: date) -> bool:
    """An extension counts only if granted before the deadline has passed (its last day included) and if it gives
    more time.
    """
    return extension.granted_on <= deadline < extension.until


def effective_deadline(*, deadline: date, extensions: Iterable[Extension]) -> date:
    """The last day of the remedy: the first deadline, moved by each extension that counts, in order of granting."""
    for extension in sorted(extensions, key=lambda each: (each.granted_on, each.until)):
        if counts(extension, deadline=deadline):
            deadline = extension.until
    return deadline


def is_overdue(*, deadline: date, today: date) -> bool:
    """The day of the deadline still belongs to the term."""
    return today > deadline


def reminder_due(
    *, deadline: date, reminded_on: Iterable[date], today: date, first_after: int, every: int
) -> int | None:
    """The number n of the reminder (nhắc lần n) that is due today, or None.

    The first ``first_after`` calendar days after the deadline, each further one ``every`` days after the last sent.
    A missed day changes nothing: the next look finds the same reminder due.
    """
    sent = sorted(reminded_on)
    due_on = sent[-1] + timedelta(days=every) if sent else deadline + timedelta(days=first_after)
    overdue = is_overdue(deadline=deadline, today=today)
    return len(sent) + 1 if overdue and today >= due_on else None
