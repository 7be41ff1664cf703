"""Reads of the room's documents, always for somebody."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from motcua.identity.api import Role, StaffContext, User, users_with_role
from motcua.platform.signing.api import normal_code
from motcua.reform.papers.models import Paper
from motcua.reform.papers.policies import policy


def list_papers_for(*, staff: StaffContext) -> QuerySet[Paper]:
    """What this person may read, newest first."""
    rows = Paper.objects.select_related("agency", "signer").defer("data")
    return policy.visible(rows, staff).order_by("-made_at", "-id")


def get_paper_for(*, staff: StaffContext, uuid: UUID) -> Paper:
    """Raises ``Paper.DoesNotExist`` for what this person may not read."""
    rows = Paper.objects.select_related("agency__parent", "file__blob", "made_by", "sealed_by")
    return policy.visible(rows, staff).get(uuid=uuid)


def get_paper(*, uuid: UUID | str) -> Paper:
    """A document by its id, for parts that have asked their own policy; raises ``Paper.DoesNotExist``."""
    return Paper.objects.select_related("agency__parent", "file__blob").get(uuid=uuid)


def list_papers_of(*, subject_type: str, subject_id: object) -> QuerySet[Paper]:
    """The documents about one record, oldest first; the caller has asked its policy."""
    rows = Paper.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return rows.select_related("agency", "file__blob").order_by("id")


def get_issued(*, code: str) -> Paper:
    """The sealed document with this verification code; raises ``Paper.DoesNotExist``, also for drafts."""
    return list_issued().get(verification_code=normal_code(code))


def list_issued() -> QuerySet[Paper]:
    """What has been sealed, also if it was cancelled afterwards."""
    return Paper.objects.filter(sealed_at__isnull=False, file__isnull=False).select_related(
        "agency", "file__blob"
    )


def who_cancels(paper: Paper, *, on: date) -> list[User]:
    """Who takes a signed paper back: the leaders of its agency, stand-ins included."""
    return users_with_role(role=Role.LEADER, agency_id=paper.agency_id, on=on)


def readable_papers(*, staff: StaffContext, papers: Iterable[Paper | None]) -> frozenset[int]:
    """Ids of those documents that this person may open: a page links to no other."""
    wanted = [paper.pk for paper in papers if paper is not None]
    return frozenset(policy.visible(Paper.objects.filter(pk__in=wanted), staff).values_list("pk", flat=True))
