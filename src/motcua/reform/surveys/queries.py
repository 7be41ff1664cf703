"""Reads of surveys: rounds, results, non-response, what is doubtful."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.identity.api import StaffContext
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_forms import Form, read_form
from motcua.reform.rules.survey_quality import shown_parts, shown_weighted
from motcua.reform.rules.survey_results import (
    Counts,
    Part,
    Whole,
    parts_by_factor,
    parts_by_item,
    read_counts,
    whole,
)
from motcua.reform.surveys import policies
from motcua.reform.surveys.models import (
    Ballot,
    FormKind,
    InvitationState,
    RoundState,
    SurveyForm,
    SurveyInvitation,
    SurveyRound,
    SurveyStratum,
    SurveyTally,
    SurveyTarget,
)
from motcua.reform.surveys.services.counting import with_review


@dataclass(frozen=True, kw_only=True)
class Result:
    """Counted answers about one agency and what they say."""

    target: SurveyTarget
    tally: SurveyTally
    form: Form

    @property
    def is_shown(self) -> bool:
        """Enough people answered for the figures to be shown to anybody."""
        counted = self.whole.n if self.is_weighted else self.tally.respondents
        return counted >= self.target.round.minimum

    @property
    def is_weighted(self) -> bool:
        """Strata count by their population; ratings by options never do, their criteria score the plain counts."""
        return self.target.round.weighted and self.form.kind != FormKind.OPTION

    @property
    def outside(self) -> int:
        """Counted answers that are not in the figure: of no stratum where strata are weighted."""
        return self.tally.respondents - self.whole.n

    @cached_property
    def counts(self) -> Counts:
        return read_counts(self.tally.counts)

    @cached_property
    def whole(self) -> Whole:
        """Without what was left out."""
        return self._whole(self.tally.counts)

    @cached_property
    def whole_of_all(self) -> Whole:
        """With every ballot that came in."""
        return self._whole(self.tally.all_counts)

    @cached_property
    def factors(self) -> list[Part]:
        return parts_by_factor(form=self.form, counts=self.counts)

    @cached_property
    def items(self) -> list[Part]:
        return parts_by_item(form=self.form, counts=self.counts)

    def by_method(self, method: Method) -> Whole:
        """The same answers by another method of the satisfaction index."""
        return self._whole(self.tally.counts, method)

    def _whole(self, stored: dict[str, object], method: Method | None = None) -> Whole:
        current = self.target.round
        strata, populations = _layers(stored, self.target) if self.is_weighted else ({}, {})
        return whole(
            form=self.form,
            counts=read_counts(stored),
            method=method or Method(current.method),
            strata=strata,
            populations=populations,
        )


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One stratum as it may be shown: ``figure`` None where nobody answered.

    Strata that may not be shown stand together as one layer of several ``strata``, so that nobody reckons them apart.
    """

    strata: Sequence[SurveyStratum]
    invited: int
    answered: int
    unreachable: int
    figure: Whole | None


def get_round_for(*, staff: StaffContext, uuid: UUID) -> SurveyRound:
    """Raises ``SurveyRound.DoesNotExist`` for whoever may not know of it."""
    return policies.visible_rounds(staff).select_related("form").get(uuid=uuid)


def get_handled_target(*, staff: StaffContext, uuid: UUID) -> SurveyTarget:
    """A rated agency whose contacts and ballots this person handles. Raises ``SurveyTarget.DoesNotExist``."""
    return policies.handled_targets(staff).select_related("round__form", "agency").get(uuid=uuid)


def get_interviewed_target(*, staff: StaffContext, uuid: UUID) -> SurveyTarget:
    """A rated agency about which this person may ask. Raises ``SurveyTarget.DoesNotExist``."""
    return policies.interviewed_targets(staff).select_related("round__form", "agency").get(uuid=uuid)


def get_result_for(*, staff: StaffContext, uuid: UUID) -> Result:
    """Counted results of one agency. Raises ``SurveyTarget.DoesNotExist`` for whoever may not read them."""
    target = policies.visible_results(staff).select_related("round__form", "agency", "tally").get(uuid=uuid)
    return _result(target)


def list_results(*, staff: StaffContext, round_id: int) -> list[Result]:
    """Results of a round that this person may read, in the order of the agencies' names."""
    return _results(policies.visible_results(staff).filter(round_id=round_id).order_by("agency__name_vi"))


def list_published(*, year: int, form_key: str | None = None) -> list[Result]:
    """Results of every published round of a year, by agency code; of one form when it is named.

    Whoever reads figures of the index reads them for everybody, the rated agency too, which sees nothing before.
    """
    published = SurveyTarget.objects.filter(round__year=year, round__state=RoundState.PUBLISHED)
    if form_key is not None:
        published = published.filter(round__form_key=form_key)
    return _results(published.order_by("agency__code", "round__form_key"))


