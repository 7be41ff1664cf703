"""Sign-in by e-identity: from what a provider vouches for to the account of a person (Decree 69/2024)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from motcua.identity.models import Person, User, UserKind
from motcua.identity.people import (
    OrganisationDetails,
    PersonDetails,
    confirm_person,
    correct_organisation,
    create_citizen_account,
    register_organisation,
    register_organisation_authority,
    register_person,
)
from motcua.identity.queries import (
    find_person_by_id_hash,
    list_represented_organisations,
)
from motcua.identity.rules.authority import AuthorityRefused
from motcua.platform.ids import new_uuid
from motcua.platform.privacy.fields import lookup_hash

PROVIDER_DOCUMENT = "VNeID"


@dataclass(frozen=True, kw_only=True)
class VouchedIdentity:
    """A person as an identity provider vouches for them, with the organisation they signed in for, if any."""

    person: PersonDetails
    organisation: OrganisationDetails | None = None
    title: str = ""
    is_legal_representative: bool = False


@transaction.atomic
def accept_identity(*, identity: VouchedIdentity, known_user_id: int | None, now: datetime) -> User:
    """The account for a vouched-for person: the one they used before, the one of their number, or a new one.

    ``known_user_id`` is the account this sign-in is already tied to. An account that merely claims the number
    is never taken over: anybody could have opened it to wait for its owner. Raises :class:`AuthorityRefused`
    (``other_person`` when the tied account belongs to another number, ``staff_account``).
    """
    id_number_hash = lookup_hash(identity.person.id_number)
    _wait_for_own_turn(id_number_hash)
    person = find_person_by_id_hash(id_number_hash=id_number_hash)
    user = _account_for(identity, person, known_user_id, now)
    if user.kind != UserKind.CITIZEN:
        raise AuthorityRefused("staff_account")
    own = Person.objects.filter(user=user).first()
    if own is not None and person is not None and own.id != person.id:
        raise AuthorityRefused("other_person")
    target = person or own
    if target is None:
        target = register_person(details=identity.person, user_id=user.id, now=now, actor=user)
    else:
        confirm_person(person_id=target.id, details=identity.person, user_id=user.id, now=now, actor=user)
    if identity.organisation is not None:
        _accept_organisation(identity, identity.organisation, target, user, now)
    return user


def _wait_for_own_turn(id_number_hash: str) -> None:
    """Two windows of one newcomer come back at once: there is no row yet that the second could wait for."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [id_number_hash])


def _account_for(
    identity: VouchedIdentity, person: Person | None, known_user_id: int | None, now: datetime
) -> User:
    candidates = [known_user_id, person.user_id if person is not None else None]
    for user_id in filter(None, candidates):
        user = User.objects.filter(id=user_id, closed_at__isnull=True).first()
        if user is not None:
            return user
    # A closed account stays closed; its owner starts a new one and keeps the dossiers filed as a person.
    return create_citizen_account(
        username=f"cd-{new_uuid().hex}",
        email=identity.person.email,
        full_name=identity.person.full_name,
        now=now,
    )


def _accept_organisation(
    identity: VouchedIdentity, details: OrganisationDetails, person: Person, user: User, now: datetime
) -> None:
    today = timezone.localdate(now)
    register_organisation(details=details, now=now, actor=user)
    organisation = correct_organisation(details=details, reason=PROVIDER_DOCUMENT, now=now, actor=user)
    held = list_represented_organisations(person_id=person.id, on=today)
    if organisation not in held:
        register_organisation_authority(
            person_id=person.id,
            organisation_id=organisation.id,
            title=identity.title,
            is_legal_representative=identity.is_legal_representative,
            document_number=PROVIDER_DOCUMENT,
            valid_from=today,
            is_confirmed=True,
            now=now,
            actor=user,
        )
