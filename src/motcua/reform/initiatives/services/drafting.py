"""Writing an initiative down and filing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import BinaryIO
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, StaffContext, User, get_user
from motcua.platform.calendar.api import calendar_for
from motcua.platform.files.api import DOCX, JPEG, PDF, PNG, XLSX, FileRefused, record_refusal, store
from motcua.reform.initiatives.models import Initiative, InitiativeAnnex, InitiativeAuthor, State
from motcua.reform.initiatives.notices import tell_officers
from motcua.reform.initiatives.parameters import get_parameter
from motcua.reform.initiatives.policies import may_edit, may_withdraw, require
from motcua.reform.initiatives.rules.filing import last_day_to_file, shares_are_whole
from motcua.reform.initiatives.rules.similarity import normal_text
from motcua.reform.initiatives.services._base import InitiativeRefused, lock_initiative, note

ANNEX_KINDS = frozenset({PDF, DOCX, XLSX, JPEG, PNG})
ANNEX_BYTES = 20 * 1024 * 1024
MOST_ANNEXES = 20
_NEEDED = ("problem", "solution", "units_applying", "benefit")


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the authors write."""

    title: str
    area: str
    problem: str = ""
    solution: str = ""
    first_applied_on: date | None = None
    units_applying: str = ""
    benefit: str = ""
    saved_hours: int | None = None
    saved_vnd: int | None = None
    prior_recognition: str = ""


@dataclass(frozen=True, kw_only=True)
class Author:
    """One author; ``user`` for an officer's account, ``share`` in percent with at most two decimals.

    ``is_namesake``: somebody from outside who bears the name of an officer, as the makers have confirmed.
    """

    full_name: str
    share: Decimal
    workplace: str = ""
    user: User | None = None
    is_namesake: bool = False


@transaction.atomic
def begin_initiative(
    *, agency: Agency, content: Content, authors: Sequence[Author], staff: StaffContext, now: datetime
) -> Initiative:
    """A new draft of somebody who holds an office in the agency. Raises ``PermissionDenied``."""
    require(staff.has_role(agency_id=agency.pk))
    maker = get_user(user_id=staff.user_id)
    initiative = Initiative(agency=agency, made_by=maker, made_at=now)
    _write(initiative, content, authors)
    note(initiative, "begun", maker, now)
    return initiative


@transaction.atomic
def change_initiative(
    *,
    initiative: Initiative,
    content: Content,
    authors: Sequence[Author],
    staff: StaffContext,
    now: datetime,
) -> Initiative:
    """Change a draft or one sent back. Raises ``PermissionDenied``."""
    locked = lock_initiative(initiative.pk)
    require(may_edit(staff, locked))
    _write(locked, content, authors)
    note(locked, "changed", get_user(user_id=staff.user_id), now)
    return locked


def add_annex(
    *, initiative: Initiative, content: BinaryIO, name: str, staff: StaffContext, now: datetime
) -> InitiativeAnnex:
    """Attach a paper. Call it outside a transaction, since the virus scanner is another machine.

    Raises ``PermissionDenied``, ``FileRefused`` and :class:`InitiativeRefused` (``too_many_annexes``).
    """
    require(may_edit(staff, initiative))
    actor = get_user(user_id=staff.user_id)
    try:
        file = store(
            content=content,
            name=name,
            allowed=ANNEX_KINDS,
            max_bytes=ANNEX_BYTES,
            uploaded_by_id=actor.pk,
            now=now,
        )
    except FileRefused as refused:
        record_refusal(refused, object_type="initiative", object_id=initiative.uuid, actor=actor, now=now)
        raise
    with transaction.atomic():
        locked = lock_initiative(initiative.pk)
        require(may_edit(staff, locked))
        if locked.annexes.count() >= MOST_ANNEXES:
            raise InitiativeRefused("too_many_annexes")
        annex = InitiativeAnnex.objects.create(initiative=locked, file=file, added_by=actor, added_at=now)
        note(locked, "annex_added", actor, now)
    return annex


