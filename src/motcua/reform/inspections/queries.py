"""Reads of inspections, for a member of staff through the policy."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from motcua.identity.api import AgencyKind, Role, StaffContext, User
from motcua.reform.inspections.choices import Scope, Stage
from motcua.reform.inspections.models import (
    Inspection,
    InspectionChecklist,
    InspectionEvidence,
    InspectionPlan,
    RemedyLetter,
    RemedyNotice,
    RemedyVerification,
    Shortcoming,
)
from motcua.reform.inspections.policies import ORGANISERS, organised_by, policy
from motcua.reform.inspections.rules.rates import Case, Check, Outcome
from motcua.reform.inspections.rules.states import NOTIFIED_SHORTCOMINGS, TO_REMEDY, Remedying
from motcua.reform.inspections.services._base import today_of
from motcua.reform.inspections.services.remedies import granted_extensions
from motcua.reform.papers.api import Paper, paper_policy

# From here on the inspection has taken place.
VISITED = (
    Stage.VISITING,
    Stage.MINUTES_SENT,
    Stage.MINUTES_SIGNED,
    Stage.DRAFT_SENT,
    Stage.ANSWERED,
    Stage.CONCLUDED,
)


def list_plans(*, staff: StaffContext) -> QuerySet[InspectionPlan]:
    """Plans this person may see, newest year first, with the numbers of subjects and of inspections."""
    known = policy.known_lines(staff).filter(cancelled_at__isnull=True)
    alive = Q(inspections__in=known)
    return (
        policy.plans(staff)
        .select_related("agency", "paper")
        .annotate(
            subject_count=Count("subjects", distinct=True),
            inspection_count=Count("inspections", filter=alive, distinct=True),
            visited_count=Count(
                "inspections", filter=alive & Q(inspections__stage__in=VISITED), distinct=True
            ),
        )
        .order_by("-year", "scope", "agency__code")
    )


def get_plan(*, staff: StaffContext, uuid: UUID) -> InspectionPlan:
    """Raises ``InspectionPlan.DoesNotExist`` for everybody who may not know of it."""
    return policy.plans(staff).select_related("agency", "paper").get(uuid=uuid)


def list_inspections(*, staff: StaffContext) -> QuerySet[Inspection]:
    """Inspections this person may know of, newest first, with the number of notified shortcomings."""
    return (
        policy.inspections(staff)
        .select_related("plan", "agency", "subject_agency", "subject_unit")
        .annotate(
            shortcoming_count=Count("shortcomings", filter=Q(shortcomings__state__in=NOTIFIED_SHORTCOMINGS))
        )
        .order_by("-plan__year", "plan_id", "ordinal")
    )


def get_inspection(*, staff: StaffContext, uuid: UUID) -> Inspection:
    """With everything its page shows. Raises ``Inspection.DoesNotExist`` for everybody who may not know of it."""
    return (
        policy.inspections(staff)
        .select_related(
            "plan",
            "agency",
            "subject_agency",
            "subject_unit",
            "team__paper",
            "checklist",
            "notice_paper",
            "minutes__file",
            "minutes__sent_by",
            "minutes__signed_by",
            "conclusion__paper",
            "conclusion__answered_by",
        )
        .prefetch_related("team__members__user", "team__members__agency")
        .get(uuid=uuid)
    )


def list_shortcomings(*, staff: StaffContext) -> QuerySet[Shortcoming]:
    """Shortcomings this person may know of, by deadline."""
    return (
        policy.shortcomings(staff)
        .select_related("agency", "owner_agency", "owner_unit", "inspection__plan", "inspection__agency")
        .annotate(reminder_count=Count("reminders"))
        .order_by("due_on", "pk")
    )


def list_overdue(*, staff: StaffContext, today: date) -> QuerySet[Shortcoming]:
    """Remedies that wait beyond their deadline."""
    return list_shortcomings(staff=staff).filter(state__in=TO_REMEDY, due_on__lt=today)


def get_shortcoming(*, staff: StaffContext, uuid: UUID) -> Shortcoming:
    """With everything its page shows. Raises ``Shortcoming.DoesNotExist`` for everybody who may not know of it."""
    verifications = RemedyVerification.objects.select_related("verified_by").order_by("verified_at", "pk")
    issued_letters = RemedyLetter.objects.filter(issued_at__isnull=False).select_related("paper")
    return (
        policy.shortcomings(staff)
        .select_related(
            "agency",
            "owner_agency",
            "owner_unit",
            "inspection__plan",
            "inspection__agency",
            "inspection__team",
            "notice__paper",
        )
        .prefetch_related(
            "inspection__team__members",
            "remedies__evidence__file__blob",
            "remedies__reported_by",
            "extensions__asked_by",
            "extensions__decided_by",
            "reminders",
            Prefetch("letters", queryset=issued_letters),
            Prefetch("verifications", queryset=verifications),
        )
        .get(uuid=uuid)
    )


def list_notices(*, staff: StaffContext) -> QuerySet[RemedyNotice]:
    """Written notices this person may know of, newest first."""
    return (
        policy.notices(staff)
        .select_related(
            "agency", "recipient_agency", "recipient_unit", "paper", "inspection__plan", "inspection__agency"
        )
        .annotate(shortcoming_count=Count("shortcomings"))
        .order_by("-made_at", "-pk")
    )


def get_notice(*, staff: StaffContext, uuid: UUID) -> RemedyNotice:
    """Raises ``RemedyNotice.DoesNotExist`` for everybody who may not know of it."""
    return list_notices(staff=staff).select_related("acknowledged_by").get(uuid=uuid)


def list_letters(*, staff: StaffContext, notice: RemedyNotice) -> list[RemedyLetter]:
    """Written reminders of a notice whose document this person may read, in order."""
    readable = paper_policy.visible(Paper.objects.all(), staff)
    letters = notice.letters.filter(paper__in=readable, dropped_at__isnull=True).select_related("paper")
    return list(letters.order_by("ordinal", "-addressed"))


def list_corrections(*, staff: StaffContext) -> QuerySet[Shortcoming]:
    """Shortcomings made of corrections of an appraisal that wait for their written notice."""
    waiting = Shortcoming.objects.filter(
        organised_by(staff, Shortcoming), state=Remedying.DRAFT, notice__isnull=True
    )
    return (
        waiting.exclude(origin="")
        .select_related("agency", "owner_agency", "owner_unit")
        .order_by("owner_agency__code", "pk")
    )


def get_evidence(*, staff: StaffContext, uuid: UUID) -> InspectionEvidence:
    """A photo or paper: of the checklist for the team and its organiser, of a remedy for who sees the shortcoming.

    Raises ``InspectionEvidence.DoesNotExist``.
    """
    found = InspectionEvidence.objects.select_related("file__blob", "inspection__team", "inspection__agency")
    evidence = found.prefetch_related("inspection__team__members").get(uuid=uuid)
    if evidence.inspection is not None:
        if not policy.may(staff, "cancel", evidence.inspection) and not policy.may(
            staff, "visit", evidence.inspection
        ):
            raise InspectionEvidence.DoesNotExist
        return evidence
    if not policy.shortcomings(staff).filter(remedies__evidence=evidence).exists():
        raise InspectionEvidence.DoesNotExist
    return evidence


def list_checklists() -> QuerySet[InspectionChecklist]:
    """Every version, the newest of each kind first."""
    return InspectionChecklist.objects.order_by("key", "-number")


def list_candidates(*, plan: InspectionPlan, on: date) -> QuerySet[User]:
    """Who may be put into a team: inspectors of any agency for the province, own staff for own units."""
    in_force = {
        "appointments__valid_from__lte": on,
        "is_active": True,
    }
    open_ended = Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=on)
    people = User.objects.filter(open_ended, **in_force)
    if plan.scope == Scope.PROVINCE:
        people = people.filter(appointments__grants__role__in=(Role.INSPECTOR, Role.REFORM_MANAGER))
    else:
        people = people.filter(appointments__unit__agency_id=plan.agency_id)
    return people.distinct().order_by("full_name", "pk")


def manageable_scopes(staff: StaffContext) -> list[tuple[str, int]]:
    """(scope, agency) of the plans this person may make."""
    return [
        (scope, agency_id)
        for scope, roles in ORGANISERS.items()
        for agency_id in sorted(staff.agencies_with(*roles))
        if scope == Scope.PROVINCE or not _is_province(staff, agency_id)
    ]


def list_facts(shortcomings: QuerySet[Shortcoming]) -> list[Shortcoming]:
    """Notified shortcomings with all that :func:`case_of` asks; three statements whatever their number."""
    verifications = RemedyVerification.objects.select_related("remedy").order_by("verified_at", "pk")
    rows = (
        shortcomings.filter(state__in=NOTIFIED_SHORTCOMINGS)
        .select_related("owner_agency", "owner_unit", "agency", "inspection__plan", "inspection__agency")
        .prefetch_related("extensions", Prefetch("verifications", queryset=verifications))
        .order_by("due_on", "pk")
    )
    return list(rows)


def case_of(row: Shortcoming) -> Case:
    """One shortcoming as the rates know it; extensions and verifications are read already."""
    unit = row.owner_unit.code if row.owner_unit else ""
    return Case(
        key=str(row.uuid),
        owner=f"{row.owner_agency.code}/{unit}",
        criterion=row.criterion,
        found_on=row.found_on,
        deadline=row.deadline,
        extensions=tuple(granted_extensions(row)),
        checks=tuple(_checks(row.verifications.all())),
    )


def _checks(rows: Iterable[RemedyVerification]) -> Iterable[Check]:
    for row in rows:
        yield Check(
            on=today_of(row.verified_at),
            outcome=Outcome(row.outcome),
            remedied_on=row.remedied_on or (today_of(row.remedy.reported_at) if row.remedy else None),
            on_site=row.on_site,
        )


def _is_province(staff: StaffContext, agency_id: int) -> bool:
    return any(held.agency_kind == AgencyKind.PROVINCE for held in staff.matching(agency_id=agency_id))
