"""A citizen submits a draft: the dossier exists from this moment on, whatever breaks afterwards."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from motcua.identity.api import Person, User, get_person_for
from motcua.onestop.dossiers.models import Channel, Dossier, MoneyState
from motcua.onestop.dossiers.transitions import TransitionRefused, record_submission
from motcua.onestop.forms.api import Applicant, DraftIncomplete, applicant_of, ready_answers
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.procedures.api import fee_for
from motcua.platform.files.api import ScanState
from motcua.platform.privacy.fields import lookup_hash
from motcua.platform.search.api import normalise

# No I, L, O, U: a person reads the code aloud over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class SubmissionRefused(TransitionRefused):
    """The draft cannot become a dossier yet; ``params["errors"]`` lists what to mend."""


def submit_dossier(
    *,
    draft_id: int,
    idempotency_key: str,
    actor: User,
    now: datetime,
    channel: str = Channel.ONLINE,
    role: str = "",
) -> Dossier:
    """Turn a complete draft into a dossier in state 1, and answer it.

    The same draft or the same key sent again answers the dossier of the first time. A draft filled at the
    counter becomes the applicant's dossier, not the officer's; the caller has checked that ``actor`` may
    assist, in the ``role`` that the event names. Raises ``Draft.DoesNotExist`` for somebody else's draft and
    :class:`SubmissionRefused` when something is missing.
    """
    try:
        with transaction.atomic():
            return _submit(draft_id, idempotency_key, actor, now, channel, role)
    except IntegrityError:
        # The same key came twice at once from two drafts; the other request has won.
        return Dossier.objects.get(submitted_by=actor, idempotency_key=idempotency_key)


def _submit(
    draft_id: int, idempotency_key: str, actor: User, now: datetime, channel: str, role: str
) -> Dossier:
    draft = _lock_draft(draft_id, actor)
    if draft.submitted_as is not None:
        return draft.submitted_as
    attachments = list(draft.attachments.select_related("file__blob").order_by("id"))
    answers = _checked_answers(draft, attachments, now)
    dossier = _new_dossier(draft, answers, idempotency_key, _parties(draft, actor), now, channel)
    dossier.save(force_insert=True)
    Attachment.objects.filter(draft=draft).update(dossier=dossier)
    draft.submitted_as = dossier
    draft.updated_at = now
    draft.save(update_fields=["submitted_as", "updated_at"])
    record_submission(dossier=dossier, actor=actor, role=role, now=now)
    return dossier


@dataclass(frozen=True)
class _Parties:
    """Whose dossier it is: the account, the person, and the officer who helped."""

    account: User | None
    person: Person | None
    helper: User | None = None


def _parties(draft: Draft, actor: User) -> _Parties:
    if draft.assisted_person is None:
        return _Parties(actor, get_person_for(actor))
    return _Parties(draft.assisted_person.user, draft.assisted_person, actor)


def _lock_draft(draft_id: int, actor: User) -> Draft:
    related = ("submitted_as", "version__procedure__agency", "form", "organisation", "assisted_person__user")
    return (
        Draft.objects.select_for_update(of=("self",))
        .select_related(*related)
        .get(pk=draft_id, user=actor, deleted_at__isnull=True)
    )


def _checked_answers(draft: Draft, attachments: list[Attachment], now: datetime) -> dict[str, Any]:
    if any(item.file.blob.scan_state in (ScanState.INFECTED, ScanState.PENDING) for item in attachments):
        raise SubmissionRefused("files_not_clean", errors=[])
    try:
        return ready_answers(draft, today=timezone.localdate(now), attachments=attachments)
    except DraftIncomplete as incomplete:
        raise SubmissionRefused(
            "incomplete", errors=[*incomplete.errors, *incomplete.missing]
        ) from incomplete


def _new_dossier(
    draft: Draft,
    answers: dict[str, Any],
    idempotency_key: str,
    parties: _Parties,
    now: datetime,
    channel: str,
) -> Dossier:
    applicant = applicant_of(answers)
    quote = fee_for(draft.version, answers, on=timezone.localdate(now))
    code = new_temporary_code()
    procedure = draft.version.procedure
    return Dossier(
        temporary_code=code,
        idempotency_key=idempotency_key,
        version=draft.version,
        agency=procedure.agency,
        unit_id=procedure.unit_id,
        submitted_by=parties.account,
        assisted_by=parties.helper,
        person=parties.person,
        organisation=draft.organisation,
        applicant_id_hash=_applicant_hash(applicant),
        applicant_name=applicant.name,
        contact_phone=applicant.phone,
        contact_email=applicant.email,
        contact_address=applicant.return_address or applicant.address,
        language=parties.account.language if parties.account else "vi",
        channel=channel,
        return_channel=applicant.return_channel,
        form=draft.form,
        form_data=answers,
        fee_total=quote.total,
        fee_lines=[asdict(line) for line in quote.lines],
        money_state=MoneyState.DUE if quote.total else MoneyState.NOTHING_DUE,
        submitted_at=now,
        last_event=1,
        search_text=normalise(f"{code} {applicant.name}"),
    )


def _applicant_hash(applicant: Applicant) -> str:
    return lookup_hash(applicant.id_number) if applicant.id_number else ""


def new_temporary_code() -> str:
    """A code for the time before receipt: 40 random bits, so that nobody guesses a neighbour's."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"TAM-{letters[:4]}-{letters[4:]}"
