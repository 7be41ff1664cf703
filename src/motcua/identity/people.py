"""Writes about citizens: details, organisations they act for, the end of an account. All audited."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.identity.models import Organisation, Person, Representation, User, UserKind
from motcua.identity.rules.authority import AuthorityRefused, check_period
from motcua.platform.audit import api as audit
from motcua.platform.privacy.exports import erase_for
from motcua.platform.privacy.fields import lookup_hash

CONFIRMED = ("name_vi", "name_en", "address", "phone", "email")


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What is known of a natural person; ``assurance_level`` as in :class:`AssuranceLevel`."""

    full_name: str
    id_number: str = ""
    date_of_birth: date | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    assurance_level: int = 0


@dataclass(frozen=True, kw_only=True)
class OrganisationDetails:
    """What is known of an organisation; ``tax_code`` identifies it."""

    tax_code: str
    name_vi: str
    name_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    is_business: bool = True


@transaction.atomic
def create_citizen_account(
    *, username: str, email: str, full_name: str, now: datetime, password_hash: str = "", language: str = "vi"
) -> User:
    """An account for a citizen; without ``password_hash`` (Django's encoded form) it opens by e-identity."""
    user = User(username=username, email=email, full_name=full_name, language=language, kind=UserKind.CITIZEN)
    user.password = password_hash
    if not password_hash:
        user.set_unusable_password()
    user.save()
    _record(user, action="identity.citizen_account_created", now=now, actor=user)
    return user


@transaction.atomic
def register_person(
    *, details: PersonDetails, now: datetime, user_id: int | None = None, actor: User | None = None
) -> Person:
    """A natural person, with an account or (at the counter) without one."""
    person = Person(user_id=user_id)
    _fill_person(person, details, now)
    person.save()
    _record(person, action="identity.person_registered", now=now, actor=actor)
    return person


@transaction.atomic
def confirm_person(
    *, person_id: int, details: PersonDetails, user_id: int, now: datetime, actor: User | None = None
) -> Person:
    """Take over what an identity provider vouches for; contact details the person gave us stay."""
    person = Person.objects.select_for_update().get(id=person_id)
    before = person.assurance_level
    person.user_id = user_id
    _fill_person(person, details, now)
    person.save()
    detail: dict[str, object] = {"level_before": before, "level": person.assurance_level}
    _record(person, action="identity.person_confirmed", now=now, actor=actor, detail=detail)
    return person


@transaction.atomic
def correct_person(
    *, person_id: int, full_name: str, date_of_birth: date | None, now: datetime, actor: User
) -> Person:
    """Name and birth date as an officer reads them on the identity card, where they were written wrong before.

    Raises :class:`AuthorityRefused` (``assured_person``) for people whom an identity provider vouches for.
    """
    person = Person.objects.select_for_update().get(id=person_id)
    if person.assurance_level or person.user_id is not None:
        raise AuthorityRefused("assured_person")
    read = {"full_name": full_name, "date_of_birth": date_of_birth}
    changed = sorted(name for name, value in read.items() if value and getattr(person, name) != value)
    for name in changed:
        setattr(person, name, read[name])
    if changed:
        person.save(update_fields=changed)
        detail: dict[str, object] = {"fields": changed}
        _record(person, action="identity.person_corrected", now=now, actor=actor, detail=detail)
    return person


@transaction.atomic
def change_contact(
    *,
    person_id: int,
    phone: str,
    email: str,
    address: str,
    language: str,
    now: datetime,
    actor: User,
) -> Person:
    """What the person may change; names and numbers come from the identity provider."""
    person = Person.objects.select_for_update().get(id=person_id)
    fields = {"phone": phone, "email": email, "address": address}
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    User.objects.filter(person=person).update(language=language)
    if changed:
        _record(person, action="identity.contact_changed", now=now, actor=actor, detail={"fields": changed})
    return person


@transaction.atomic
def reveal_id_number(*, person_id: int, actor: User, now: datetime, purpose: str = "own_account") -> str:
    """The full ID number, leaving a trace of who read it and what for (Law 91/2025 on personal data)."""
    person = Person.objects.get(id=person_id)
    detail: dict[str, object] = {"field": "id_number", "purpose": purpose}
    _record(person, action="identity.sensitive_field_read", now=now, actor=actor, detail=detail)
    return str(person.id_number)


@transaction.atomic
def register_organisation(
    *, details: OrganisationDetails, now: datetime, actor: User | None = None
) -> Organisation:
    """The organisation with this tax code, made when unknown; what is known already is not overwritten.

    Only for details that somebody has confirmed: those that a citizen types stay with the request, see
    :func:`claim_organisation`.
    """
    values = {name: getattr(details, name) for name in CONFIRMED}
    organisation, is_new = Organisation.objects.get_or_create(
        tax_code=details.tax_code, defaults={**values, "is_business": details.is_business}
    )
    if is_new:
        _record(organisation, action="identity.organisation_registered", now=now, actor=actor)
    elif not organisation.name_vi:
        return correct_organisation(details=details, reason="first_paper", now=now, actor=actor)
    return organisation


@transaction.atomic
def claim_organisation(*, tax_code: str, now: datetime, actor: User) -> Organisation:
    """The organisation with this tax code, made without a name when unknown: nobody has confirmed one yet."""
    organisation, is_new = Organisation.objects.get_or_create(
        tax_code=tax_code, defaults={"is_business": True}
    )
    if is_new:
        _record(organisation, action="identity.organisation_registered", now=now, actor=actor)
    return organisation


