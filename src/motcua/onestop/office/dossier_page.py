"""What the page of a dossier shows a member of staff: the papers, the work, and everything that happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.notifications.api import list_messages
from motcua.onestop.dossiers.models import Dossier, DossierEvent, State
from motcua.onestop.dossiers.pages import why_this_date
from motcua.onestop.dossiers.presentation import NOW_WORDS, WORDS, is_late, state_words, tone_of, track_labels
from motcua.onestop.dossiers.rules.steps import StepOutcome
from motcua.onestop.forms.api import list_attachments, summary
from motcua.onestop.forms.models import Attachment
from motcua.onestop.office import queries
from motcua.onestop.office.actions import open_actions
from motcua.onestop.office.due import due_of_dossier
from motcua.onestop.office.fees import fee_warning, receipt_words
from motcua.onestop.office.forms import AppraisalForm, AssignForm, CommentForm, HandOverForm, StepForm
from motcua.onestop.office.listing import in_english
from motcua.onestop.office.words import button_text
from motcua.onestop.policies import policy
from motcua.onestop.processes.models import ProcessVersion, StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.outcomes import WORDS as OUTCOME_WORDS
from motcua.onestop.processes.outcomes import outcome_of
from motcua.onestop.processes.queries import list_comments, list_way
from motcua.onestop.processes.rules.steps import Step, earlier_steps, next_step
from motcua.onestop.processes.services.opening import steps_of
from motcua.onestop.results.api import list_documents
from motcua.onestop.results.models import DocumentKind, DocumentState, IssuedDocument
from motcua.platform.ui.formats import format_money
from motcua.postal.api import list_deliveries

DOCUMENT_TONES = {
    DocumentState.DRAFT: "neutral",
    DocumentState.SIGNING: "waiting",
    DocumentState.SIGNED: "info",
    DocumentState.ISSUED: "done",
    DocumentState.REPLACED: "neutral",
    DocumentState.FAILED: "late",
}
EVENT_TONES = {
    "refused": "late",
    "stopped": "late",
    "step_sent_back": "waiting",
    "supplement_requested": "waiting",
}
OUTCOME_TONES = {
    StepOutcome.LATE: "late",
    StepOutcome.RUNNING_LATE: "late",
    StepOutcome.RUNNING: "info",
    StepOutcome.SENT_BACK: "waiting",
    StepOutcome.EARLY: "done",
    StepOutcome.ON_TIME: "done",
}
STEP_FORMS: dict[str, type[StepForm]] = {
    StepKind.ASSIGN: AssignForm,
    StepKind.DRAFT: AppraisalForm,
    StepKind.RETURN: HandOverForm,
}


def build(
    *, dossier: Dossier, staff: StaffContext, now: datetime, form: forms.Form | None = None
) -> dict[str, Any]:
    """The context of ``onestop/office/dossier.html``; ``form`` is the step's form when it had errors."""
    way = list(list_way(dossier=dossier))
    run = queries.get_run(dossier=dossier)
    steps = steps_of(run.version) if run else ()
    documents = list(list_documents(dossier=dossier))
    events = queries.list_events(dossier=dossier)
    return {
        **head(dossier=dossier, now=now),
        **papers(dossier),
        "work": work_of(dossier, way, steps, documents, staff, now, form),
        "actions": open_actions(staff=staff, dossier=dossier),
        "may_receive": dossier.state == State.SUBMITTED
        and policy.acting_for(staff=staff, action="receive", dossier=dossier) is not None,
        "documents": [document_entry(dossier, document) for document in documents],
        "is_signing": any(is_under_way(document) for document in documents),
        "way": way_entries(way, now=now),
        "entries": timeline(events),
        "tracks": _tracks(dossier, events),
        "fee_warning": fee_warning(dossier, events),
        "comments": list(list_comments(dossier=dossier)),
        "comment_form": CommentForm(prefix="comment"),
        "may_comment": policy.acting_for(staff=staff, action="comment", dossier=dossier) is not None,
        "sent_messages": list(list_messages(subject_type="dossier", subject_id=dossier.uuid)),
        "deliveries": list(list_deliveries(subject_id=dossier.uuid)),
        "has_process": run is not None,
        "supplements": list(dossier.supplements.order_by("ordinal")),
    }


