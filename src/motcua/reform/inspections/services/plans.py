"""The plan of a year: whom it could inspect, whom it inspects when, and the document that issues it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q

from motcua.identity.api import Agency, StaffContext, Unit, get_user, list_agencies
from motcua.reform.inspections import documents
from motcua.reform.inspections.choices import Kind, Scope, Stage
from motcua.reform.inspections.houses import own_matters
from motcua.reform.inspections.models import Inspection, InspectionPlan, InspectionSubject
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.presentation import inspection_code
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services._base import (
    advance,
    lock_plan,
    lock_with_papers,
    next_ordinal,
    note,
    today_of,
)
from motcua.reform.inspections.services.teams import leave_out_of_decision
from motcua.reform.papers.api import Paper, PaperKind, make_paper, void_paper

PLAN = "inspection.plan"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One line of the plan."""

    agency: Agency
    unit: Unit | None
    kind: str
    planned_from: date
    planned_to: date
    contents: Sequence[str] = ()


def create_plan(
    *,
    agency: Agency,
    scope: str,
    year: int,
    title: str,
    legal_basis: str,
    contents: Sequence[str],
    staff: StaffContext,
    now: datetime,
) -> InspectionPlan:
    """A draft of the plan; every department, or every own unit, is at first a subject of inspection.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``plan_exists``).
    """
    plan = InspectionPlan(
        agency=agency,
        scope=scope,
        year=year,
        title=title,
        legal_basis=legal_basis,
        contents=list(contents),
        made_by=get_user(user_id=staff.user_id),
    )
    policy.require_organiser(staff, plan)
    try:
        with transaction.atomic():
            plan.save()
            InspectionSubject.objects.bulk_create(_all_subjects(plan))
            note(
                "plan_made", plan, actor=plan.made_by, now=now, kind="inspection_plan", detail={"year": year}
            )
    except IntegrityError as error:
        raise InspectionRefused("plan_exists") from error
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: InspectionPlan,
    title: str,
    legal_basis: str,
    contents: Sequence[str],
    subject_ids: Collection[int],
    staff: StaffContext,
    now: datetime,
) -> InspectionPlan:
    """Change a draft; ``subject_ids`` are agencies (of the province) or own units that the plan could inspect.

    Raises like :func:`add_inspection`.
    """
    locked = _draft(plan, staff)
    locked.title, locked.legal_basis, locked.contents = title, legal_basis, list(contents)
    locked.save()
    candidates = {_key(each): each for each in _all_subjects(locked)}
    planned = {each.subject_unit_id or each.subject_agency_id for each in locked.inspections.all()}
    locked.subjects.all().delete()
    kept = [each for key, each in candidates.items() if key in {*subject_ids, *planned}]
    InspectionSubject.objects.bulk_create(kept)
    note("plan_changed", locked, actor=get_user(user_id=staff.user_id), now=now, kind="inspection_plan")
    return locked


@transaction.atomic
def add_inspection(*, plan: InspectionPlan, visit: Visit, staff: StaffContext, now: datetime) -> Inspection:
    """Put an inspection into the plan; into an issued one only a surprise inspection. The same line is put once.

    Raises ``PermissionDenied`` and :class:`InspectionRefused` (``plan_issued``, ``plan_over``, ``plan_waits``,
    ``outside_year``, ``not_a_subject``).
    """
    locked = lock_plan(plan.pk)
    if not policy.may_add(staff, locked, visit.agency.pk):
        raise PermissionDenied("add")
    if locked.approved_at is not None and visit.kind != Kind.SURPRISE:
        raise InspectionRefused("plan_issued")
    if locked.approved_at is not None and today_of(now).year > locked.year:
        raise InspectionRefused("plan_over")
    if locked.approved_at is None and locked.paper_id is not None:
        raise InspectionRefused("plan_waits")
    if {visit.planned_from.year, visit.planned_to.year} != {locked.year}:
        raise InspectionRefused("outside_year", year=locked.year)
    if not locked.subjects.filter(agency=visit.agency, unit=visit.unit).exists():
        raise InspectionRefused("not_a_subject")
    same = _same_line(locked, visit)
    if same is not None:
        return same
    inspection = Inspection.objects.create(
        plan=locked,
        agency=locked.agency,
        scope=locked.scope,
        ordinal=next_ordinal(locked.inspections.all(), hidden=visit.kind == Kind.SURPRISE),
        subject_agency=visit.agency,
        subject_unit=visit.unit,
        kind=visit.kind,
        contents=list(visit.contents) or locked.contents,
        planned_from=visit.planned_from,
        planned_to=visit.planned_to,
    )
    note(
        "added",
        inspection,
        actor=get_user(user_id=staff.user_id),
        now=now,
        detail={"subject": visit.agency.code, "kind": visit.kind},
    )
    return inspection


