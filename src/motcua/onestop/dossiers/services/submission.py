"""A citizen submits a draft: the dossier exists from this moment on, whatever breaks afterwards."""

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Field, QuerySet, UUIDField
from django.utils import timezone

from motcua.identity.api import User, get_person_id_for, get_representative_id
from motcua.onestop.dossiers.models import Channel, Dossier, MoneyState
from motcua.onestop.dossiers.transitions import TransitionRefused, record_submission
from motcua.onestop.forms.api import Applicant, DraftIncomplete, applicant_of, ready_answers
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.procedures.api import fee_for
from motcua.platform.files.api import ScanState
from motcua.platform.planning import Planned, run_planned
from motcua.platform.prepared import Param
from motcua.platform.privacy.fields import lookup_hash
from motcua.platform.rows import insert_row
from motcua.platform.search.api import normalise

# No I, L, O, U: a person reads the code aloud over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class SubmissionRefused(TransitionRefused):
    """The draft cannot become a dossier yet; ``params["errors"]`` lists what to mend."""


def submit_dossier(
    *,
    draft_id: int | UUID,
    actor: User,
    now: datetime,
    idempotency_key: str = "",
    channel: str = Channel.ONLINE,
    role: str = "",
    language: str = "",
) -> Dossier:
    """Turn a complete draft into a dossier in state 1, and answer it.

    The draft is named by its number or its public id; without an ``idempotency_key`` its own counts. The same
    draft or the same key sent again answers the dossier of the first time. A draft filled at the
    counter becomes the applicant's dossier, not the officer's; the caller has checked that ``actor`` may
    assist, in the ``role`` that the event names. ``language`` is that of the page it was filed on, in which its
    notices are written; without one, and at the counter, the applicant's account decides. Raises
    ``Draft.DoesNotExist`` for somebody else's draft, and for one of the counter without a role, and
    :class:`SubmissionRefused` when something is missing.
    """
    try:
        with transaction.atomic():
            return _submit(draft_id, idempotency_key, actor, now, channel, role, language)
    except IntegrityError:
        if not idempotency_key:
            raise
        # The same key came twice at once from two drafts; the other request has won.
        return Dossier.objects.get(submitted_by=actor, idempotency_key=idempotency_key)


def _submit(
    draft_id: int | UUID,
    idempotency_key: str,
    actor: User,
    now: datetime,
    channel: str,
    role: str,
    language: str,
) -> Dossier:
    draft = _lock_draft(draft_id, actor, role)
    if draft.submitted_as is not None:
        return draft.submitted_as
    today = timezone.localdate(now)
    _require_in_force(draft, today)
    attachments = ATTACHED.all(draft=draft.pk)
    answers = _checked_answers(draft, attachments, today)
    key = idempotency_key or draft.idempotency_key
    parties = _parties(draft, actor, language, today)
    dossier = insert_row(_new_dossier(draft, answers, key, parties, now, channel))
    run_planned(HAND_OVER, [dossier.pk, draft.pk, dossier.pk, now, draft.pk])
    record_submission(dossier=dossier, actor=actor, role=role, now=now)
    return dossier


def _require_in_force(draft: Draft, today: date) -> None:
    """A dossier is filed under the version in force on its day, and then keeps it to the end."""
    last_day = draft.version.valid_to
    if last_day is not None and last_day < today:
        raise SubmissionRefused("version_ended", errors=[], day=f"{last_day:%d/%m/%Y}")


@dataclass(frozen=True)
class _Parties:
    """Whose dossier it is: the account, the person, their language, and the officer who helped."""

    account: User | None
    person_id: int | None
    language: str
    helper: User | None = None


def _parties(draft: Draft, actor: User, language: str, on: date) -> _Parties:
    if draft.assisted_person is None:
        return _Parties(actor, _filing_person(draft, actor, on), language or actor.language)
    account = draft.assisted_person.user
    return _Parties(account, draft.assisted_person_id, account.language if account else "vi", actor)


def _filing_person(draft: Draft, actor: User, on: date) -> int | None:
    """Whoever files for an organisation needs its authority on the day of filing, not of the draft."""
    if draft.organisation_id is None:
        return get_person_id_for(actor)
    person_id = get_representative_id(actor, organisation_id=draft.organisation_id, on=on)
    if person_id is None:
        raise SubmissionRefused("no_authority", errors=[])
    return person_id


def _lock_draft(draft_id: int | UUID, actor: User, role: str) -> Draft:
    by = "uuid" if isinstance(draft_id, UUID) else "pk"
    for draft in LOCKED_DRAFT[by].all(draft=draft_id, user=actor.pk):
        if draft.assisted_person_id is None or role:
            return draft
    raise Draft.DoesNotExist


def _locked_draft(by: str, kind: "Field[Any, Any]") -> QuerySet[Draft]:
    """What a submission reads of the draft and what it was filled for. The form and its version hold long texts:
    a process reads each form once, by its digest.
    """
    wanted = {by: Param("draft", kind), "user": Param("user", BigIntegerField())}
    return (
        Draft.objects.select_for_update(of=("self",))
        .filter(**wanted, deleted_at__isnull=True)
        .select_related("version__procedure__agency", "form")
        .only(
            *(field.name for field in Draft._meta.concrete_fields),
            *("version__fee", "version__procedure", "version__valid_from", "version__valid_to"),
            *("form__digest", "version__procedure__unit", "version__procedure__agency__code"),
        )
    )


def _attached() -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(draft=Param("draft", BigIntegerField())).select_related("file__blob")
    return rows.only("draft", "component_key", "file__blob__scan_state").order_by("id")


LOCKED_DRAFT = {
    "pk": Planned(partial(_locked_draft, "pk", BigIntegerField())),
    "uuid": Planned(partial(_locked_draft, "uuid", UUIDField())),
}
ATTACHED = Planned(_attached)

# The draft and its files become the dossier's.
HAND_OVER = """
WITH files AS (UPDATE "onestop_attachment" SET "dossier_id" = %s WHERE "draft_id" = %s)
UPDATE "onestop_draft" SET "submitted_as_id" = %s, "updated_at" = %s WHERE "id" = %s
"""


def _checked_answers(draft: Draft, attachments: list[Attachment], today: date) -> dict[str, Any]:
    if any(item.file.blob.scan_state in (ScanState.INFECTED, ScanState.PENDING) for item in attachments):
        raise SubmissionRefused("files_not_clean", errors=[])
    try:
        return ready_answers(draft, today=today, attachments=attachments)
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
        person_id=parties.person_id,
        organisation_id=draft.organisation_id,
        applicant_id_hash=_applicant_hash(applicant),
        applicant_name=applicant.name,
        contact_phone=applicant.phone,
        contact_email=applicant.email,
        contact_address=applicant.return_address or applicant.address,
        language=parties.language,
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
