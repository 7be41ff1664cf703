"""Every dated number of the parts, in words of the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.initiatives.parameters import list_parameters as of_initiatives
from motcua.reform.inspections.parameters import list_parameters as of_inspections
from motcua.reform.plan.models import ReminderStage
from motcua.reform.plan.parameters import list_escalations, list_shortest_terms
from motcua.reform.reports.models import ReportKind
from motcua.reform.reports.terms import list_regimes
from motcua.reform.season.choices import STEP_NAMES
from motcua.reform.season.parameters import list_rows as of_season
from motcua.reform.surveys.parameters import list_parameters as of_surveys


@dataclass(frozen=True, kw_only=True)
class Row:
    """One number from a day on; ``verified`` is false where nobody has seen the text that fixes it."""

    text: str
    value: str
    valid_from: date
    source: str
    verified: bool


def list_parts() -> list[tuple[str, list[Row]]]:
    """Each part of the reform work with its numbers, oldest first."""
    return [
        (_("Steps of a season"), list(_season())),
        (_("Surveys"), list(_surveys())),
        (_("Reform plan"), list(_plan())),
        (_("Inspections"), list(_inspections())),
        (_("Initiatives"), list(_initiatives())),
        (_("Regular reports"), list(_reports())),
    ]


def _season() -> Iterator[Row]:
    for group in of_season():
        for step in group["steps"]:
            yield Row(
                text=str(STEP_NAMES[step["step"]]),
                value=_term_of_step(step),
                valid_from=date.fromisoformat(group["valid_from"]),
                source=bilingual(step, "source"),
                verified=group["verified"],
            )


def _term_of_step(step: dict[str, Any]) -> str:
    if not step.get("after"):
        later = step["years_after"]
        day = f"{step['day']:02}/{step['month']:02}"
        return _("%(day)s of the next year") % {"day": day} if later else day
    words = {"days": step["days"], "step": STEP_NAMES[step["after"]]}
    if step["in_working_days"]:
        return (
            ngettext(
                "%(days)s working day after: %(step)s", "%(days)s working days after: %(step)s", step["days"]
            )
            % words
        )
    return ngettext("%(days)s day after: %(step)s", "%(days)s days after: %(step)s", step["days"]) % words


def _surveys() -> Iterator[Row]:
    for row in of_surveys():
        yield _row(row, text=bilingual(row, "text"), value=row.value)


def _inspections() -> Iterator[Row]:
    for row in of_inspections():
        yield _row(row, text=bilingual(row, "name"), value=row.value)


def _initiatives() -> Iterator[Row]:
    for row in of_initiatives():
        yield _row(row, text=row.text, value=row.value)


def _plan() -> Iterator[Row]:
    for row in list_escalations():
        yield _row(
            row, text=_("A task is near its due date (working days before)"), value=row.soon_working_days
        )
        for step in row.steps:
            days = step.after_working_days
            words = {"stage": ReminderStage(step.stage).label}
            text = _("%(stage)s (working days before)") if days < 0 else _("%(stage)s (working days after)")
            yield _row(row, text=text % words, value=abs(days))
    for term in list_shortest_terms():
        text = _("Fewest working days left for an assigned task that is to count")
        yield _row(term, text=text, value=term.working_days)


def _reports() -> Iterator[Row]:
    for regime in list_regimes():
        for rule in regime.rules:
            (back, *start), (_none, *end), (_same, *due) = rule.start, rule.end, rule.due
            words = {"start": _day(start), "end": _day(end), "due": _day(due)}
            value = (
                _("%(start)s of the year before to %(end)s, due %(due)s")
                if back
                else _("%(start)s to %(end)s, due %(due)s")
            )
            yield _row(regime, text=str(ReportKind(rule.kind).label), value=value % words)


def _day(month_and_day: list[int]) -> str:
    month, day = month_and_day
    return f"{day:02}/{month:02}"


def _row(stated: Any, *, text: str, value: object) -> Row:
    return Row(
        text=text,
        value=str(value),
        valid_from=stated.valid_from,
        source=bilingual(stated, "source"),
        verified=stated.verified,
    )