@transaction.atomic
def cancel_inspection(
    *, inspection: Inspection, reason: str, staff: StaffContext, now: datetime
) -> Inspection:
    """Call an inspection off before its visit. Cancelled before, nothing changes.

    Documents about it that wait for signature or seal are dropped. Raises ``PermissionDenied`` and
    :class:`InspectionRefused` (``plan_waits``, ``moved_on``).
    """
    locked = lock_with_papers(inspection.pk)
    policy.require(staff, "cancel", locked)
    if locked.stage == Stage.CANCELLED:
        return locked
    if locked.plan.approved_at is None and locked.plan.paper_id is not None:
        raise InspectionRefused("plan_waits")
    locked.cancelled_at, locked.cancel_reason = now, reason[:500]
    advance(locked, "cancel")
    user = get_user(user_id=staff.user_id)
    note("cancelled", locked, actor=user, now=now, detail={"reason": reason[:500]})
    leave_out_of_decision(inspection=locked, reason=reason, by=user, now=now)
    if locked.notice_paper is not None and locked.notified_at is None:
        void_paper(paper=locked.notice_paper, reason=reason, by=user, now=now)
    return locked


@transaction.atomic
def submit_plan(*, plan: InspectionPlan, staff: StaffContext, now: datetime) -> Paper:
    """Make the document of the plan; it is issued when the leader has signed and the clerk sealed it.

    Submitted before, it answers the same document. Raises ``PermissionDenied`` and :class:`InspectionRefused`.
    """
    locked = lock_plan(plan.pk)
    policy.require_organiser(staff, locked)
    if locked.paper is not None:
        return locked.paper
    inspections = list_inspections_of(locked)
    if not inspections:
        raise InspectionRefused("plan_empty")
    locked.paper = make_paper(
        kind=PaperKind.PLAN,
        agency=locked.agency,
        title=locked.title,
        template=documents.DOCUMENT,
        data=documents.plan_document(locked, inspections),
        made_by=get_user(user_id=staff.user_id),
        now=now,
        subject=(PLAN, locked.uuid),
        addressees=_agencies(inspections),
    )
    locked.save(update_fields=["paper"])
    note("plan_submitted", locked, actor=get_user(user_id=staff.user_id), now=now, kind="inspection_plan")
    return locked.paper


def on_plan_sealed(paper: Paper, now: datetime) -> None:
    """The document is issued: so is the plan."""
    plan = InspectionPlan.objects.select_for_update(of=("self",)).select_related("agency").get(paper=paper)
    plan.approved_at = now
    plan.save(update_fields=["approved_at"])
    note("plan_issued", plan, actor=paper.sealed_by, now=now, kind="inspection_plan")


def on_plan_cancelled(paper: Paper, now: datetime) -> None:
    """A plan without its document is a draft again, to be changed; an issued one only while no team serves by it.

    A surprise that the People's Committee prepares at the organiser goes on, and nobody learns of it here. Raises
    :class:`InspectionRefused` (``plan_in_use``).
    """
    plan = InspectionPlan.objects.select_for_update(of=("self",)).select_related("agency").get(paper=paper)
    hidden = own_matters(Inspection) & Q(kind=Kind.SURPRISE, notified_at__isnull=True)
    served = plan.inspections.exclude(hidden).exclude(stage=Stage.CANCELLED).filter(team__isnull=False)
    if plan.approved_at is not None and served.exists():
        rows = served.select_related("plan", "agency").order_by("ordinal")
        raise InspectionRefused("plan_in_use", codes=", ".join(map(inspection_code, rows)))
    was_issued = plan.approved_at is not None
    plan.paper = plan.approved_at = None
    plan.save(update_fields=["paper", "approved_at"])
    if was_issued:
        note("plan_withdrawn", plan, actor=paper.cancelled_by, now=now, kind="inspection_plan")


def list_inspections_of(plan: InspectionPlan) -> list[Inspection]:
    """Those that were not cancelled, in the order of the plan."""
    return list(
        plan.inspections.exclude(stage=Stage.CANCELLED)
        .select_related("subject_agency", "subject_unit")
        .order_by("ordinal")
    )


def _same_line(plan: InspectionPlan, visit: Visit) -> Inspection | None:
    return plan.inspections.filter(
        subject_agency=visit.agency,
        subject_unit=visit.unit,
        kind=visit.kind,
        planned_from=visit.planned_from,
        planned_to=visit.planned_to,
        stage=Stage.PLANNED,
    ).first()


def _draft(plan: InspectionPlan, staff: StaffContext) -> InspectionPlan:
    locked = lock_plan(plan.pk)
    policy.require_organiser(staff, locked)
    if locked.approved_at is not None:
        raise InspectionRefused("plan_issued")
    if locked.paper_id is not None:
        raise InspectionRefused("plan_waits")
    return locked


def _all_subjects(plan: InspectionPlan) -> list[InspectionSubject]:
    if plan.scope == Scope.PROVINCE:
        return [InspectionSubject(plan=plan, agency=agency) for agency in list_agencies()]
    units = Unit.objects.filter(agency=plan.agency).order_by("order", "id")
    return [InspectionSubject(plan=plan, agency=plan.agency, unit=unit) for unit in units]


def _key(subject: InspectionSubject) -> int:
    return int(subject.unit_id or subject.agency_id)


def _agencies(inspections: Iterable[Inspection]) -> list[Agency]:
    named = {each.subject_agency_id: each.subject_agency for each in inspections if not each.is_surprise}
    return list(named.values())
