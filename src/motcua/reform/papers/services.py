"""Making, signing, sealing and cancelling documents.

Signing asks other machines (key, timestamp). So a paper is read, signed outside of any transaction, and only then
recorded under its lock: of two who sign at once the second finds it signed and answers the first one's document.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from motcua.identity.api import Agency, StaffContext, User, drafting_unit, get_user, signer_lines
from motcua.platform.audit.api import record
from motcua.platform.files.api import PDF, read, store_own
from motcua.platform.numbering.api import PeriodClosed, next_number
from motcua.platform.rendering.engine import ROOT
from motcua.platform.signing.api import new_verification_code
from motcua.reform.papers import rendering
from motcua.reform.papers.models import WAITING, Paper, PaperKind, PaperState
from motcua.reform.papers.numbers import book_of, symbol_of
from motcua.reform.papers.policies import policy, signing_membership

log = structlog.get_logger()

Told = Callable[[Paper, datetime], None]


class PaperRefused(Exception):
    """The paper is not in a state for this; ``code`` names the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FollowerRefused(Exception):
    """The part whose record a paper speaks of refuses what was to happen; ``message`` says why, in the
    language of the page."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Caution:
    """What a waiting paper has to mind, in the language of the page; ``blocks``: today it is not signed or sealed."""

    text: str
    blocks: bool = False


@dataclass(frozen=True, kw_only=True)
class Follower:
    """What a part does in the same transaction when a paper about its record is signed, sealed or cancelled.

    Each may raise a :class:`FollowerRefused`: nothing is done then, and the page says why. ``preparing`` is called
    before a draft is signed: it may revise what speaks of the day of the signature, or drop the draft. ``caution`` only
    says, before anybody tries, what the others would refuse today or from some day on.
    """

    caution: Callable[[Paper, datetime], Caution | None] | None = None
    preparing: Told | None = None
    signed: Told | None = None
    sealed: Told | None = None
    cancelled: Told | None = None


_followers: Final[dict[str, Follower]] = {}


def follow(*, subject_type: str, follower: Follower) -> None:
    """Let a part hear of papers about its records; called once when Django is ready."""
    _followers[subject_type] = follower


def caution_about(paper: Paper, *, now: datetime) -> Caution | None:
    """What its part says of a paper that waits for signature or seal."""
    follower = _followers.get(paper.subject_type)
    if paper.state not in WAITING or follower is None or follower.caution is None:
        return None
    return follower.caution(paper, now)


@transaction.atomic
def make_paper(
    *,
    kind: str,
    agency: Agency,
    title: str,
    data: Mapping[str, Any],
    template: str,
    made_by: User,
    now: datetime,
    signer_user: User | None = None,
    subject: tuple[str, object] = ("", ""),
    addressees: Iterable[Agency] = (),
) -> Paper:
    """A draft of ``agency``. The caller has asked its own policy whether ``made_by`` may draft it.

    ``template`` is a Typst file below the package (``reform/papers/typst/decision.typ``), ``data`` its JSON values;
    ``subject`` is (type, id) of the record it speaks of. Raises ``FileNotFoundError`` for an unknown template.
    """
    if not (ROOT / template).is_file():
        raise FileNotFoundError(template)
    paper = Paper.objects.create(
        kind=kind,
        agency=agency,
        title=title[:500],
        template=template,
        data=dict(data),
        made_by=made_by,
        made_at=now,
        signer=signer_user,
        verification_code=new_verification_code(),
        subject_type=subject[0],
        subject_id=str(subject[1]),
    )
    paper.addressees.set(addressees)
    _note(paper, "made", made_by, now)
    return paper


@transaction.atomic
def revise_paper(*, paper: Paper, title: str, data: Mapping[str, Any], by: User, now: datetime) -> Paper:
    """Change a draft; the caller has asked its own policy. Raises :class:`PaperRefused`."""
    locked = _lock(paper.pk)
    if locked.state != PaperState.DRAFT:
        raise PaperRefused("not_a_draft")
    if (locked.title, locked.data) == (title[:500], dict(data)):
        return locked
    locked.title, locked.data, locked.revision = title[:500], dict(data), locked.revision + 1
    locked.save(update_fields=["title", "data", "revision"])
    _note(locked, "revised", by, now)
    return locked


def sign_paper(*, paper: Paper, staff: StaffContext, now: datetime) -> Paper:
    """Sign for the agency, number and date the document. Signed before, it answers the paper as it is.

    Call it outside a transaction. Raises ``PermissionDenied``, :class:`PaperRefused` (``changed_meanwhile``,
    ``cancelled``, ``period_closed``) and ``SigningUnavailable``.
    """
    membership = signing_membership(staff, paper)
    if membership is None:
        raise PermissionDenied("sign")
    if paper.state == PaperState.DRAFT:
        paper = _prepared(paper, now)
    if paper.state != PaperState.DRAFT:
        return _as_signed(paper)
    signer = get_user(user_id=staff.user_id)
    lines = signer_lines(
        user_id=signer.pk,
        agency=paper.agency,
        on=timezone.localdate(now),
        absent_id=membership.delegator_user_id,
        # What names its head as the authority is the head's own; else a collective speaks through its chair.
        as_head=bool(paper.data.get("authority")),
    )
    pdf = rendering.sign(
        paper, username=signer.username, full_name=signer.full_name, signer_lines=lines, at=now
    )
    with transaction.atomic():
        locked = _lock(paper.pk)
        if locked.state != PaperState.DRAFT:
            return _as_signed(locked)
        if locked.revision != paper.revision:
            raise PaperRefused("changed_meanwhile")
        locked.signer, locked.signer_name = signer, signer.full_name
        locked.signer_title = lines[-1] if lines else ""
        locked.on_behalf_of_id = membership.delegator_user_id
        _number(locked, now)
        _record_signature(locked, pdf, now)
        _note(locked, "signed", signer, now, symbol=locked.symbol)
        _tell(locked, "signed", now)
    return locked


def seal_paper(*, paper: Paper, staff: StaffContext, now: datetime) -> Paper:
    """Write number and date into a signed paper and put the agency's seal on it; sealed before, it answers as it is.

    Call it outside a transaction. Raises like :func:`sign_paper`, and ``not_signed``.
    """
    policy.require(staff, "seal", paper)
    if paper.state != PaperState.SIGNED:
        return _as_sealed(paper)
    assert paper.file is not None
    pdf = rendering.seal(paper, pdf=read(paper.file), at=now)
    with transaction.atomic():
        locked = _lock(paper.pk)
        if locked.state != PaperState.SIGNED:
            return _as_sealed(locked)
        clerk = get_user(user_id=staff.user_id)
        locked.state, locked.sealed_by, locked.sealed_at = PaperState.SEALED, clerk, now
        _keep(locked, pdf, now)
        locked.save()
        _note(locked, "sealed", clerk, now, symbol=locked.symbol)
        _tell(locked, "sealed", now)
    return locked


@transaction.atomic
def _prepared(paper: Paper, now: datetime) -> Paper:
    """The draft as its part wants it on the day of the signature."""
    follower = _followers.get(paper.subject_type)
    if follower is None or follower.preparing is None:
        return paper
    follower.preparing(paper, now)
    return _lock(paper.pk)


@transaction.atomic
def cancel_paper(*, paper: Paper, reason: str, staff: StaffContext, now: datetime) -> Paper:
    """Drop a draft, or withdraw a signed document: its number stays taken. Cancelled before, nothing changes.

    Raises ``PermissionDenied``.
    """
    locked = _lock(paper.pk)
    policy.require(staff, "drop" if locked.state == PaperState.DRAFT else "cancel", locked)
    if locked.state == PaperState.CANCELLED:
        return locked
    return _cancel(locked, reason, get_user(user_id=staff.user_id), now)


@transaction.atomic
def void_paper(*, paper: Paper, reason: str, by: User, now: datetime) -> Paper:
    """Cancel a paper because the one it rests on was cancelled by ``by``; for followers, which ask no policy."""
    locked = _lock(paper.pk)
    return locked if locked.state == PaperState.CANCELLED else _cancel(locked, reason, by, now)


def _cancel(locked: Paper, reason: str, actor: User, now: datetime) -> Paper:
    locked.state, locked.cancelled_by, locked.cancelled_at = PaperState.CANCELLED, actor, now
    locked.cancel_reason = reason[:500]
    locked.save()
    _note(locked, "cancelled", actor, now, reason=locked.cancel_reason)
    _tell(locked, "cancelled", now)
    return locked


def _as_signed(paper: Paper) -> Paper:
    if paper.state == PaperState.CANCELLED:
        raise PaperRefused("cancelled")
    return paper


def _as_sealed(paper: Paper) -> Paper:
    if paper.state == PaperState.DRAFT:
        raise PaperRefused("not_signed")
    return _as_signed(paper)


def _number(paper: Paper, now: datetime) -> None:
    """Take the next number of the agency's book, gapless: it is given back when the transaction fails."""
    day = timezone.localdate(now)
    code = paper.agency.code
    try:
        paper.number = next_number(book=book_of(kind=paper.kind, agency_code=code), period=str(day.year))
    except PeriodClosed as closed:
        raise PaperRefused("period_closed") from closed
    paper.year, paper.issued_on = day.year, day
    if paper.kind == PaperKind.LETTER:
        drafted_on = timezone.localdate(paper.made_at)
        paper.unit_code = drafting_unit(user_id=paper.made_by_id, agency=paper.agency, on=drafted_on)
    paper.symbol = symbol_of(
        number=paper.number, kind=paper.kind, agency_code=code, unit_code=paper.unit_code
    )


