"""A dossier in plain words for the person who waits for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.onestop.dossiers.models import Channel, Dossier, DossierEvent, State, SubState
from motcua.onestop.dossiers.rules.states import Standing

WORDS: dict[str, Any] = {
    "submitted": gettext_lazy("Submitted"),
    "received": gettext_lazy("Received, with its official code"),
    "refused": gettext_lazy("Not accepted"),
    "step_done": gettext_lazy("A step is finished"),
    "sent_to_council": gettext_lazy("At the council"),
    "sent_to_other_agency": gettext_lazy("With another agency"),
    "waiting_for_signature": gettext_lazy("Waiting for signature"),
    "signed": gettext_lazy("Signed"),
    "supplement_requested": gettext_lazy("A supplement is asked for"),
    "supplement_answered": gettext_lazy("The supplement has arrived"),
    "payment_requested": gettext_lazy("The fee is to be paid"),
    "paid": gettext_lazy("The fee is paid"),
    "payment_completed": gettext_lazy("The fee is paid"),
    "extended": gettext_lazy("A new date with our apology"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "stopped": gettext_lazy("Stopped"),
    "finished": gettext_lazy("The result is ready"),
    "handed_to_post": gettext_lazy("Handed to the post"),
    "delivery_failed": gettext_lazy("The post could not deliver"),
    "returned": gettext_lazy("The result is returned"),
}
TONES = {
    State.REFUSED: "late",
    State.STOPPED: "late",
    State.WITHDRAWN: "neutral",
    State.SUPPLEMENT: "waiting",
    State.PAYMENT: "waiting",
    State.DONE: "done",
    State.RETURNED: "done",
}
NEXT: dict[int, Any] = {
    State.SUBMITTED: gettext_lazy(
        "An officer checks the papers and receives the dossier within 8 working hours."
    ),
    State.RECEIVED: gettext_lazy("The dossier goes to the unit that handles it."),
    State.IN_PROCESS: gettext_lazy("The unit examines the dossier and prepares the result."),
    State.SUPPLEMENT: gettext_lazy("Please send what is asked for; until then the clock stands still."),
    State.PAYMENT: gettext_lazy("Please pay the fee; until then the clock stands still."),
}
RETURNS: dict[str, Any] = {
    Channel.ONLINE: gettext_lazy("The signed result can be downloaded here."),
    Channel.POST: gettext_lazy("The post brings the result to the address given."),
    Channel.COUNTER: gettext_lazy("The result waits at the counter."),
}


def tone_of(dossier: Dossier) -> str:
    return TONES.get(State(dossier.state), "info")


def next_step(dossier: Dossier) -> str:
    """What happens next, or what the applicant is to do; empty when all is done."""
    if dossier.state == State.DONE:
        return str(RETURNS[dossier.return_channel])
    return str(NEXT.get(dossier.state, ""))


def timeline(events: Sequence[DossierEvent], *, with_reason: bool = True) -> list[dict[str, Any]]:
    """Entries for ``ui/timeline.html``. Without ``with_reason`` nothing typed by people is shown."""
    return [
        {
            "title": _title(event),
            "at": event.at,
            "meta": event.actor.full_name if event.actor and event.actor.kind == "staff" else "",
            "text": event.reason if with_reason else "",
            "tone": TONES.get(State(event.to_state), "done") if event.kind != "step_done" else "done",
        }
        for event in events
    ]


def _title(event: DossierEvent) -> str:
    word = str(WORDS.get(event.kind, event.kind))
    step = event.data.get("step_en" if get_language() == "en" else "step_vi")
    return f"{word}: {step}" if step else word


def is_late(dossier: Dossier, *, now: datetime) -> bool:
    """Past its promised date: while open by the clock, once finished by the moment of state 9."""
    reference = dossier.finished_at or now
    return dossier.due_at is not None and reference > dossier.due_at


def state_words(dossier: Dossier) -> str:
    return standing_words(Standing(dossier.state, dossier.sub_state))


def standing_words(standing: Standing) -> str:
    """The shared state and, where there is one, our sub-state: "In process · Waiting for signature"."""
    words = str(State(standing.state).label)
    return f"{words} · {SubState(standing.sub_state).label}" if standing.sub_state else words


def track_labels(dossier: Dossier) -> list[dict[str, str]]:
    """The four independent tracks for a summary list."""
    return [
        {"label": _("Processing"), "value": state_words(dossier)},
        {"label": _("Fee"), "value": str(dossier.get_money_state_display())},
        {"label": _("Result"), "value": str(dossier.get_delivery_state_display())},
        {"label": _("National portal"), "value": str(dossier.get_sync_state_display())},
    ]


def facts_of(dossier: Dossier) -> list[dict[str, str]]:
    """Procedure, place, officer and the dates of a dossier, for a summary list; what is not known yet is left out."""
    language = "en" if get_language() == "en" else "vi"
    rows = [
        (_("Procedure"), getattr(dossier.version, f"name_{language}")),
        (_("Agency"), getattr(dossier.agency, f"name_{language}")),
        (_("Unit"), getattr(dossier.unit, f"name_{language}")),
        (_("Officer"), dossier.holder.full_name if dossier.holder else ""),
        (_("Filed at the counter by"), dossier.assisted_by.full_name if dossier.assisted_by else ""),
        (_("Submitted on"), _moment(dossier.submitted_at)),
        (_("Received on"), _moment(dossier.received_at)),
        (_("Promised for"), _moment(dossier.due_at)),
        (_("Finished"), _moment(dossier.finished_at)),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y, %H:%M}" if moment else ""