def head(*, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """What stands above every page of a dossier."""
    english = in_english()
    name = dossier.version.name_en if english else dossier.version.name_vi
    return {
        "dossier": dossier,
        "title": str(dossier),
        "procedure": name,
        "state": state_words(dossier),
        "tone": tone_of(dossier),
        "due": due_of_dossier(dossier, now=now),
        "is_late": is_late(dossier, now=now),
        "sentences": why_this_date(dossier),
        "facts": _facts(dossier),
        "breadcrumbs": [
            {"label": _("Dossiers"), "url": reverse("office:search")},
            {"label": str(dossier), "url": reverse("office:dossier", args=[dossier.uuid])},
        ],
    }


def papers(dossier: Dossier) -> dict[str, Any]:
    """The answers and the files of the applicant."""
    language = "en" if in_english() else "vi"
    names = {
        component.key: component.name_en if in_english() else component.name_vi
        for component in dossier.version.components.all()
    }
    return {
        "sections": summary(dossier.form, dossier.form_data, language) if dossier.form else [],
        "files": [file_entry(dossier, found, names) for found in list_attachments(dossier=dossier)],
    }


def work_of(
    dossier: Dossier,
    way: Sequence[WorkItem],
    steps: Sequence[Step],
    documents: Sequence[IssuedDocument],
    staff: StaffContext,
    now: datetime,
    form: forms.Form | None = None,
) -> Mapping[str, Any] | None:
    """The open step as this person meets it; None when nothing is open."""
    opened = [item for item in way if item.state == WorkItemState.OPEN]
    if not opened:
        return None
    mine = [item for item in opened if policy.acting_on(staff=staff, item=item)]
    item = (mine or opened)[0]
    step = next((step for step in steps if step.key == item.step_key), None)
    result = _result_in(documents)
    can_act = bool(mine) and step is not None and _is_running(dossier, item)
    return {
        "item": item,
        "step_name": item.name_en if in_english() else item.name_vi,
        "holder": item.assignee.full_name if item.assignee else "",
        "place": place_of(item),
        "behind": item.target_at is not None and now > item.target_at,
        "can_act": can_act,
        "can_claim": bool(mine) and item.assignee_id is None,
        "may_assign": policy.may_assign(staff=staff, item=item) is not None
        and item.step_kind != StepKind.ASSIGN,
        "needs_draft": item.step_kind == StepKind.DRAFT and result is None,
        "may_draft": item.step_kind == StepKind.DRAFT and can_act and _is_draft(result),
        "result": result,
        "is_pending": bool(item.pending),
        "error": result.error if result is not None and item.pending else "",
        "button": button_text(step=step, after=next_step(steps=steps, key=step.key)) if step else "",
        "form": form or (step_form(item, now=now) if can_act else None),
        "back_to": earlier_steps(steps=steps, key=item.step_key) if can_act else (),
        "sent_back": _why_it_came_back(way, item),
    }


def is_anything_under_way(dossier: Dossier) -> bool:
    return any(is_under_way(document) for document in list_documents(dossier=dossier))


def require(staff: StaffContext, action: str, dossier: Dossier) -> None:
    """Raise ``PermissionDenied`` unless the person may do this to the dossier."""
    policy.require(staff=staff, action=action, dossier=dossier)


def slip(dossier: Dossier, *, now: datetime) -> dict[str, Any]:
    """The context of the printed control slip."""
    way = list(list_way(dossier=dossier))
    return {**head(dossier=dossier, now=now), "way": way_entries(way, now=now), "printed_at": now}


def process_steps(dossier: Dossier, version: ProcessVersion) -> list[dict[str, Any]]:
    """The steps of the drawing as a list, with where the dossier is: the diagram for everybody's eyes and
    ears.
    """
    states = {item.step_key: item.state for item in list_way(dossier=dossier)}
    return [
        {
            "label": step.name_en if in_english() else step.name_vi,
            "hint": _("%(hours)s working hours") % {"hours": f"{step.working_hours:g}"},
            "state": {WorkItemState.OPEN: "current", WorkItemState.DONE: "done"}.get(
                WorkItemState(states[step.key]) if step.key in states else WorkItemState.CANCELLED, "locked"
            ),
        }
        for step in steps_of(version)
    ]


def step_form(item: WorkItem, *, now: datetime, data: Any = None) -> StepForm:
    """The form of a step by its kind. Whom a case may be given to is read only when the form is drawn."""
    if item.step_kind == StepKind.ASSIGN:
        on = timezone.localdate(now)
        return AssignForm(data, colleagues=lambda: queries.list_specialists(item=item, on=on))
    return STEP_FORMS.get(item.step_kind, StepForm)(data, initial=_earlier_answers(item))


def timeline(events: Sequence[DossierEvent]) -> list[dict[str, Any]]:
    """Every fact for ``ui/timeline.html``, newest first."""
    return [_event_entry(event) for event in reversed(events)]


def way_entries(way: Sequence[WorkItem], *, now: datetime) -> list[dict[str, Any]]:
    """The rows of form 06: from whom to whom, when, and whether within the target."""
    return [_way_entry(item, now) for item in way]


def place_of(item: WorkItem) -> str:
    place = item.unit or item.agency
    return place.name_en if in_english() else place.name_vi


def document_entry(dossier: Dossier, document: IssuedDocument) -> dict[str, Any]:
    """One document for the list, with its state and what went wrong."""
    url = reverse("office:document", args=[dossier.uuid, document.uuid]) if document.file else ""
    return {
        "name": document.get_kind_display(),
        "label": document.number,
        "url": url,
        "preview_url": f"{url}?xem=1" if url else "",
        "kind": "pdf",
        "size": document.file.blob.size if document.file else None,
        "at": document.updated_at,
        "status": {
            "label": document.get_state_display(),
            "tone": DOCUMENT_TONES[DocumentState(document.state)],
        },
        "error": document.error,
    }


def file_entry(dossier: Dossier, found: Attachment, names: Mapping[str, str]) -> dict[str, Any]:
    url = reverse("office:file", args=[dossier.uuid, found.uuid])
    media = found.file.blob.media_type
    kind = "pdf" if media == "application/pdf" else "image" if media.startswith("image/") else "other"
    return {
        "name": found.file.name,
        "label": names.get(found.component_key, ""),
        "url": url,
        "preview_url": f"{url}?xem=1" if kind != "other" else "",
        "kind": kind,
        "size": found.file.blob.size,
        "at": found.created_at,
    }


def is_under_way(document: IssuedDocument) -> bool:
    """Is a job making or signing this document now? The page then looks again by itself."""
    return document.state == DocumentState.SIGNING and not document.error


def _tracks(dossier: Dossier, events: Sequence[DossierEvent]) -> list[dict[str, str]]:
    """The four tracks; in the office the one of the fee says the amount and the receipt, too."""
    rows = track_labels(dossier)
    if dossier.fee_total:
        amount = format_money(dossier.fee_total, language="en" if in_english() else "vi")
        receipt = receipt_words(events)
        rows[1]["value"] = " · ".join(part for part in (amount, rows[1]["value"], receipt) if part)
    return rows


def _facts(dossier: Dossier) -> list[dict[str, Any]]:
    place = dossier.unit.name_en if in_english() else dossier.unit.name_vi
    rows = [
        (_("Applicant"), dossier.applicant_name),
        (_("Address"), dossier.contact_address),
        (_("Phone"), dossier.contact_phone),
        (_("Email"), dossier.contact_email),
        (_("Filed through"), dossier.get_channel_display()),
        (_("Filed at the counter by"), dossier.assisted_by.full_name if dossier.assisted_by else ""),
        (_("Result goes"), dossier.get_return_channel_display()),
        (_("Unit"), place),
        (_("Held by"), dossier.holder.full_name if dossier.holder else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _result_in(documents: Sequence[IssuedDocument]) -> IssuedDocument | None:
    results = [
        document
        for document in documents
        if document.kind == DocumentKind.RESULT and document.state != DocumentState.REPLACED
    ]
    return results[-1] if results else None


def _is_draft(result: IssuedDocument | None) -> bool:
    return result is None or result.state == DocumentState.DRAFT


def _is_running(dossier: Dossier, item: WorkItem) -> bool:
    if item.step_kind == StepKind.RETURN:
        return dossier.state == State.DONE
    return dossier.state in (State.RECEIVED, State.IN_PROCESS)


def _earlier_answers(item: WorkItem) -> dict[str, Any]:
    """A step whose signature failed keeps what was written the first time."""
    return {**item.data, "comment": item.comment}


def _why_it_came_back(way: Sequence[WorkItem], item: WorkItem) -> WorkItem | None:
    """The hand-over that sent the case back to this step, if that is why it is open."""
    before = [other for other in way if other.done_at and other.done_at <= item.opened_at]
    last = before[-1] if before else None
    return last if last is not None and last.state == WorkItemState.RETURNED else None


def _event_entry(event: DossierEvent) -> dict[str, Any]:
    step = event.data.get("step_en" if in_english() else "step_vi", "")
    # Where a step's dossier went next is told by the next entry; this one names the step that ended.
    kind = "step_done" if step and event.kind in NOW_WORDS else event.kind
    word = str(WORDS.get(kind) or INNER_WORDS.get(kind, lambda: kind)())
    people = [event.actor.full_name] if event.actor else []
    if event.on_behalf_of:
        people.append(_("for %(name)s") % {"name": event.on_behalf_of.full_name})
    return {
        "title": f"{word}: {step}" if step else word,
        "at": event.at,
        "meta": ", ".join(people),
        "text": event.reason,
        "tone": EVENT_TONES.get(event.kind, "done"),
    }


INNER_WORDS = {
    "step_sent_back": lambda: _("Sent back"),
    "step_assigned": lambda: _("Given to a colleague"),
}


def _way_entry(item: WorkItem, now: datetime) -> dict[str, Any]:
    outcome = outcome_of(item, now=now)
    worker = item.done_by or item.assignee
    return {
        "item": item,
        "name": item.name_en if in_english() else item.name_vi,
        "place": place_of(item),
        "giver": item.opened_by.full_name if item.opened_by else "",
        "worker": worker.full_name if worker else "",
        "for": item.on_behalf_of.full_name if item.on_behalf_of else "",
        "outcome": OUTCOME_WORDS[outcome],
        "tone": OUTCOME_TONES[outcome],
    }
