"""Rows of ``season``: the yearly round, its scorecards, points and figures."""

from typing import Any

from django.db import models

from motcua.platform.ids import new_uuid
from motcua.reform.season.choices import CardState, Column, State
from motcua.reform.season.fields import FractionField


def agency_key() -> Any:
    return models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")


def person_key(**kwargs: Any) -> Any:
    return models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+", **kwargs)


class Season(models.Model):
    """The round in which the agencies' reform of one year is rated (vòng đánh giá, chấm điểm CCHC của năm).

    ``standing_body`` is the agency that runs it (cơ quan thường trực); figures are frozen at the cut-off.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(unique=True)
    edition = models.ForeignKey("reform.IndexEdition", on_delete=models.PROTECT, related_name="+")
    standing_body = agency_key()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    made_by = person_key(null=True, blank=True)
    made_at = models.DateTimeField()
    state_since = models.DateTimeField()
    compute_asked_at = models.DateTimeField(null=True, blank=True)
    compute_done = models.PositiveSmallIntegerField(default=0, help_text="indicators asked so far")
    compute_total = models.PositiveSmallIntegerField(default=0, help_text="indicators to ask")
    computed_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    snapshot_uuid = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "reform_season"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(snapshot_uuid__isnull=False),
                name="season_published_with_snapshot",
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class SeasonDate(models.Model):
    """The last day of one step (thời hạn), as a dated row: what it rests on, and whether that is our own choice."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="dates")
    step = models.CharField(max_length=20)
    due_on = models.DateField()
    source = models.CharField(max_length=300, blank=True)
    is_choice = models.BooleanField(default=True, help_text="no provision sets this day")
    set_by = person_key(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "reform_season_date"
        constraints = [models.UniqueConstraint(fields=["season", "step"], name="season_date_once")]


class Scorecard(models.Model):
    """One agency's card in a season (bảng tự đánh giá, chấm điểm); its head signs and so submits it.

    Where nobody signed in time the standing body lets it go on without self-assessment, with ``passed_reason``.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="scorecards")
    agency = agency_key()
    block = models.CharField(max_length=40, blank=True, help_text="peer block of the edition")
    state = models.CharField(max_length=12, choices=CardState.choices, default=CardState.DRAFT)
    submitted_by = person_key(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passed_by = person_key(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    passed_reason = models.CharField(max_length=500, blank=True)
    no_appeal_by = person_key(null=True, blank=True)
    no_appeal_at = models.DateTimeField(
        null=True, blank=True, help_text="declared that it has no further appeal"
    )

    class Meta:
        db_table = "reform_scorecard"
        constraints = [
            models.UniqueConstraint(fields=["season", "agency"], name="scorecard_once"),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(submitted_at__isnull=False),
                name="scorecard_submitted_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="unassessed")
                | models.Q(passed_at__isnull=False) & ~models.Q(passed_reason=""),
                name="scorecard_passed_why",
            ),
        ]

    @property
    def is_draft(self) -> bool:
        return self.state == CardState.DRAFT

    @property
    def is_unassessed(self) -> bool:
        return self.state == CardState.UNASSESSED


class ScoreEntry(models.Model):
    """Points of one criterion in one column as of a moment; never changed, the newest counts.

    ``points`` None means not applicable; ``inputs`` are the figures behind them, as documents write them. An entry
    counts for the edition it was made under.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="entries")
    edition = models.ForeignKey("reform.IndexEdition", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=12, choices=Column.choices)
    points = FractionField(null=True, blank=True)
    inputs = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=30, blank=True)
    by = person_key(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_score_entry"
        indexes = [
            models.Index(fields=["scorecard", "column", "code", "-id"], name="score_entry_newest"),
        ]


class ExtraEntry(models.Model):
    """Cases of a bonus, a penalty or a fact that lowers the class, as of a moment; the newest of a code counts."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="extras")
    code = models.CharField(max_length=40)
    cases = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = person_key(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_extra_entry"
        indexes = [models.Index(fields=["scorecard", "code", "-id"], name="extra_entry_newest")]


class KeptEffect(models.Model):
    """What a shortcoming of an inspection takes from a criterion, as it stood when the round closed.

    From then on remedies and new inspections change nothing of the round; a decision can.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="effects")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, help_text="reduce or veto")
    points = FractionField(help_text="taken off; 0 for a veto")
    shortcoming = models.UUIDField()

    class Meta:
        db_table = "reform_kept_effect"
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "code", "shortcoming"], name="kept_effect_once")
        ]


class MetricValue(models.Model):
    """An indicator's figure of one agency in a season; with the cut-off its records are kept and nothing moves."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="metrics")
    agency = agency_key()
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True, blank=True)
    is_frozen = models.BooleanField(default=False)
    records = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_metric_value"
        constraints = [models.UniqueConstraint(fields=["season", "agency", "key"], name="metric_value_once")]


class CriterionAssignment(models.Model):
    """Which unit of the agency drafts a criterion (đơn vị chủ trì tự chấm)."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="assignments")
    code = models.CharField(max_length=40)
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reform_criterion_assignment"
        constraints = [models.UniqueConstraint(fields=["scorecard", "code"], name="assignment_once")]


class SeasonReminder(models.Model):
    """That the people who owed something for a step were reminded at a stage; once for each last day."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20)
    due_on = models.DateField()
    after_working_days = models.SmallIntegerField(help_text="from the last day; negative before it")
    sent_at = models.DateTimeField()
    recipients = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "reform_season_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["season", "step", "due_on", "after_working_days"], name="season_reminder_once"
            )
        ]
