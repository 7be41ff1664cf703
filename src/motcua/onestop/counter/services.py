"""Writes of the counter: begin a form for somebody, submit it and receive it in one go."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from motcua.identity.api import (
    Organisation,
    OrganisationDetails,
    Person,
    PersonDetails,
    StaffContext,
    User,
    correct_organisation,
    correct_person,
    find_person_by_id_hash,
    get_user,
    register_organisation,
    register_person,
)
from motcua.onestop.dossiers.models import Channel, Dossier
from motcua.onestop.dossiers.services.reception import receive
from motcua.onestop.dossiers.services.submission import submit_dossier
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.services.drafts import start_draft
from motcua.onestop.policies import Acting, policy
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.attempts.api import count_attempt
from motcua.platform.audit.api import record
from motcua.platform.privacy.fields import lookup_hash

_HOUR = 3600


class TooManyLookUps(Exception):
    """The officer has asked for more people in an hour than a counter serves."""


def look_up(*, id_number: str, staff: StaffContext, now: datetime) -> Person | None:
    """Who holds this ID number, if we know them; every look-up leaves a trace of who asked.

    Raises ``PermissionDenied`` for everybody who does not work at a counter, and :class:`TooManyLookUps`.
    """
    if not staff.has_role("receiver"):
        raise PermissionDenied("assist")
    _count_look_up(staff, now)
    person = find_person_by_id_hash(id_number_hash=lookup_hash(id_number))
    record(
        action="counter.person_looked_up",
        now=now,
        actor=get_user(user_id=staff.user_id),
        object_type="person",
        object_id=person.uuid if person else "",
        detail={"found": person is not None},
    )
    return person


def _count_look_up(staff: StaffContext, now: datetime) -> None:
    asked = count_attempt(what="counter_look_up", whom=str(staff.user_id), seconds=_HOUR, now=now)
    if asked > settings.COUNTER_LOOK_UPS:
        record(
            action="counter.look_ups_stopped",
            now=now,
            actor=get_user(user_id=staff.user_id),
            detail={"count": asked},
        )
        raise TooManyLookUps


def start_for_person(
    *,
    version: ProcedureVersion,
    details: PersonDetails,
    staff: StaffContext,
    now: datetime,
    organisation: OrganisationDetails | None = None,
    proof_of_name: str = "",
) -> Draft:
    """A form filled for the person with this ID number, who is registered when we do not know them.

    What we know of a person or an organisation is not overwritten here, except name and birth date of a person
    for whom no identity provider vouches, and the name of an organisation when the officer names the paper
    that shows another, its ``proof_of_name``. The officer has seen the identity
    card, and the paper by which the person files for an ``organisation``: it holds for this dossier and gives
    no standing authority. Raises ``PermissionDenied`` and ``NoForm``.
    """
    acting = _require(staff, version)
    officer = get_user(user_id=staff.user_id)
    with transaction.atomic():
        person = find_person_by_id_hash(id_number_hash=lookup_hash(details.id_number))
        if person is None:
            person = register_person(details=details, now=now, actor=officer)
        elif details.full_name and not person.assurance_level:
            person = correct_person(
                person_id=person.pk,
                full_name=details.full_name,
                date_of_birth=details.date_of_birth,
                now=now,
                actor=officer,
            )
        filer = _filer(organisation, proof_of_name, officer, now) if organisation else None
        draft = start_draft(
            user=officer,
            version=version,
            organisation=filer,
            person=person,
            answers={"applicant": _contact(details)},
            is_assisted=True,
            now=now,
        )
        _record("counter.form_started", draft, officer, acting, version, now)
    return draft


def _filer(details: OrganisationDetails, proof: str, officer: User, now: datetime) -> Organisation:
    organisation = register_organisation(details=details, now=now, actor=officer)
    if not proof:
        return organisation
    return correct_organisation(details=details, reason=proof, now=now, actor=officer)


def submit_at_counter(*, draft_uuid: UUID, staff: StaffContext, receive_now: bool, now: datetime) -> Dossier:
    """Submit the form for the person and, when asked, receive it in the same transaction.

    Sent twice, the first dossier is answered. Raises ``Draft.DoesNotExist``, ``PermissionDenied``,
    ``SubmissionRefused`` and ``TransitionRefused``.
    """
    officer = get_user(user_id=staff.user_id)
    with transaction.atomic():
        draft = Draft.objects.select_related("version__procedure__agency").get(
            uuid=draft_uuid, user=officer, assisted_person__isnull=False
        )
        acting = _require(staff, draft.version)
        dossier = submit_dossier(
            draft_id=draft.pk,
            idempotency_key=draft.idempotency_key,
            actor=officer,
            channel=Channel.COUNTER,
            role=acting.role,
            now=now,
        )
        return receive(dossier_id=dossier.pk, staff=staff, now=now) if receive_now else dossier


def _require(staff: StaffContext, version: ProcedureVersion) -> Acting:
    acting = policy.may_assist(staff=staff, agency_id=version.procedure.agency_id)
    if acting is None:
        raise PermissionDenied("assist")
    return acting


def _contact(details: PersonDetails) -> dict[str, str]:
    known = {"phone": details.phone, "email": details.email, "address": details.address}
    return {name: value for name, value in known.items() if value}


def _record(
    action: str, draft: Draft, officer: User, acting: Acting, version: ProcedureVersion, now: datetime
) -> None:
    record(
        action=action,
        now=now,
        actor=officer,
        agency_code=version.procedure.agency.code,
        object_type="draft",
        object_id=draft.uuid,
        detail={"person": str(draft.assisted_person and draft.assisted_person.uuid), "role": acting.role},
    )