@transaction.atomic
def correct_organisation(
    *, details: OrganisationDetails, reason: str, now: datetime, actor: User | None
) -> Organisation:
    """What a paper or the identity provider says of an organisation replaces what was known.

    Empty details leave the known ones. The event keeps both names and the ``reason``: the paper, or who
    vouches.
    """
    organisation = Organisation.objects.select_for_update().get(tax_code=details.tax_code)
    said = {name: getattr(details, name) for name in CONFIRMED if getattr(details, name)}
    changed = sorted(name for name, value in said.items() if getattr(organisation, name) != value)
    before = organisation.name_vi
    for name in changed:
        setattr(organisation, name, said[name])
    if changed:
        organisation.save(update_fields=changed)
        detail: dict[str, object] = {
            "fields": changed,
            "name_before": before,
            "name": organisation.name_vi,
            "reason": reason,
        }
        _record(organisation, action="identity.organisation_corrected", now=now, actor=actor, detail=detail)
    return organisation


@transaction.atomic
def register_organisation_authority(
    *,
    person_id: int,
    organisation_id: int,
    valid_from: date,
    now: datetime,
    valid_to: date | None = None,
    title: str = "",
    is_legal_representative: bool = False,
    document_number: str = "",
    document_id: int | None = None,
    claimed_name: str = "",
    claimed_address: str = "",
    is_confirmed: bool = False,
    actor: User | None = None,
) -> Representation:
    """Written authority of a person to act for an organisation (Civil Code 2015 art. 138, 140).

    Unconfirmed authority waits for an officer and lets nobody file yet. Raises :class:`AuthorityRefused`
    (``ends_before_start``, ``no_document`` when neither the law nor a document gives the authority).
    """
    check_period(start=valid_from, end=valid_to)
    if not is_legal_representative and not document_number:
        raise AuthorityRefused("no_document")
    representation = Representation.objects.create(
        person_id=person_id,
        organisation_id=organisation_id,
        title=title,
        is_legal_representative=is_legal_representative,
        document_number=document_number,
        document_id=document_id,
        claimed_name=claimed_name,
        claimed_address=claimed_address,
        valid_from=valid_from,
        valid_to=valid_to,
        confirmed_at=now if is_confirmed else None,
    )
    _record(representation, action="identity.representation_registered", now=now, actor=actor)
    return representation


@transaction.atomic
def confirm_representation(
    *, representation_id: int, now: datetime, actor: User, is_name_corrected: bool = False
) -> Representation:
    """An officer has read the document and found it in order.

    The name that the person wrote becomes the organisation's when none was known, and with
    ``is_name_corrected`` also when another one was.
    """
    representation = (
        Representation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(id=representation_id)
    )
    if representation.confirmed_at is None and representation.ended_at is None:
        representation.confirmed_at = now
        representation.save(update_fields=["confirmed_at"])
        _record(representation, action="identity.representation_confirmed", now=now, actor=actor)
        if is_name_corrected or not representation.organisation.name_vi:
            correct_organisation(
                details=_claimed(representation), reason=representation.document_number, now=now, actor=actor
            )
    return representation


@transaction.atomic
def end_representation(*, representation_id: int, now: datetime, actor: User) -> Representation:
    """The authority ends at once; what was filed under it stays with the organisation."""
    representation = Representation.objects.select_for_update().get(id=representation_id)
    if representation.ended_at is None:
        representation.ended_at = now
        representation.save(update_fields=["ended_at"])
        _record(representation, action="identity.representation_ended", now=now, actor=actor)
    return representation


@transaction.atomic
def close_account(*, user_id: int, now: datetime, actor: User) -> User:
    """Close a citizen's account: no more sign-in, authority ended, contact details, drafts and wishes erased.

    Dossiers and the identity they were filed under stay as long as the archive law demands. Raises
    :class:`AuthorityRefused` (``staff_account``: those are closed by an administrator).
    """
    user = User.objects.select_for_update().get(id=user_id)
    if user.kind == UserKind.STAFF:
        raise AuthorityRefused("staff_account")
    user.is_active = False
    user.closed_at = now
    user.email = ""
    user.set_unusable_password()
    user.save()
    person = Person.objects.filter(user_id=user_id)
    person.update(phone="", email="")
    Representation.objects.filter(person__in=person.values("id"), ended_at__isnull=True).update(ended_at=now)
    erase_for(user_id=user_id, now=now)
    _record(user, action="identity.account_closed", now=now, actor=actor)
    return user


def _claimed(representation: Representation) -> OrganisationDetails:
    return OrganisationDetails(
        tax_code=representation.organisation.tax_code,
        name_vi=representation.claimed_name,
        address=representation.claimed_address,
    )


def _fill_person(person: Person, details: PersonDetails, now: datetime) -> None:
    person.full_name = details.full_name
    person.assurance_level = details.assurance_level
    person.verified_at = now if details.assurance_level else None
    if details.id_number:
        person.id_number = details.id_number
        person.id_number_hash = lookup_hash(details.id_number)
    person.date_of_birth = details.date_of_birth or person.date_of_birth
    for name in ("phone", "email", "address"):
        setattr(person, name, getattr(person, name) or getattr(details, name))


def _record(
    row: User | Person | Organisation | Representation,
    *,
    action: str,
    now: datetime,
    actor: User | None,
    detail: dict[str, object] | None = None,
) -> None:
    kind = type(row).__name__.lower()
    audit.record(
        action=action, now=now, actor=actor, object_type=kind, object_id=str(row.uuid), detail=detail
    )