def list_unpublished(*, year: int) -> list[SurveyRound]:
    """Rounds of a year that were begun and are not published yet, in the order of their last days."""
    begun = SurveyRound.objects.filter(year=year, state__in=(RoundState.OPEN, RoundState.CLOSED))
    return list(begun.order_by("closes_on", "pk"))


def list_begun(*, year: int, form_key: str) -> list[SurveyRound]:
    """The round of a form in a year as soon as people are asked, published or not; at most one."""
    rounds = SurveyRound.objects.filter(year=year, form_key=form_key)
    return list(rounds.exclude(state=RoundState.PLANNED))


def list_forms() -> QuerySet[SurveyForm]:
    """Published versions, the newest of each form first."""
    return SurveyForm.objects.order_by("key", "-version")


def list_layers(*, result: Result) -> list[Layer]:
    """Strata of an agency with their response: those that may be shown beside the whole, the others as one."""
    target = result.target
    counts = {key: read_counts(part) for key, part in result.tally.counts["strata"].items()}
    response = response_by_stratum(target_ids=[target.pk])
    strata = list(target.strata.order_by("pk"))
    shown, answered = _shown(result, counts), {key for key, part in counts.items() if part.n}
    hidden = [row for row in strata if str(row.pk) in answered - shown]
    layers = [_layer(result, [row], counts, response) for row in strata if row not in hidden]
    return [*layers, _layer(result, hidden, {}, response)] if hidden else layers


def _shown(result: Result, counts: Mapping[str, Counts]) -> frozenset[str]:
    if not result.is_shown:
        return frozenset()
    minimum, respondents = result.target.round.minimum, {key: part.n for key, part in counts.items()}
    weighted = shown_weighted(respondents=respondents, minimum=minimum) if result.is_weighted else None
    # The sum of all answers is public with the whole: what has no stratum is one more hidden part.
    respondents[""] = result.tally.respondents - sum(respondents.values())
    shown = shown_parts(respondents=respondents, minimum=minimum)
    return shown if weighted is None else shown & weighted


def response_by_stratum(*, target_ids: Iterable[int]) -> dict[int | None, dict[str, int]]:
    """Invitations by stratum and state; ``invited`` counts them all."""
    rows = SurveyInvitation.objects.filter(target_id__in=list(target_ids))
    return {
        row.pop("stratum_id"): row
        for row in rows.values("stratum_id").annotate(**_STATES).order_by("stratum_id")
    }


def response_by_target(*, round_id: int) -> dict[int, dict[str, int]]:
    """Invitations of every rated agency of a round, by state."""
    rows = SurveyInvitation.objects.filter(target__round_id=round_id)
    return {
        row.pop("target_id"): row
        for row in rows.values("target_id").annotate(**_STATES).order_by("target_id")
    }


def list_doubtful(*, target: SurveyTarget) -> QuerySet[Any]:
    """Ballots with a flag or a judgement, in an order that tells nothing about when they came."""
    ballots = with_review(Ballot.objects.filter(target=target))
    return (
        ballots.filter(~Q(flags=[]) | Q(left_out__isnull=False))
        .prefetch_related("reviews__by")
        .order_by("id")
    )


_STATES = {
    "invited": Count("pk"),
    "answered": Count("pk", filter=Q(state=InvitationState.ANSWERED)),
    "unreachable": Count("pk", filter=Q(state=InvitationState.UNREACHABLE)),
    "waiting": Count("pk", filter=Q(state=InvitationState.WAITING)),
}


def _results(targets: QuerySet[SurveyTarget]) -> list[Result]:
    rows = targets.select_related("round__form", "agency", "tally").prefetch_related("strata")
    forms: dict[int, Form] = {}
    found = []
    for target in rows:
        version = target.round.form
        form = forms.setdefault(version.pk, read_form(version.definition))
        found.append(Result(target=target, tally=target.tally, form=form))
    return found


def _result(target: SurveyTarget) -> Result:
    return Result(target=target, tally=target.tally, form=read_form(target.round.form.definition))


def _layers(stored: dict[str, object], target: SurveyTarget) -> tuple[dict[str, Counts], dict[str, int]]:
    strata = stored["strata"]
    assert isinstance(strata, dict)
    counts = {key: read_counts(part) for key, part in strata.items()}
    return counts, {str(row.pk): row.population for row in target.strata.all()}


def _layer(
    result: Result,
    strata: Sequence[SurveyStratum],
    counts: Mapping[str, Counts],
    response: Mapping[int | None, Mapping[str, int]],
) -> Layer:
    own = counts.get(str(strata[0].pk))
    method = Method(result.target.round.method)
    return Layer(
        strata=strata,
        invited=sum(response.get(row.pk, {}).get("invited", 0) for row in strata),
        answered=sum(response.get(row.pk, {}).get("answered", 0) for row in strata),
        unreachable=sum(response.get(row.pk, {}).get("unreachable", 0) for row in strata),
        figure=whole(form=result.form, counts=own, method=method) if own else None,
    )
