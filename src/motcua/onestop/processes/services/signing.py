"""A step whose outcome has to be signed: which document, which signature, and by whom."""

from datetime import datetime
from typing import Any

from motcua.identity.api import Appointment, User
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.policies import Acting
from motcua.onestop.processes.models import StepKind, WorkItem
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.rules.steps import is_last_signature, is_submission
from motcua.onestop.processes.services.loading import LoadedStep
from motcua.onestop.processes.services.opening import steps_of
from motcua.onestop.processes.services.work import Work
from motcua.onestop.results.api import (
    REJECTION,
    current_result,
    current_submission,
    request_issue,
    request_signature,
    request_submission,
)
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.rows import update_row


def ask_for_signature(loaded: LoadedStep, work: Work, actor: User, acting: Acting, now: datetime) -> WorkItem:
    item, document = loaded.item, paper_of(loaded)
    if item.pending and is_being_signed(document):
        return item
    if item.step_kind == StepKind.DRAFT:
        _check_decision(document, work)
    item.assignee, item.claimed_at = actor, item.claimed_at or now
    item.on_behalf_of_id = acting.on_behalf_of_id
    item.pending, item.comment, item.data = work.outcome, work.comment, work.data
    if item.step_kind == StepKind.DRAFT:
        item.handler = actor
    update_row(item, "assignee", "claimed_at", "handler", "on_behalf_of", "pending", "comment", "data")
    _request(loaded, document, actor, acting, now)
    return item


def _request(
    loaded: LoadedStep, document: IssuedDocument, actor: User, acting: Acting, now: datetime
) -> None:
    item = loaded.item
    who: dict[str, Any] = {
        "actor": actor,
        "title": _title_of(acting),
        "work_item_uuid": str(item.uuid),
        "on_behalf_of_id": acting.on_behalf_of_id,
        "now": now,
    }
    if item.step_kind == StepKind.ISSUE:
        request_issue(
            document_id=document.pk,
            actor=actor,
            agency_code=item.agency.code,
            work_item_uuid=str(item.uuid),
            now=now,
        )
    elif _goes_to_province(loaded):
        request_submission(dossier=loaded.dossier, result=document, **who)
    else:
        request_signature(document_id=document.pk, kind=_signature_kind(loaded), **who)


def _goes_to_province(loaded: LoadedStep) -> bool:
    return is_submission(steps=steps_of(loaded.instance.version), key=loaded.item.step_key)


def _check_decision(document: IssuedDocument, work: Work) -> None:
    """The appraisal and the draft must say the same: a refusal is a letter with reasons and provisions."""
    refuses, decision = document.template == REJECTION, work.data.get("decision", "")
    if decision == "reject" and not refuses:
        raise StepRefused("refusal_without_letter")
    if decision == "approve" and refuses:
        raise StepRefused("refusal_not_chosen")


def is_being_signed(document: IssuedDocument) -> bool:
    """Is a signature asked for and on its way? One that failed may be asked for again."""
    return not document.error and document.signatures.filter(sha256_after="").exists()


def _title_of(acting: Acting) -> str:
    """The position under which the person signs; for an absent colleague, that colleague's."""
    if acting.appointment_id is None:
        return ""
    titles = Appointment.objects.filter(pk=acting.appointment_id).values_list("position__title_vi", flat=True)
    return titles.first() or ""


def _signature_kind(loaded: LoadedStep) -> str:
    steps = steps_of(loaded.instance.version)
    item = loaded.item
    signs = item.step_kind == StepKind.SIGN and is_last_signature(steps=steps, key=item.step_key)
    return "person" if signs else "initial"


def paper_of(loaded: LoadedStep) -> IssuedDocument:
    """The document that the step signs, or the result that it will be about."""
    result = _result_of(loaded.dossier)
    if loaded.item.pending and _goes_to_province(loaded):
        return current_submission(dossier=loaded.dossier) or result
    return result


def _result_of(dossier: Dossier) -> IssuedDocument:
    document = current_result(dossier=dossier)
    if document is None:
        raise StepRefused("result_missing")
    return document
