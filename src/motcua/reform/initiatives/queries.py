"""Reads of initiatives, always for somebody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from motcua.identity.api import Agency, Role, StaffContext, Unit, User, list_agencies, list_staff_accounts
from motcua.reform.initiatives.models import (
    Initiative,
    InitiativeAnnex,
    InitiativeBallot,
    InitiativeCouncil,
    InitiativeReview,
    InitiativeTarget,
    Level,
    ReviewState,
    State,
)
from motcua.reform.initiatives.policies import visible_councils, visible_initiatives
from motcua.reform.offices import oversees


def list_initiatives_for(*, staff: StaffContext) -> QuerySet[Initiative]:
    """What this person may know of, newest first, with authors."""
    rows = visible_initiatives(staff).select_related("agency").defer("normal_text", "solution", "problem")
    return rows.prefetch_related("authors").order_by("-made_at", "-id")


def get_initiative_for(*, staff: StaffContext, uuid: UUID) -> Initiative:
    """Raises ``Initiative.DoesNotExist`` for what this person may not know of."""
    reviews = InitiativeReview.objects.select_related("council", "decision", "certificate").order_by("id")
    rows = visible_initiatives(staff).select_related("agency__parent", "made_by", "checked_by")
    related = ("authors__user", "annexes__file__blob", "replications", Prefetch("reviews", reviews))
    return rows.prefetch_related(*related).get(uuid=uuid)


def get_annex_for(*, staff: StaffContext, uuid: UUID) -> InitiativeAnnex:
    """Raises ``InitiativeAnnex.DoesNotExist`` with an initiative this person may not know of."""
    rows = InitiativeAnnex.objects.select_related("file__blob", "initiative__agency")
    return rows.filter(initiative__in=visible_initiatives(staff)).get(uuid=uuid)


def list_councils_for(*, staff: StaffContext) -> QuerySet[InitiativeCouncil]:
    """Councils this person may know of, newest first, with the number of their initiatives."""
    rows = visible_councils(staff).select_related("agency", "decision")
    counted = rows.annotate(before_it=Count("reviews", distinct=True), seats=Count("members", distinct=True))
    return counted.order_by("-year", "-id")


def get_council_for(*, staff: StaffContext, uuid: UUID) -> InitiativeCouncil:
    """Raises ``InitiativeCouncil.DoesNotExist`` for strangers."""
    rows = visible_councils(staff).select_related("agency", "decision")
    return rows.prefetch_related("members__user").get(uuid=uuid)


def list_reviews_of(*, council: InitiativeCouncil) -> list[InitiativeReview]:
    """What is before a council, with the number of sheets cast; never a sheet itself."""
    rows = council.reviews.select_related("initiative__agency", "council__agency", "decision", "certificate")
    counted = rows.prefetch_related("initiative__authors").annotate(cast=Count("ballots"))
    return list(counted.order_by("id"))


def get_review_for(*, staff: StaffContext, uuid: UUID) -> InitiativeReview:
    """A review whose council this person may know of; raises ``InitiativeReview.DoesNotExist``."""
    rows = InitiativeReview.objects.filter(council__in=visible_councils(staff))
    related = rows.select_related("initiative__agency", "council__agency")
    return related.prefetch_related("initiative__authors").get(uuid=uuid)


def get_own_ballot(*, staff: StaffContext, review: InitiativeReview) -> InitiativeBallot | None:
    """The person's own sheet; nobody reads another's."""
    return InitiativeBallot.objects.filter(review=review, member__user_id=staff.user_id).first()


def list_candidates(*, council: InitiativeCouncil) -> list[Initiative]:
    """What may be put before a council now, by agency and title."""
    rows = Initiative.objects.select_related("agency").defer("normal_text", "solution", "problem")
    if council.level == Level.PROVINCE:
        rows = rows.filter(state=State.RECOGNISED).exclude(reviews__level=Level.PROVINCE)
    else:
        rows = rows.filter(state=State.ACCEPTED, agency=council.agency_id)
    return list(rows.order_by("agency__code", "title", "id"))


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One agency in a year: what is asked of it, what it has filed, what was recognised, by highest level."""

    agency: Agency
    target: int | None
    filed: int
    recognised: int
    provincial: int

    @property
    def reached(self) -> bool:
        return self.target is not None and self.recognised >= self.target


def list_progress(*, staff: StaffContext, year: int) -> list[Progress]:
    """Agencies that this person may compare: all for who oversees, else the own ones. Four statements."""
    agencies = [a for a in list_agencies() if oversees(staff) or a.pk in staff.agency_ids]
    targets = dict(InitiativeTarget.objects.filter(year=year).values_list("agency_id", "amount"))
    filed = _count(Initiative.objects.filter(year=year).exclude(state__in=(State.DRAFT, State.WITHDRAWN)))
    decided = Q(reviews__state=ReviewState.RECOGNISED, reviews__decided_on__year=year)
    recognised = _count(Initiative.objects.filter(decided))
    provincial = _count(Initiative.objects.filter(decided & ~Q(reviews__level=Level.UNIT)))
    return [
        Progress(
            agency=agency,
            target=targets.get(agency.pk),
            filed=filed.get(agency.pk, 0),
            recognised=recognised.get(agency.pk, 0),
            provincial=provincial.get(agency.pk, 0),
        )
        for agency in agencies
    ]


def _count(rows: QuerySet[Initiative]) -> dict[int, int]:
    counted = rows.values("agency_id").annotate(found=Count("pk", distinct=True)).order_by()
    return {row["agency_id"]: row["found"] for row in counted}


def own_agency(*, staff: StaffContext, role: tuple[str, ...] = ()) -> Agency:
    """The agency in which this person acts: that of the first own office, with one of the roles if named."""
    held = next(staff.matching(*role))
    return Agency.objects.select_related("parent").get(pk=held.agency_id)


def find_reform_unit(*, agency: Agency, on: date) -> Unit | None:
    """Where the reform officer of an agency serves on a day: the unit that proposes and carries out its decisions."""
    office = "appointments__"
    serving = Q(**{f"{office}grants__role": Role.REFORM_OFFICER, f"{office}valid_from__lte": on})
    lasting = Q(**{f"{office}valid_to__isnull": True}) | Q(**{f"{office}valid_to__gte": on})
    return Unit.objects.filter(serving & lasting, agency=agency).order_by("order", "pk").first()


def list_officers(*, agency: Agency, on: date) -> list[User]:
    """Everybody who holds an office in the agency that day, by name."""
    return _in_office(on, appointments__unit__agency=agency)


def list_possible_authors(*, agency: Agency, on: date) -> list[User]:
    """Officers of every agency, those of the own one first: as text nobody would know who must not score it."""
    own = list_officers(agency=agency, on=on)
    known = {user.pk for user in own}
    return [*own, *(user for user in _in_office(on) if user.pk not in known)]


def list_people(*, agency: Agency, everywhere: bool, on: date) -> list[User]:
    """Who may sit in a council: officers of the agency, for a provincial one those of every agency."""
    return _in_office(on) if everywhere else list_officers(agency=agency, on=on)


def _in_office(on: date, **where: object) -> list[User]:
    lasting = Q(appointments__valid_to__isnull=True) | Q(appointments__valid_to__gte=on)
    found = list_staff_accounts().filter(lasting, appointments__valid_from__lte=on, is_active=True, **where)
    return list(found.distinct())
