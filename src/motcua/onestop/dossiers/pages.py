"""What the citizen's pages of a dossier show, gathered in few statements."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from motcua.identity.api import User
from motcua.notifications.api import list_messages
from motcua.onestop.dossiers.explanations import Sentence, describe
from motcua.onestop.dossiers.models import ClockPause, Dossier, State
from motcua.onestop.dossiers.presentation import (
    facts_of,
    is_late,
    next_step,
    public_timeline,
    state_words,
    timeline,
    tone_of,
    track_labels,
)
from motcua.onestop.dossiers.queries import Tracked, list_dossiers_of, list_public_events
from motcua.onestop.dossiers.rules.clock import Pause
from motcua.onestop.dossiers.rules.deadlines import Deadline
from motcua.onestop.dossiers.services.deadlines import deadline_of
from motcua.onestop.forms.api import list_drafts, summary
from motcua.onestop.forms.models import Attachment
from motcua.onestop.results.api import has_decision, list_documents
from motcua.onestop.results.models import DocumentState, IssuedDocument
from motcua.onestop.results.queries import OFFICE_ONLY
from motcua.postal.api import list_deliveries

NEWEST = 5
WITHDRAWABLE = (State.SUBMITTED, State.RECEIVED, State.IN_PROCESS, State.SUPPLEMENT, State.PAYMENT)


def why_this_date(
    dossier: Dossier, *, pauses: Sequence[ClockPause | Pause] | None = None
) -> Sequence[Sentence]:
    """The explanation of the promised date, sentence by sentence; empty before receipt."""
    deadline = deadline_of(dossier, pauses=pauses)
    if deadline is None or dossier.received_at is None:
        return ()
    on = timezone.localdate(dossier.received_at)
    return _told(deadline, on, dossier.agency.code, get_language())


@lru_cache(maxsize=2048)
def _told(deadline: Deadline, on: date, agency: str, language: str | None) -> tuple[Sentence, ...]:
    """Kept by all that it depends on: people and officers read the reasons of a date again and again."""
    return tuple(describe(reasons=deadline.explanation, on=on, agency=agency, language=language))


def tracking_page(found: Tracked) -> Mapping[str, Any]:
    """The public page: no names of applicants, nothing typed by people."""
    dossier = found.dossier
    return {
        "dossier": dossier,
        "rows": facts_of(dossier),
        "state": state_words(dossier),
        "tone": tone_of(dossier),
        "next_step": next_step(dossier),
        "is_late": found.is_late,
        "entries": public_timeline(found.events),
        "sentences": why_this_date(dossier, pauses=found.pauses),
        "tracks": track_labels(dossier),
    }


def account_home(user: User, *, now: datetime) -> Mapping[str, Any]:
    """What waits for the person first, then the newest dossiers and drafts."""
    own = list_dossiers_of(user, on=timezone.localdate(now))
    waiting = own.filter(state__in=[State.SUPPLEMENT, State.PAYMENT])
    return {
        "waiting": list(waiting[:NEWEST]),
        "newest": list(own[:NEWEST]),
        "drafts": list(list_drafts(user_id=user.pk)[:NEWEST]),
    }


def account_dossier_page(dossier: Dossier, *, now: datetime) -> Mapping[str, Any]:
    """Everything the owner may see of one dossier."""
    pauses = list(dossier.pauses.order_by("started_at"))
    attachments = Attachment.objects.filter(dossier=dossier).select_related("file__blob").order_by("id")
    supplement = dossier.supplements.filter(answered_at__isnull=True).first()
    language = "en" if get_language() == "en" else "vi"
    papers = dict(dossier.version.components.values_list("key", f"name_{language}"))
    return {
        "dossier": dossier,
        "rows": facts_of(dossier),
        "state": state_words(dossier),
        "tone": tone_of(dossier),
        "next_step": next_step(dossier),
        "is_late": is_late(dossier, now=now),
        "entries": timeline(list_public_events(dossier)),
        "sentences": why_this_date(dossier, pauses=pauses),
        "tracks": track_labels(dossier),
        "documents": [_document_entry(item) for item in list_documents(dossier=dossier) if _is_shown(item)],
        "files": [_file_entry(item, papers) for item in attachments],
        "sections": summary(dossier.form, dossier.form_data, language) if dossier.form else [],
        "supplement": supplement,
        "notices": list_messages(subject_type="dossier", subject_id=dossier.uuid),
        "deliveries": list_deliveries(subject_id=dossier.uuid),
        "may_withdraw": dossier.state in WITHDRAWABLE and not has_decision(dossier=dossier),
    }


def _is_shown(document: IssuedDocument) -> bool:
    """Applicants see what was issued, never a draft, nor what the office writes for itself."""
    return document.state == DocumentState.ISSUED and document.kind not in OFFICE_ONLY


def _document_entry(document: IssuedDocument) -> dict[str, Any]:
    assert document.file is not None
    url = reverse("portal:document", args=[document.uuid])
    return {
        "name": document.get_kind_display(),
        "label": document.number,
        "url": url,
        "preview_url": f"{url}?xem=1",
        "kind": "pdf",
        "size": document.file.blob.size,
        "at": document.updated_at,
    }


def _file_entry(attachment: Attachment, papers: Mapping[str, str]) -> dict[str, Any]:
    url = reverse("portal:attachment", args=[attachment.uuid])
    media = attachment.file.blob.media_type
    kind = "pdf" if media == "application/pdf" else "image" if media.startswith("image/") else "other"
    return {
        "name": attachment.file.name,
        "label": papers.get(attachment.component_key, ""),
        "url": url,
        "preview_url": f"{url}?xem=1" if kind != "other" else "",
        "kind": kind,
        "size": attachment.file.blob.size,
        "at": attachment.created_at,
    }
