"""A dossier in plain words for the person who waits for it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from motcua.onestop.dossiers.models import (
    Channel,
    DeliveryTrack,
    Dossier,
    DossierEvent,
    MoneyState,
    State,
    SubState,
    SyncState,
)
from motcua.onestop.dossiers.queries import PublicFact
from motcua.onestop.dossiers.rules.states import Standing
from motcua.platform.ui.parts import local

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
# What was done in a step, by its kind, in words for who waits; the office names the step itself.
DONE_WORDS: dict[str, Any] = {
    "assign": gettext_lazy("An officer was put in charge"),
    "draft": gettext_lazy("The dossier was examined and the result drafted"),
    "council": gettext_lazy("The council has given its opinion"),
    "review": gettext_lazy("The draft was checked by the head of the unit"),
    "sign": gettext_lazy("Signed"),
    "verify": gettext_lazy("Checked at the People's Committee"),
}
NOW_WORDS: dict[str, Any] = {
    "sent_to_council": gettext_lazy("it is now at the council"),
    "sent_to_other_agency": gettext_lazy("it is now with another agency"),
    "waiting_for_signature": gettext_lazy("it now waits for the signature of the leader"),
    "signed": gettext_lazy("it is now to be numbered and issued"),
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


def timeline(events: Sequence[DossierEvent]) -> list[dict[str, Any]]:
    """Entries for ``ui/timeline.html``."""
    times = _times(events)
    return [
        {**_entry(event, _officer(event), time), "text": event.reason}
        for event, time in zip(events, times, strict=True)
    ]


def public_timeline(facts: Sequence[PublicFact]) -> list[dict[str, Any]]:
    """The same for everybody: nothing typed by people is shown."""
    return [_entry(fact, fact.officer, time) for fact, time in zip(facts, _times(facts), strict=True)]


def _times(facts: Sequence[DossierEvent | PublicFact]) -> list[int]:
    """For each fact, how often its step was done by then: after a return a step is done again."""
    done: Counter[str] = Counter()
    times = []
    for fact in facts:
        done[fact.data.get("step", "")] += 1
        times.append(done[fact.data.get("step", "")])
    return times


def _officer(event: DossierEvent) -> str:
    return event.actor.full_name if event.actor and event.actor.kind == "staff" else ""


def _entry(fact: DossierEvent | PublicFact, officer: str, time: int) -> dict[str, Any]:
    """The name under an entry is who did what its title says."""
    tone = TONES.get(State(fact.to_state), "done") if fact.kind != "step_done" else "done"
    return {"title": _title(fact, time), "at": fact.at, "meta": officer, "tone": tone}


def _title(fact: DossierEvent | PublicFact, time: int) -> str:
    """What was done, for which time, and where the dossier is now; steps are told by their kind."""
    done = DONE_WORDS.get(fact.data.get("step", "").partition("_")[0])
    if done is None:
        return str(WORDS.get(fact.kind, fact.kind))
    words = str(done) if time < 2 else _("%(done)s (time %(n)d)") % {"done": done, "n": time}
    return f"{words}; {NOW_WORDS[fact.kind]}" if fact.kind in NOW_WORDS else words


def is_late(dossier: Dossier, *, now: datetime) -> bool:
    """Past its promised date: while open by the clock, once finished by the moment of state 9."""
    reference = dossier.finished_at or now
    return dossier.due_at is not None and reference > dossier.due_at


def state_words(dossier: Dossier) -> str:
    return standing_words(Standing(dossier.state, dossier.sub_state))


def standing_words(standing: Standing) -> str:
    """The shared state and, where there is one, our sub-state: "In process · Waiting for signature"."""
    return _standing_words(standing.state, standing.sub_state, get_language())


# There are a few dozen answers to these three in each language, and every page of a dossier asks.
@lru_cache(maxsize=512)
def _standing_words(state: int, sub_state: str, language: str | None) -> str:
    words = str(State(state).label)
    return f"{words} · {SubState(sub_state).label}" if sub_state else words


def track_labels(dossier: Dossier) -> list[dict[str, str]]:
    """The four independent tracks for a summary list."""
    tracks = (dossier.money_state, dossier.delivery_state, dossier.sync_state)
    words = _track_words(state_words(dossier), *tracks, get_language())
    return [{"label": label, "value": value} for label, value in words]


@lru_cache(maxsize=1024)
def _track_words(
    state: str, money: str, delivery: str, sync: str, language: str | None
) -> tuple[tuple[str, str], ...]:
    return (
        (_("Processing"), state),
        (_("Fee"), str(MoneyState(money).label)),
        (_("Result"), str(DeliveryTrack(delivery).label)),
        (_("National portal"), str(SyncState(sync).label)),
    )


def facts_of(dossier: Dossier) -> list[dict[str, str]]:
    """Procedure, place, officer and the dates of a dossier, for a summary list; what is not known yet is left out."""
    language = "en" if get_language() == "en" else "vi"
    values = (
        getattr(dossier.version, f"name_{language}"),
        getattr(dossier.agency, f"name_{language}"),
        getattr(dossier.unit, f"name_{language}"),
        dossier.holder.full_name if dossier.holder else "",
        dossier.assisted_by.full_name if dossier.assisted_by else "",
        _moment(dossier.submitted_at),
        _moment(dossier.received_at),
        _moment(dossier.due_at),
        _moment(dossier.finished_at),
    )
    rows = zip(_fact_labels(get_language()), values, strict=True)
    return [{"label": label, "value": value} for label, value in rows if value]


@lru_cache(maxsize=4)
def _fact_labels(language: str | None) -> tuple[str, ...]:
    return (
        _("Procedure"),
        _("Agency"),
        _("Unit"),
        _("Officer"),
        _("Filed at the counter by"),
        _("Submitted on"),
        _("Received on"),
        _("Promised for"),
        _("Finished"),
    )


def _moment(moment: datetime | None) -> str:
    return f"{local(moment):%d/%m/%Y, %H:%M}" if moment else ""
