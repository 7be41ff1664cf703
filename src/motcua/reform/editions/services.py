"""Writes on editions: begin, change, publish, discard. Published ones never change again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Max, QuerySet

from motcua.identity.api import User
from motcua.platform.audit.api import record
from motcua.reform.editions.models import EditionState, IndexEdition
from motcua.reform.editions.queries import Standing, list_stoppers, standing_in_the_way
from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import read_edition
from motcua.reform.rules.scoring import Problem

log = structlog.get_logger(__name__)
Document = Mapping[str, Any]


class NotADraft(Exception):
    """A published edition never changes: agencies are judged by it."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the draft since it was opened; theirs is kept."""


class PublicationRefused(Exception):
    """The edition cannot be published so; ``problems`` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.code} {problem.where}" for problem in problems[:5]))
        self.problems = list(problems)


class YearTaken(Exception):
    """The edition in force for the year gives way only where that is said; ``standing`` says what rests on it."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(str(standing.edition))
        self.standing = standing


@transaction.atomic
def start_draft(*, document: Document, actor: User | None, now: datetime) -> IndexEdition:
    """A new version of the document's code and year, as a draft. Raises ``EditionRefused`` for no edition at all."""
    edition = read_edition(document)
    versions = IndexEdition.objects.filter(code=edition.code, year=edition.year)
    _lock(versions)
    newest: int = versions.aggregate(newest=Max("version"))["newest"] or 0
    row = IndexEdition(code=edition.code, year=edition.year, version=newest + 1, made_by=actor, made_at=now)
    _fill(row, document, now)
    row.save()
    _record("edition.started", row, actor, now)
    return row


@transaction.atomic
def change_draft(
    *, edition: IndexEdition, document: Document, seen: str, actor: User, now: datetime
) -> IndexEdition:
    """Keep another document in a draft; ``seen`` is the hash of the one the editor had before them.

    Raises :class:`NotADraft`, :class:`ChangedMeanwhile` and ``EditionRefused``.
    """
    row = _locked_draft(edition)
    if digest(document) == row.sha256:
        return row
    if row.sha256 != seen:
        raise ChangedMeanwhile
    former = row.sha256
    _fill(row, document, now)
    row.save()
    _record("edition.changed", row, actor, now, former=former)
    return row


@transaction.atomic
def publish(
    *, edition: IndexEdition, decision: str, actor: User | None, now: datetime, takes_over: bool = False
) -> IndexEdition:
    """Put a draft into force for its year; what was in force until now is kept as superseded.

    One of another code, or on which a round or a result rests, gives way just where ``takes_over`` says so: a year is
    never judged by two, and nobody's ground is moved unasked.
    Raises :class:`NotADraft`, :class:`YearTaken` and :class:`PublicationRefused`. Publishing again changes nothing.
    """
    _lock(IndexEdition.objects.filter(year=edition.year))
    row = IndexEdition.objects.get(pk=edition.pk)
    if row.state == EditionState.PUBLISHED:
        return row
    if row.state != EditionState.DRAFT:
        raise NotADraft(row.uuid)
    standing = standing_in_the_way(row)
    if standing and not takes_over:
        raise YearTaken(standing)
    problems = list_stoppers(row)
    if problems:
        raise PublicationRefused(problems)
    IndexEdition.objects.filter(year=row.year, state=EditionState.PUBLISHED).update(
        state=EditionState.SUPERSEDED
    )
    row.state, row.decision, row.published_at = EditionState.PUBLISHED, decision, now
    row.save(update_fields=["state", "decision", "published_at"])
    _record("edition.published", row, actor, now, **_instead_of(standing))
    log.info("edition_published", year=row.year, version=row.version)
    return row


def _instead_of(standing: Standing | None) -> dict[str, str]:
    return {"instead_of": str(standing.edition.uuid)} if standing else {}


@transaction.atomic
def discard(*, edition: IndexEdition, actor: User, now: datetime) -> None:
    """Throw a draft away; its history stays. Raises :class:`NotADraft`."""
    row = _locked_draft(edition)
    _record("edition.discarded", row, actor, now)
    row.delete()


def _locked_draft(edition: IndexEdition) -> IndexEdition:
    row = IndexEdition.objects.select_for_update().get(pk=edition.pk)
    if row.state != EditionState.DRAFT:
        raise NotADraft(row.uuid)
    return row


def _lock(rows: QuerySet[IndexEdition]) -> None:
    """Two who begin or publish at once do it one after the other."""
    list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _fill(row: IndexEdition, document: Document, now: datetime) -> None:
    edition = read_edition(document)
    row.document, row.sha256, row.changed_at = dict(document), digest(document), now
    row.title_vi, row.title_en = edition.title_vi, edition.title_en


def _record(action: str, row: IndexEdition, actor: User | None, now: datetime, **detail: str) -> None:
    record(
        action=action,
        now=now,
        actor=actor,
        object_type="index_edition",
        object_id=row.uuid,
        detail={"year": row.year, "version": row.version, "sha256": row.sha256, **detail},
    )
