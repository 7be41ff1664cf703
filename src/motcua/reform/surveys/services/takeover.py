"""Rounds that were held elsewhere, on paper or in another system, taken over with their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.identity.api import list_agencies
from motcua.reform.rules.survey_forms import read_form
from motcua.reform.surveys.models import (
    Ballot,
    InvitationState,
    Mode,
    SurveyInvitation,
    SurveyRound,
    SurveyStratum,
    SurveyTarget,
    Via,
)
from motcua.reform.surveys.services.answering import clean_answers
from motcua.reform.surveys.services.planning import RoundPlan, plan_round
from motcua.reform.surveys.services.rounds import end_answering, publish_round
from motcua.reform.surveys.tokens import code_of, hash_of


@dataclass(frozen=True, kw_only=True)
class PastStratum:
    """A stratum with its population, how many were invited, and the answers: (day, item → value)."""

    procedure: str = ""
    channel: str = ""
    place: str = ""
    population: int
    invited: int
    answers: Sequence[tuple[date, Mapping[str, str]]]


@transaction.atomic
def take_over_round(
    *,
    plan: RoundPlan,
    agencies: Mapping[str, Sequence[PastStratum]],
    closed_at: datetime,
    published_at: datetime,
    now: datetime,
) -> SurveyRound:
    """A round with all its answers, counted and published; the same form and year again changes nothing.

    ``now`` is when it was planned; ``plan.agency_ids`` may be empty, ``agencies`` names them by code. Raises
    ``AnswerRefused`` for answers that the form does not know.
    """
    known = SurveyRound.objects.filter(form_id=plan.form_id, year=plan.year).first()
    if known is not None:
        return known
    ids = {agency.code: agency.pk for agency in list_agencies()}
    created = plan_round(plan=_rating(plan, [ids[code] for code in agencies]), staff=None, now=now)
    targets = {target.agency_id: target for target in created.targets.all()}
    for code, strata in agencies.items():
        _take_over(created, targets[ids[code]], strata)
    # It was held and closed elsewhere, on whatever day.
    end_answering(current=created, staff=None, now=closed_at)
    return publish_round(round_id=created.pk, staff=None, now=published_at)


def _rating(plan: RoundPlan, agency_ids: Sequence[int]) -> RoundPlan:
    return RoundPlan(**{**plan.__dict__, "agency_ids": agency_ids})


def _take_over(current: SurveyRound, target: SurveyTarget, strata: Sequence[PastStratum]) -> None:
    form = read_form(current.form.definition)
    for past in strata:
        stratum = SurveyStratum.objects.create(
            target=target,
            procedure=past.procedure,
            channel=past.channel,
            place=past.place,
            population=past.population,
            planned=past.invited,
        )
        _invitations(target, stratum, past)
        Ballot.objects.bulk_create(
            Ballot(
                target=target,
                stratum=stratum,
                day=day,
                mode=Mode.INTERVIEW,
                answers=clean_answers(form=form, answers=answers),
            )
            for day, answers in past.answers
        )
    target.population = sum(past.population for past in strata)
    target.save(update_fields=["population"])


def _invitations(target: SurveyTarget, stratum: SurveyStratum, past: PastStratum) -> None:
    rows = [
        SurveyInvitation(target=target, stratum=stratum, via=Via.CARD, waves=1, state=InvitationState.SENT)
        for _number in range(max(past.invited, len(past.answers)))
    ]
    for row in rows:
        row.token_hash = hash_of(code_of(row.uuid))
    for row in rows[: len(past.answers)]:
        row.state = InvitationState.ANSWERED
    SurveyInvitation.objects.bulk_create(rows)
