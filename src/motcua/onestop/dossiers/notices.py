"""What the applicant is told, on which channels, and what is no news (docs/explanation/notifications.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from motcua.identity.api import account_acting_for, organisations_of_account
from motcua.notifications.api import Channel, notify
from motcua.onestop.dossiers.models import Dossier, DossierEvent
from motcua.onestop.dossiers.presentation import standing_words
from motcua.onestop.dossiers.rules.states import OPEN, Standing, public_standing
from motcua.onestop.ratings.policies import is_open as may_be_rated

ACCOUNT = (Channel.IN_APP,)
MAIL = (*ACCOUNT, Channel.EMAIL)
# A text message costs money and interrupts: only for what the applicant must act on, and for how it ends.
ALL = (*MAIL, Channel.SMS)


@dataclass(frozen=True)
class Notice:
    template: str
    channels: tuple[Channel, ...]


NOTICES = {
    "submitted": Notice("submitted", MAIL),
    "received": Notice("received", MAIL),
    "refused": Notice("refused", ALL),
    "supplement_requested": Notice("supplement_requested", ALL),
    "supplement_answered": Notice("step_changed", MAIL),
    "payment_requested": Notice("step_changed", ALL),
    "payment_completed": Notice("step_changed", MAIL),
    "extended": Notice("late_apology", ALL),
    "withdrawn": Notice("withdrawn", MAIL),
    "stopped": Notice("stopped", ALL),
    "finished": Notice("result_ready", ALL),
    "handed_to_post": Notice("step_changed", MAIL),
    "returned": Notice("result_returned", MAIL),
    "delivery_failed": Notice("delivery_failed", ALL),
}
# Moves inside the office: news when the public state or sub-state differs from what was last told.
STEPS = {
    "step_done": Notice("step_changed", MAIL),
    "sent_to_council": Notice("step_changed", MAIL),
    "sent_to_other_agency": Notice("step_changed", MAIL),
    "waiting_for_signature": Notice("step_changed", MAIL),
    # The result follows within the hour, and is told on every channel.
    "signed": Notice("step_changed", ACCOUNT),
}
INNER_MOVES = frozenset({"step_assigned", "step_sent_back"})
OFFICER_CHANGED = Notice("officer_changed", ACCOUNT)
REMINDER = Notice("supplement_reminder", ALL)


def notice_of(*, dossier: Dossier, fact: DossierEvent, earlier: Iterable[tuple[str, int]]) -> Notice | None:
    """The notice that a fact deserves, None when it is no news; ``earlier`` are kind and state of the facts before."""
    if fact.kind == "returned" and fact.data.get("via") == "online":
        # "The result is ready" was said in the same moment.
        return Notice("result_returned", ACCOUNT)
    if fact.kind in STEPS:
        before = list(earlier)
        if public_standing(before) != public_standing([*before, (fact.kind, fact.to_state)]):
            return STEPS[fact.kind]
    if fact.kind in STEPS or fact.kind in INNER_MOVES:
        return OFFICER_CHANGED if _officer(dossier) else None
    return NOTICES.get(fact.kind)


def send_notice(*, dossier: Dossier, fact: DossierEvent, notice: Notice, now: datetime) -> None:
    """Tell the applicant about a fact of the dossier (with version, agency, holder and person), in the language it
    was filed in.
    """
    with translation.override(dossier.language):
        context = _context(dossier, fact)
    account_id = _account_of(dossier, timezone.localdate(now))
    notify(
        recipient_id=account_id,
        email=dossier.contact_email,
        phone=dossier.contact_phone,
        template=notice.template,
        context=context,
        language=dossier.language,
        subject_type="dossier",
        subject_id=dossier.uuid,
        url=settings.BASE_URL + _address(dossier, account_id),
        channels=_channels(notice, dossier, account_id),
        only_news=True,
        now=now,
    )


def _account_of(dossier: Dossier, on: date) -> int | None:
    """The account that filed it; for an organisation, one that acts for it now when that one no longer does."""
    account_id = dossier.submitted_by_id or (dossier.person.user_id if dossier.person else None)
    if account_id is None or dossier.organisation_id is None or dossier.assisted_by_id is not None:
        return account_id
    acts_for = organisations_of_account(user_id=account_id, on=on)
    if acts_for.filter(organisation_id=dossier.organisation_id).exists():
        return account_id
    return account_acting_for(organisation_id=dossier.organisation_id, on=on)


def _channels(notice: Notice, dossier: Dossier, account_id: int | None) -> tuple[Channel, ...]:
    """Whom nothing but a telephone reaches gets as text message what others get by mail."""
    only_by_phone = account_id is None and not dossier.contact_email
    return ALL if only_by_phone and notice.channels == MAIL else notice.channels


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
        "state_text": standing_words(_standing_after(fact)),
        "reason": fact.reason,
        "items": fact.data.get("items", []),
        "officer": _officer(dossier),
        "may_rate": may_be_rated(dossier),
    }


def _standing_after(fact: DossierEvent) -> Standing:
    return public_standing([(fact.kind, fact.to_state)]) or Standing(fact.to_state, "")


def _officer(dossier: Dossier) -> str:
    """Who is in charge now; nobody is of a dossier not yet received or ended."""
    return dossier.holder.full_name if dossier.holder and dossier.state in OPEN else ""


def _until(dossier: Dossier, fact: DossierEvent) -> datetime | None:
    """The date the notice speaks of: for a supplement its own deadline, else the promised return."""
    if fact.kind == "supplement_requested":
        return datetime.fromisoformat(fact.data["answer_by"])
    return dossier.due_at
