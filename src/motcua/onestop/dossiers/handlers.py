"""What follows from a changed dossier: the applicant is told, and the post's news reach the dossier."""

from datetime import datetime
from uuid import UUID

from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.models import DeliveryTrack, Dossier, State
from motcua.onestop.dossiers.notices import notice_of, send_notice
from motcua.onestop.dossiers.services.ending import record_return
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.platform.outbox.api import subscribe
from motcua.postal.events import DeliveryCompleted, DeliveryFailed, DeliveryHandedOver


def tell_applicant(event: DossierChanged, *, now: datetime) -> None:
    """Send the notice that belongs to the event, when it is news, in the language of the dossier."""
    related = ("version", "agency", "holder", "person")
    dossier = Dossier.objects.select_related(*related).get(pk=event.dossier_id)
    facts = list(dossier.events.filter(sequence__lte=event.sequence).order_by("sequence"))
    earlier = [(fact.kind, fact.to_state) for fact in facts[:-1]]
    notice = notice_of(dossier=dossier, fact=facts[-1], earlier=earlier)
    if notice is not None:
        send_notice(dossier=dossier, fact=facts[-1], notice=notice, now=now)


def on_handed_over(event: DeliveryHandedOver, *, now: datetime) -> None:
    dossier = _locked(event.subject_id)
    if dossier is None or dossier.state != State.DONE:
        return
    dossier.delivery_state = DeliveryTrack.HANDED_OVER
    record_event(
        dossier=dossier,
        kind="handed_to_post",
        now=now,
        data={"slip": event.slip_number},
        changed=("delivery_state",),
    )


def on_delivered(event: DeliveryCompleted, *, now: datetime) -> None:
    dossier = _locked(event.subject_id)
    if dossier is not None and dossier.state == State.DONE:
        delivered_at = datetime.fromisoformat(event.delivered_at)
        record_return(dossier=dossier, now=delivered_at, via="post", received_by=event.received_by)


def on_failed(event: DeliveryFailed, *, now: datetime) -> None:
    dossier = _locked(event.subject_id)
    if dossier is None or dossier.state != State.DONE:
        return
    dossier.delivery_state = DeliveryTrack.FAILED
    record_event(
        dossier=dossier, kind="delivery_failed", now=now, reason=event.reason, changed=("delivery_state",)
    )


def _locked(subject_id: str) -> Dossier | None:
    """The dossier an item of post speaks of; post of other rooms is none of ours."""
    pk = Dossier.objects.filter(uuid=UUID(subject_id)).values_list("pk", flat=True).first()
    return None if pk is None else lock_dossier(pk)


def listen() -> None:
    """Subscribe; called once when Django is ready."""
    subscribe(DossierChanged, tell_applicant)
    subscribe(DeliveryHandedOver, on_handed_over)
    subscribe(DeliveryCompleted, on_delivered)
    subscribe(DeliveryFailed, on_failed)
