"""What the proof of a dossier shows: its clock, its way and the number of its result.

Officers write grounds, reasons and remarks in their own words, and these may name somebody: none of them is here.
Neither is the rating of the dossier, which its holder was promised nobody reads singly.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.onestop.dossiers.clocked import read_clocked
from motcua.onestop.dossiers.models import (
    Channel,
    ClockPause,
    Dossier,
    Extension,
    State,
    SupplementRequest,
)
from motcua.onestop.dossiers.pages import why_this_date
from motcua.onestop.dossiers.presentation import state_words, tone_of
from motcua.onestop.dossiers.rules.clock import Pause
from motcua.onestop.dossiers.rules.punctuality import Judgement, Outcome
from motcua.onestop.office.dossier_page import OUTCOME_TONES, place_of
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.outcomes import WORDS as STEP_WORDS
from motcua.onestop.processes.outcomes import outcome_of
from motcua.onestop.processes.queries import list_way
from motcua.onestop.proof.queries import count_papers, handed_over_by_post, list_issued_results
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.parts import local

OUTCOMES: Final[dict[Outcome, Any]] = {
    Outcome.EARLY: gettext_lazy("Finished early"),
    Outcome.ON_TIME: gettext_lazy("Finished on time"),
    Outcome.LATE: gettext_lazy("Finished late"),
    Outcome.RUNNING: gettext_lazy("Still running, within its time"),
    Outcome.RUNNING_LATE: gettext_lazy("Still running, late"),
}
BECAUSE: Final[dict[str, Any]] = {
    "waiting": gettext_lazy("Judged at the moment at which the clock stopped for the applicant."),
    "second_supplement": gettext_lazy(
        "Papers were asked for more than once, which counts as late whatever the dates."
    ),
}


def build(*, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """The context of ``onestop/proof/dossier.html``."""
    pauses = list(ClockPause.objects.filter(dossier=dossier).order_by("started_at"))
    grounds_left_out = [Pause(row.cause, row.started_at, row.ended_at, "") for row in pauses]
    judged = next(read_clocked(Dossier.objects.filter(pk=dossier.pk))).judge()
    return {
        "dossier": dossier,
        "title": str(dossier),
        "procedure": _named(dossier.version),
        "state": state_words(dossier),
        "tone": tone_of(dossier),
        "facts": _facts(dossier),
        "dates": _dates(dossier, judged),
        **_judgement(dossier, judged),
        "sentences": why_this_date(dossier, pauses=grounds_left_out),
        "pauses": [
            {"cause": row.get_cause_display(), "started_at": row.started_at, "ended_at": row.ended_at}
            for row in pauses
        ],
        "extension": Extension.objects.filter(dossier=dossier).only("old_due_at", "new_due_at").first(),
        "steps": [_step(item, now) for item in list_way(dossier=dossier)],
        "results": list_issued_results(dossier),
    }


def _judgement(dossier: Dossier, judged: Judgement) -> dict[str, str]:
    """On time or not, in words; nothing for what ended without a result."""
    if dossier.finished_at is None and dossier.state in (State.WITHDRAWN, State.STOPPED):
        return {"outcome": ""}
    return {
        "outcome": str(OUTCOMES[judged.outcome]),
        "outcome_tone": "done" if judged.counts_as_on_time else "late",
        "because": str(BECAUSE.get(judged.because, "")),
    }


def _facts(dossier: Dossier) -> list[dict[str, str]]:
    counter = dossier.received_by_agency
    papers = count_papers(dossier)
    rows = [
        (_("Procedure"), _named(dossier.version)),
        (_("Agency"), _named(dossier.agency)),
        (_("Unit"), _named(dossier.unit)),
        (_("Received at"), _named(counter) if counter else ""),
        (_("Filed through"), str(Channel(dossier.channel).label)),
        (_("Number of papers"), str(papers.total)),
        (_("Papers digitised at the counter"), str(papers.digitised)),
        (_("Papers reused from before"), str(papers.reused)),
        (_("Supplement asked for on"), _asked(dossier)),
        (_("Result delivered by public post"), _("yes") if handed_over_by_post(dossier) else ""),
    ]
    return _rows(rows)


def _asked(dossier: Dossier) -> str:
    asked = SupplementRequest.objects.filter(dossier=dossier).order_by("ordinal")
    return ", ".join(format_date(local(moment)) for moment in asked.values_list("requested_at", flat=True))


def _dates(dossier: Dossier, judged: Judgement) -> list[dict[str, str]]:
    """``Due by the rules`` is what the index compares with: an apology moves the promise, not the rule."""
    return _rows(
        [
            (_("Received on"), _moment(dossier.received_at)),
            (_("Promised first for"), _moment(dossier.original_due_at)),
            (_("Promised for"), _moment(dossier.due_at)),
            (_("Due by the rules"), _moment(judged.due)),
            (_("Finished"), _moment(dossier.finished_at)),
            (_("Result handed over"), _moment(dossier.returned_at)),
        ]
    )


def _step(item: WorkItem, now: datetime) -> dict[str, Any]:
    outcome = outcome_of(item, now=now)
    return {
        "name": _named(item),
        "place": place_of(item),
        "opened_at": item.opened_at,
        "target_at": item.target_at,
        "done_at": item.done_at,
        "outcome": STEP_WORDS[outcome],
        "tone": OUTCOME_TONES[outcome],
    }


def _rows(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs if value]


def _named(thing: Any) -> str:
    return str(thing.name_en if get_language() == "en" else thing.name_vi)


def _moment(moment: datetime | None) -> str:
    return f"{local(moment):%d/%m/%Y, %H:%M}" if moment else ""
