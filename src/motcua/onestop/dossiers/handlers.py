"""What follows from a changed dossier: the applicant is told, and the post's news reach the dossier."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from motcua.notifications.api import notify
from motcua.onestop.dossiers.events import DossierChanged
from motcua.onestop.dossiers.models import DeliveryTrack, Dossier, DossierEvent, State
from motcua.onestop.dossiers.rules.states import OPEN
from motcua.onestop.dossiers.services.ending import record_return
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.platform.outbox.api import subscribe
from motcua.postal.events import DeliveryCompleted, DeliveryFailed, DeliveryHandedOver

# Which message an event sends; events that are not here tell the applicant nothing.
TEMPLATES = {
    "submitted": "submitted",
    "received": "received",
    "refused": "refused",
    "supplement_requested": "supplement_requested",
    "supplement_answered": "step_changed",
    "step_done": "step_changed",
    "sent_to_council": "step_changed",
    "sent_to_other_agency": "step_changed",
    "payment_requested": "step_changed",
    "payment_completed": "step_changed",
    "extended": "late_apology",
    "withdrawn": "withdrawn",
    "stopped": "stopped",
    "finished": "result_ready",
    "handed_to_post": "step_changed",
    "returned": "result_returned",
    "delivery_failed": "delivery_failed",
}


def tell_applicant(event: DossierChanged, *, now: datetime) -> None:
    """Send the notice that belongs to the event, in the applicant's language."""
    template = TEMPLATES.get(event.kind)
    if template is None or not event.is_public:
        return
    related = ("version", "agency", "holder", "person")
    dossier = Dossier.objects.select_related(*related).get(pk=event.dossier_id)
    fact = DossierEvent.objects.get(dossier=dossier, sequence=event.sequence)
    send_notice(dossier=dossier, fact=fact, template=template, now=now)


def send_notice(*, dossier: Dossier, fact: DossierEvent, template: str, now: datetime) -> None:
    """Tell the applicant about a fact of the dossier (with version, agency and person), in their language."""
    with translation.override(dossier.language):
        context = _context(dossier, fact)
    account_id = dossier.submitted_by_id or (dossier.person.user_id if dossier.person else None)
    notify(
        recipient_id=account_id,
        email=dossier.contact_email,
        phone=dossier.contact_phone,
        template=template,
        context=context,
        language=dossier.language,
        subject_type="dossier",
        subject_id=dossier.uuid,
        url=settings.BASE_URL + _address(dossier, account_id),
        now=now,
    )


def _address(dossier: Dossier, account_id: int | None) -> str:
    """The dossier in the account; who has none tracks it by its code and ID number."""
    if account_id is None:
        return f"{reverse('portal:track')}?code={dossier}"
    return reverse("portal:dossier", args=[dossier.uuid])


def _context(dossier: Dossier, fact: DossierEvent) -> dict[str, object]:
    in_vietnamese = dossier.language == "vi"
    promised = _until(dossier, fact)
    due = timezone.localtime(promised) if promised else None
    return {
        "code": str(dossier),
        "procedure": dossier.version.name_vi if in_vietnamese else dossier.version.name_en,
        "agency": dossier.agency.name_vi if in_vietnamese else dossier.agency.name_en,
        "due": f"{due:%H:%M %d/%m/%Y}" if due else "",
        "state_text": str(State(fact.to_state).label),
        "reason": fact.reason,
        "officer": dossier.holder.full_name if dossier.holder and dossier.state in OPEN else "",
    }


def _until(dossier: Dossier, fact: DossierEvent) -> datetime | None:
    """The date the notice speaks of: for a supplement its own deadline, else the promised return."""
    if fact.kind == "supplement_requested":
        return datetime.fromisoformat(fact.data["answer_by"])
    return dossier.due_at


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
