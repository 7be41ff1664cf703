"""Writes of drafts: begin, save, delete, take back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from motcua.identity.api import Organisation, Person, User, get_authority, get_person_for
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.parameters import DRAFT_UNDO_DAYS
from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.applicant import AUTHORISED, LEGAL
from motcua.onestop.forms.rules.cleaning import clean
from motcua.onestop.forms.rules.parsing import merge
from motcua.onestop.forms.versions import load
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.platform.audit.api import record
from motcua.platform.privacy.retention import kept_since


class DraftClosed(Exception):
    """The draft has been submitted or deleted; it cannot be changed any more."""


class NoForm(Exception):
    """The procedure version has no e-form yet."""


def start_draft(
    *,
    user: User,
    version: ProcedureVersion,
    now: datetime,
    organisation: Organisation | None = None,
    answers: Mapping[str, Any] | None = None,
    person: Person | None = None,
    is_assisted: bool = False,
) -> Draft:
    """A draft prefilled from the account, then from ``answers`` (of an earlier dossier, or a whole form).

    What the account answers for a lockable question stays as the account says. The caller has checked that
    the person may act for ``organisation``, and with ``is_assisted`` that ``user``, a counter officer, may
    file for ``person``. Raises :class:`NoForm`.
    """
    if version.form is None:
        raise NoForm(version.procedure_id)
    filer = person or get_person_for(user)
    known = _known_answers(filer, None if is_assisted else user, organisation)
    known |= _known_authority(filer, organisation, now)
    form = load(version.form).form
    fields = form.fields
    locked = [path for path in known if path == "applicant.kind" or fields[path].lockable]
    kept = {path: value for path, value in _leaves(answers or {}) if path not in locked}
    data = clean(form, merge(merge({}, known), kept))
    with transaction.atomic():
        draft = Draft.objects.create(
            user=user,
            organisation=organisation,
            assisted_person=person if is_assisted else None,
            version=version,
            form=version.form,
            data=data,
            locked=locked,
            created_at=now,
            updated_at=now,
        )
        _record(draft, "draft.started", user, now)
    return draft


def _known_answers(
    person: Person | None, user: User | None, organisation: Organisation | None
) -> dict[str, str]:
    account_name, account_email = (user.full_name, user.email) if user else ("", "")
    values = {
        "kind": "organisation" if organisation else "citizen",
        "full_name": person.full_name if person else account_name,
        "id_number": person.id_number if person else "",
        "birth_date": person.date_of_birth.isoformat() if person and person.date_of_birth else "",
        "phone": person.phone if person else "",
        "email": person.email if person and person.email else account_email,
        "address": person.address if person else "",
        "organisation_name": organisation.name_vi if organisation else "",
        "tax_code": organisation.tax_code if organisation else "",
        "organisation_address": organisation.address if organisation else "",
    }
    return {f"applicant.{key}": value for key, value in values.items() if value}


def _known_authority(
    person: Person | None, organisation: Organisation | None, now: datetime
) -> dict[str, str]:
    """By what right the person files for the organisation, as it is registered: nobody files under another."""
    if person is None or organisation is None:
        return {}
    on = timezone.localdate(now)
    held = get_authority(person_id=person.pk, organisation_id=organisation.pk, on=on)
    if held is None:
        return {}
    authority = {"applicant.authority": LEGAL if held.is_legal_representative else AUTHORISED}
    return {**authority, "applicant.position": held.title} if held.title else authority


def _leaves(answers: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for key, value in answers.items():
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", leaf) for inner, leaf in value.items())
        else:
            yield key, value


def save_page(
    *, draft_id: int, user_id: int, answers: Mapping[str, Any], page: str, is_done: bool, now: datetime
) -> Draft:
    """Keep what was typed on a page, right or wrong; ``answers`` by path. Locked answers stay.

    Two statements. Raises ``Draft.DoesNotExist`` for somebody else's draft and :class:`DraftClosed`.
    Pages are saved often and hold nothing but the person's own words, so no audit event is written.
    """
    with transaction.atomic():
        draft = lock_draft(draft_id=draft_id, user_id=user_id)
        locked = set(draft.locked)
        draft.data = merge(draft.data, {path: value for path, value in answers.items() if path not in locked})
        draft.pages_done = _with_page(draft.pages_done, page, is_done)
        draft.updated_at = now
        draft.save(update_fields=["data", "pages_done", "updated_at"])
    return draft


def _with_page(pages: Iterable[str], page: str, is_done: bool) -> list[str]:
    others = [key for key in pages if key != page]
    return [*others, page] if is_done else others


def lock_draft(*, draft_id: int, user_id: int) -> Draft:
    """The account's own open draft, locked; raises ``Draft.DoesNotExist`` and :class:`DraftClosed`."""
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("form", "version__procedure")
        .get(pk=draft_id, user_id=user_id)
    )
    if draft.submitted_as_id is not None or draft.deleted_at is not None:
        raise DraftClosed(draft.uuid)
    return draft


def delete_draft(*, draft_id: int, actor: User, now: datetime) -> Draft:
    """Put a draft aside for ``DRAFT_UNDO_DAYS`` days. Raises like :func:`lock_draft`."""
    with transaction.atomic():
        draft = lock_draft(draft_id=draft_id, user_id=actor.pk)
        draft.deleted_at = now
        draft.save(update_fields=["deleted_at"])
        _record(draft, "draft.deleted", actor, now)
    return draft


def restore_draft(*, draft_id: int, actor: User, now: datetime) -> Draft:
    """Take a deleted draft back; raises ``Draft.DoesNotExist`` when it is not there any more."""
    earliest = now - timedelta(days=DRAFT_UNDO_DAYS)
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(
            pk=draft_id, user_id=actor.pk, deleted_at__gt=earliest
        )
        draft.deleted_at = None
        draft.save(update_fields=["deleted_at"])
        _record(draft, "draft.restored", actor, now)
    return draft


def purge_drafts(*, now: datetime) -> int:
    """Erase drafts whose time to be taken back is over, and those nobody has touched for the retention period.

    Returns how many. Run daily.
    """
    earliest = now - timedelta(days=DRAFT_UNDO_DAYS)
    over = Q(deleted_at__lte=earliest) | Q(updated_at__lt=kept_since(name="draft", now=now))
    return _erase(Draft.objects.filter(over), now)


def forget_drafts(user_id: int, now: datetime) -> None:
    """Erase the person's unsubmitted drafts, as the account closes; what was submitted is a dossier."""
    _erase(Draft.objects.filter(user_id=user_id), now)


def _erase(drafts: QuerySet[Draft], now: datetime) -> int:
    with transaction.atomic():
        old = list(drafts.filter(submitted_as__isnull=True))
        for draft in old:
            draft.attachments.all().delete()
            draft.delete()
            record(action="draft.purged", now=now, object_type="draft", object_id=draft.uuid)
        return len(old)


def answers_to_reuse(data: Mapping[str, Any], *, version: ProcedureVersion) -> dict[str, Any]:
    """The answers of an earlier dossier that this version's form still asks for."""
    return clean(load(version.form).form, data) if version.form else {}


def answer(draft: Draft, path: str) -> Any:
    """One answer of a draft by dotted path, ``None`` when there is none."""
    return paths.get(draft.data, path)


def _record(draft: Draft, action: str, actor: User, now: datetime) -> None:
    record(
        action=action,
        now=now,
        actor=actor,
        object_type="draft",
        object_id=draft.uuid,
        detail={"version": draft.version_id},
    )