@transaction.atomic
def remove_annex(*, annex: InitiativeAnnex, staff: StaffContext, now: datetime) -> None:
    """Take a paper away again. Raises ``PermissionDenied``."""
    locked = lock_initiative(annex.initiative_id)
    require(may_edit(staff, locked))
    if InitiativeAnnex.objects.filter(pk=annex.pk).delete()[0]:
        note(locked, "annex_removed", get_user(user_id=staff.user_id), now)


@transaction.atomic
def submit_initiative(*, initiative: Initiative, staff: StaffContext, now: datetime) -> Initiative:
    """File it with the agency. Filed before, it answers the initiative as it is.

    Raises ``PermissionDenied`` and :class:`InitiativeRefused`: ``incomplete``, ``shares``, ``not_applied_yet``,
    ``too_late`` (the detail holds the last day).
    """
    locked = lock_initiative(initiative.pk)
    if locked.state == State.SUBMITTED:
        return locked
    require(may_edit(staff, locked))
    day = timezone.localdate(now)
    _check_complete(locked, day)
    # The first filing keeps the term, however often it is sent back to be mended.
    locked.state, locked.submitted_at, locked.reason = State.SUBMITTED, locked.submitted_at or now, ""
    locked.year = locked.year or day.year
    locked.legal_basis = str(get_parameter(name="legal_basis", on=day).value)
    locked.save()
    note(locked, "submitted", get_user(user_id=staff.user_id), now)
    tell_officers(locked, now=now)
    return locked


@transaction.atomic
def withdraw_initiative(
    *, initiative: Initiative, reason: str, staff: StaffContext, now: datetime
) -> Initiative:
    """Take it back before a council has it; withdrawn before, nothing changes. Raises ``PermissionDenied``."""
    locked = lock_initiative(initiative.pk)
    if locked.state == State.WITHDRAWN:
        return locked
    require(may_withdraw(staff, locked))
    locked.state, locked.reason = State.WITHDRAWN, reason[:1000]
    locked.save(update_fields=["state", "reason"])
    note(locked, "withdrawn", get_user(user_id=staff.user_id), now, reason=locked.reason)
    return locked


def last_day(*, initiative: Initiative, on: date) -> date | None:
    """Until when the initiative may be filed, by the rules of ``on``; None before its first application is known."""
    if initiative.first_applied_on is None:
        return None
    return last_day_to_file(
        first_applied_on=initiative.first_applied_on,
        months=int(get_parameter(name="filing_months", on=on).value),
        calendar=calendar_for(initiative.agency.calendar),
    )


def _check_complete(initiative: Initiative, day: date) -> None:
    missing = [name for name in _NEEDED if not getattr(initiative, name).strip()]
    if missing or initiative.first_applied_on is None:
        raise InitiativeRefused("incomplete")
    if not shares_are_whole([Fraction(author.share) for author in initiative.authors.all()]):
        raise InitiativeRefused("shares")
    if initiative.first_applied_on > day:
        raise InitiativeRefused("not_applied_yet")
    latest = last_day(initiative=initiative, on=day)
    # What was filed in time and sent back is not late because it was mended.
    filed_on = timezone.localdate(initiative.submitted_at) if initiative.submitted_at else day
    if latest is not None and filed_on > latest:
        raise InitiativeRefused("too_late", last_day=latest)


def _write(initiative: Initiative, content: Content, authors: Sequence[Author]) -> None:
    for name, value in vars(content).items():
        setattr(initiative, name, normalize("NFC", value) if isinstance(value, str) else value)
    # Lower case makes some letters two; the search for duplicates needs no more of a title than this.
    longest = Initiative._meta.get_field("normal_title").max_length
    initiative.normal_title = normal_text(content.title)[:longest]
    initiative.normal_text = normal_text(f"{content.title}\n{content.solution}")
    initiative.save()
    initiative.authors.all().delete()
    InitiativeAuthor.objects.bulk_create(
        InitiativeAuthor(initiative=initiative, order=order, **vars(author))
        for order, author in enumerate(authors, start=1)
    )
