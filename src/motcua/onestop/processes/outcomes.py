"""How a step came out, in the words of form 06: the same on the screen and on the signed slip."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from motcua.onestop.dossiers.rules.steps import StepOutcome, step_outcome
from motcua.onestop.processes.models import WorkItem, WorkItemState

WORDS = {
    StepOutcome.EARLY: gettext_lazy("Early"),
    StepOutcome.ON_TIME: gettext_lazy("On time"),
    StepOutcome.LATE: gettext_lazy("Late"),
    StepOutcome.SENT_BACK: gettext_lazy("Sent back"),
    StepOutcome.RUNNING: gettext_lazy("In progress"),
    StepOutcome.RUNNING_LATE: gettext_lazy("In progress, past its target"),
}


def outcome_of(item: WorkItem, *, now: datetime) -> StepOutcome:
    """Early, on time, late, sent back or still running at ``now``."""
    return step_outcome(
        target=timezone.localtime(item.target_at) if item.target_at else None,
        done_at=timezone.localtime(item.done_at) if item.done_at else None,
        now=timezone.localtime(now),
        is_sent_back=item.state == WorkItemState.RETURNED,
    )


def printed_outcome(item: WorkItem, *, now: datetime) -> str:
    """The word for a printed slip, which is in Vietnamese whatever language the officer reads the office in."""
    with override("vi"):
        return str(WORDS[outcome_of(item, now=now)])
