"""Rows of ``season``: appraisal by two, appeals, and the council."""

from django.db import models

from motcua.platform.ids import new_uuid
from motcua.reform.season.choices import Answer, MotionKind, MotionState
from motcua.reform.season.fields import FractionField
from motcua.reform.season.models import Scorecard, Season, agency_key, person_key


class Appraiser(models.Model):
    """Who appraises an area of the index (người thẩm định): first or second; with ``agency`` only that one's card.

    A person for one agency stands in where the usual one would judge the own house.
    """

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="appraisers")
    area = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField(choices=[(1, "1"), (2, "2")])
    user = person_key()
    agency = models.ForeignKey(
        "identity.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named_by = person_key(null=True, blank=True)
    named_at = models.DateTimeField()

    class Meta:
        db_table = "reform_appraiser"
        constraints = [
            models.UniqueConstraint(
                fields=["season", "area", "order", "agency"], name="appraiser_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["season", "area", "user", "agency"], name="appraiser_not_both", nulls_distinct=False
            ),
        ]


class Opinion(models.Model):
    """What an appraiser holds a criterion to be worth, and why; never changed, the newest of each order counts."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="opinions")
    edition = models.ForeignKey("reform.IndexEdition", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    points = FractionField(null=True, blank=True)
    inputs = models.JSONField(default=dict, blank=True)
    accepts = models.BooleanField(
        help_text="agrees with the self-assessment (first) or with the first (second)"
    )
    reason_code = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    by = person_key()
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_opinion"
        indexes = [models.Index(fields=["scorecard", "code", "order", "-id"], name="opinion_newest")]


class Supplement(models.Model):
    """A criterion (or, without ``code``, the whole card) returned to its agency for more evidence or an explanation
    while appraising (yêu cầu bổ sung tài liệu kiểm chứng, giải trình); open until answered, or through ``until``.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="supplements")
    code = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    until = models.DateField()
    asked_by = person_key()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = person_key(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_supplement"
        indexes = [models.Index(fields=["scorecard", "code", "-id"], name="supplement_newest")]


class Appeal(models.Model):
    """An agency's explanation or appeal against an appraised score (giải trình, kiến nghị); an answer is due.

    One a criterion, and one more where other points were recognised after it was answered.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="appeals")
    code = models.CharField(max_length=40)
    text = models.TextField()
    asked_points = FractionField(null=True, blank=True)
    filed_by = person_key()
    filed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answer_text = models.TextField(blank=True)
    answered_by = person_key(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_appeal"
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "code"], condition=models.Q(answer=""), name="appeal_open_once"
            )
        ]


class CouncilMember(models.Model):
    """A member of the appraisal council (Hội đồng thẩm định) of a season, and whether present at its session."""

    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="council")
    user = person_key()
    agency = agency_key()
    is_chair = models.BooleanField(default=False)
    is_present = models.BooleanField(default=False)

    class Meta:
        db_table = "reform_council_member"
        constraints = [models.UniqueConstraint(fields=["season", "user"], name="council_member_once")]


class Motion(models.Model):
    """One open item of a scorecard that the council decides by vote.

    ``options`` are ``[{"key": …, "points": "1/2" or null, "label": …}]``; one of them is chosen.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="motions")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=MotionKind.choices)
    question = models.TextField(blank=True)
    options = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=MotionState.choices, default=MotionState.OPEN)
    chosen = models.CharField(max_length=20, blank=True)
    opened_by = person_key(null=True, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_motion"
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "code"], condition=models.Q(state="open"), name="motion_open_once"
            )
        ]


class Vote(models.Model):
    """One member's vote; cast once and for all."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="votes")
    user = person_key()
    choice = models.CharField(max_length=20, help_text="key of an option, or abstain")
    at = models.DateTimeField()

    class Meta:
        db_table = "reform_vote"
        constraints = [models.UniqueConstraint(fields=["motion", "user"], name="vote_once")]