def _record_signature(paper: Paper, pdf: bytes, now: datetime) -> None:
    paper.state, paper.signed_at = PaperState.SIGNED, now
    _keep(paper, pdf, now)
    paper.save()


def _keep(paper: Paper, pdf: bytes, now: datetime) -> None:
    name = f"{paper.symbol.replace('/', '-')}-{paper.year}.pdf"
    paper.file = store_own(content=pdf, name=name, media_type=PDF, now=now)
    paper.sha256 = paper.file.blob.sha256


def _lock(pk: int) -> Paper:
    return (
        Paper.objects.select_for_update(of=("self",))
        .select_related("agency__parent", "file__blob")
        .get(pk=pk)
    )


def _note(paper: Paper, what: str, actor: User, now: datetime, **detail: Any) -> None:
    record(
        action=f"paper.{what}",
        now=now,
        actor=actor,
        agency_code=paper.agency.code,
        object_type="paper",
        object_id=paper.uuid,
        detail={"paper_kind": paper.kind, **detail},
    )
    log.info("paper_changed", paper=str(paper.uuid), what=what, kind=paper.kind)


def _tell(paper: Paper, what: str, now: datetime) -> None:
    follower = _followers.get(paper.subject_type)
    told: Told | None = getattr(follower, what) if follower else None
    if told is not None:
        told(paper, now)
