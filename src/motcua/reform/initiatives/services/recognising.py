"""The decision that recognises, certificates, and recognition at national level."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from motcua.identity.api import StaffContext, get_user
from motcua.reform.initiatives import documents
from motcua.reform.initiatives.models import (
    Initiative,
    InitiativeCouncil,
    InitiativeReview,
    Level,
    ReviewState,
    State,
)
from motcua.reform.initiatives.notices import tell_authors
from motcua.reform.initiatives.policies import may_record_national, may_run, require
from motcua.reform.initiatives.services._base import (
    InitiativeRefused,
    lock_initiative,
    lock_review,
    note,
    require_not_own,
    require_sitting,
)
from motcua.reform.initiatives.services.conflicts import refuse_own_paper
from motcua.reform.initiatives.services.councils import DECISION
from motcua.reform.papers.api import Paper, PaperKind, make_paper, void_paper

CERTIFICATE = "initiative.certificate"


@transaction.atomic
def draft_decision(*, council: InitiativeCouncil, staff: StaffContext, now: datetime) -> Paper:
    """The decision on everything that passed before the council and has none yet; the leader signs it.

    Raises ``PermissionDenied`` and :class:`InitiativeRefused` (``council_not_sitting``,
    ``nothing_to_decide``, ``own_initiative``).
    """
    locked = (
        InitiativeCouncil.objects.select_for_update(of=("self",)).select_related("agency").get(pk=council.pk)
    )
    require(may_run(staff, locked))
    require_sitting(locked)
    waiting = locked.reviews.filter(state=ReviewState.PASSED, decision__isnull=True)
    reviews = [lock_review(pk) for pk in waiting.order_by("id").values_list("pk", flat=True)]
    if not reviews:
        raise InitiativeRefused("nothing_to_decide")
    for review in reviews:
        require_not_own(staff, review.initiative)
    maker = get_user(user_id=staff.user_id)
    title, data = documents.recognition(council=locked, reviews=reviews, on=timezone.localdate(now))
    paper = make_paper(
        kind=PaperKind.DECISION,
        agency=locked.agency,
        title=title,
        data=data,
        template=documents.DECISION,
        made_by=maker,
        now=now,
        subject=(DECISION, locked.uuid),
    )
    for review in reviews:
        review.decision = paper
        review.save(update_fields=["decision"])
        note(review.initiative, "decision_drafted", maker, now, level=review.level)
    return paper


def recognise(paper: Paper, now: datetime) -> None:
    """The decision is signed: its initiatives are recognised, certificates drafted. Runs with the signature.

    Raises ``FollowerRefused`` for a leader whose own initiative is among them.
    """
    assert paper.issued_on is not None
    passed = InitiativeReview.objects.filter(decision=paper, state=ReviewState.PASSED)
    refuse_own_paper(paper.signer, passed)
    for pk in passed.order_by("id").values_list("pk", flat=True):
        review = lock_review(pk)
        review.state, review.decided_on = ReviewState.RECOGNISED, paper.issued_on
        review.certificate = _draft_certificate(review, paper, now)
        review.save(update_fields=["state", "decided_on", "certificate"])
        review.initiative.state = State.RECOGNISED
        review.initiative.save(update_fields=["state"])
        note(review.initiative, "recognised", paper.signer, now, level=review.level, symbol=paper.symbol)
        tell_authors(review.initiative, "recognised", now=now, level=review.level, paper=paper)


def on_certificate_signed(paper: Paper, now: datetime) -> None:
    """Nobody certifies the own initiative. Raises ``FollowerRefused``."""
    refuse_own_paper(paper.signer, InitiativeReview.objects.filter(certificate=paper))


def on_certificate_sealed(paper: Paper, now: datetime) -> None:
    """The certificate is issued: its authors hear where it stands."""
    review = InitiativeReview.objects.select_related("initiative__made_by").get(certificate=paper)
    tell_authors(review.initiative, "certified", now=now, level=review.level, paper=paper)


def undo_decision(paper: Paper, now: datetime) -> None:
    """The decision is cancelled: what it recognised waits for another one; its certificates are cancelled."""
    reviews = InitiativeReview.objects.filter(decision=paper)
    for pk in reviews.order_by("id").values_list("pk", flat=True):
        review = lock_review(pk)
        if review.certificate is not None and paper.cancelled_by is not None:
            void_paper(paper=review.certificate, reason=paper.cancel_reason, by=paper.cancelled_by, now=now)
        review.state, review.decision, review.decided_on = ReviewState.PASSED, None, None
        review.certificate = None
        review.save(update_fields=["state", "decision", "decided_on", "certificate"])
        if review.level == Level.UNIT:
            review.initiative.state = State.PROPOSED
            review.initiative.save(update_fields=["state"])
        note(review.initiative, "recognition_undone", paper.cancelled_by, now, level=review.level)
        if paper.signed_at is not None:
            tell_authors(review.initiative, "undone", now=now, level=review.level, reason=paper.cancel_reason)


@transaction.atomic
def record_national(
    *, initiative: Initiative, number: str, decided_on: date, staff: StaffContext, now: datetime
) -> InitiativeReview:
    """A recognition at national level, decided outside the province. Recorded before, it is answered.

    Raises ``PermissionDenied``.
    """
    locked = lock_initiative(initiative.pk)
    require(may_record_national(staff, locked))
    review, is_new = InitiativeReview.objects.get_or_create(
        initiative=locked,
        level=Level.NATIONAL,
        defaults={
            "state": ReviewState.RECOGNISED,
            "opened_at": now,
            "closed_at": now,
            "outside_number": number,
            "decided_on": decided_on,
        },
    )
    if is_new:
        actor = get_user(user_id=staff.user_id)
        note(locked, "recognised", actor, now, level=Level.NATIONAL, symbol=number)
        tell_authors(locked, "recognised", now=now, level=Level.NATIONAL)
    return review


def _draft_certificate(review: InitiativeReview, decision: Paper, now: datetime) -> Paper:
    assert review.council is not None and decision.issued_on is not None and decision.signer is not None
    title, data = documents.certificate(review=review, decision_symbol=decision.symbol, on=decision.issued_on)
    return make_paper(
        kind=PaperKind.CERTIFICATE,
        agency=review.council.agency,
        title=title,
        data=data,
        template=documents.CERTIFICATE,
        made_by=review.council.made_by,
        now=now,
        subject=(CERTIFICATE, review.uuid),
        addressees=[review.initiative.agency],
    )
