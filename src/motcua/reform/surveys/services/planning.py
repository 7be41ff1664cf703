"""A round before anybody is asked: planned, changed, called off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from motcua.identity.api import Agency, AgencyKind, StaffContext
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_forms import Form, read_form
from motcua.reform.surveys.models import (
    FormKind,
    FrameRow,
    RoundState,
    SurveyForm,
    SurveyInvitation,
    SurveyRound,
    SurveyStratum,
    SurveyTarget,
)
from motcua.reform.surveys.parameters import parameter
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.rounds import lock_round, note


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """What the manager decides when a round is planned."""

    year: int
    form_id: int
    name_vi: str
    name_en: str
    opens_on: date
    closes_on: date
    agency_ids: Sequence[int]
    method: Method = Method.MEAN
    weighted: bool = False


def plan_round(*, plan: RoundPlan, staff: StaffContext | None, now: datetime) -> SurveyRound:
    """A new round with its rated agencies.

    Raises :class:`RoundRefused` (``exists``, ``nobody_rated``, ``weighted_options``, ``no_overall``).
    """
    form = _form_for(plan)
    minimum = int(parameter(name="minimum_respondents", on=timezone.localdate(now)))
    current = SurveyRound(minimum=minimum, created_at=now)
    try:
        with transaction.atomic():
            _write(current, form, plan)
            _add_targets(current, plan.agency_ids, now)
            note(current, "planned", staff, now, year=plan.year, form=str(form))
    except IntegrityError as error:
        raise RoundRefused("exists") from error
    return current


def change_plan(*, round_id: int, plan: RoundPlan, staff: StaffContext | None, now: datetime) -> SurveyRound:
    """Another plan for a round that is not open yet. An agency that leaves it loses its frame.

    Raises :class:`RoundRefused` like :func:`plan_round`, and ``state``, ``past`` (its last day has passed), and
    ``agency_begun`` with ``agencies``: their people are drawn already, or cards are issued.
    """
    form = _form_for(plan)
    try:
        with transaction.atomic():
            current = _lock_planned(round_id)
            if plan.closes_on < timezone.localdate(now):
                raise RoundRefused("past")
            _remove_targets(current.targets.exclude(agency_id__in=plan.agency_ids))
            _write(current, form, plan)
            there = set(current.targets.values_list("agency_id", flat=True))
            _add_targets(current, [key for key in plan.agency_ids if key not in there], now)
            note(current, "plan_changed", staff, now, year=plan.year, form=str(form))
    except IntegrityError as error:
        raise RoundRefused("exists") from error
    return current


def call_off(*, round_id: int, staff: StaffContext | None, now: datetime) -> None:
    """A round that is not open yet is given up with all its frames and codes; the log keeps that it was there.

    Raises ``SurveyRound.DoesNotExist`` when it is gone already, and :class:`RoundRefused` (``state``).
    """
    with transaction.atomic():
        current = _lock_planned(round_id)
        note(current, "called_off", staff, now, year=current.year, form=str(current.form))
        SurveyInvitation.objects.filter(target__round=current).delete()
        _delete_targets(current.targets.all())
        current.delete()


def rated_agencies() -> list[Agency]:
    """Departments that a round can rate."""
    return list(Agency.objects.filter(kind=AgencyKind.DEPARTMENT, is_active=True).order_by("name_vi"))


def _lock_planned(round_id: int) -> SurveyRound:
    current = lock_round(round_id)
    if current.state != RoundState.PLANNED:
        raise RoundRefused("state")
    return current


def _form_for(plan: RoundPlan) -> SurveyForm:
    """The form of a plan; what it cannot be evaluated by is refused before anybody is asked."""
    if not plan.agency_ids:
        raise RoundRefused("nobody_rated")
    form = SurveyForm.objects.get(pk=plan.form_id)
    _require_fit(read_form(form.definition), plan)
    return form


def _require_fit(form: Form, plan: RoundPlan) -> None:
    if form.kind == FormKind.OPTION:
        if plan.weighted:
            raise RoundRefused("weighted_options")
    elif plan.method is Method.OVERALL_QUESTION and form.overall is None:
        raise RoundRefused("no_overall")


def _write(current: SurveyRound, form: SurveyForm, plan: RoundPlan) -> None:
    current.year, current.form, current.form_key = plan.year, form, form.key
    current.name_vi, current.name_en = plan.name_vi, plan.name_en
    current.method, current.weighted = plan.method, plan.weighted
    current.opens_on, current.closes_on = plan.opens_on, plan.closes_on
    current.save()


def _add_targets(current: SurveyRound, agency_ids: Sequence[int], now: datetime) -> None:
    error = str(parameter(name="sampling_error", on=timezone.localdate(now)))
    SurveyTarget.objects.bulk_create(
        SurveyTarget(round=current, agency_id=agency_id, error=error) for agency_id in agency_ids
    )


def _remove_targets(leaving: QuerySet[SurveyTarget]) -> None:
    begun = leaving.filter(invitations__isnull=False).distinct().select_related("agency")
    if begun:
        raise RoundRefused("agency_begun", agencies="; ".join(target.agency.name_vi for target in begun))
    _delete_targets(leaving)


def _delete_targets(targets: QuerySet[SurveyTarget]) -> None:
    keys = list(targets.values_list("pk", flat=True))
    FrameRow.objects.filter(target_id__in=keys).delete()
    SurveyStratum.objects.filter(target_id__in=keys).delete()
    SurveyTarget.objects.filter(pk__in=keys).delete()
