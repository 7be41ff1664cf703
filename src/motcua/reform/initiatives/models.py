"""Rows of ``initiatives`` (sáng kiến): registered by officers, scored by councils, recognised by decision."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class Area(models.TextChoices):
    """Contents of the reform programme (Resolution 76/NQ-CP of 2021)."""

    DIRECTION = "direction", _("Direction of the reform")
    INSTITUTIONS = "institutions", _("Institutions")
    PROCEDURES = "procedures", _("Administrative procedures")
    ORGANISATION = "organisation", pgettext_lazy("area of the reform", "Organisation")
    SERVICE = "service", _("Civil service")
    FINANCE = "finance", _("Public finance")
    DIGITAL = "digital", _("E-government and digital government")


class Level(models.TextChoices):
    """Scope of influence: cơ sở, cấp tỉnh, toàn quốc (Decree 98/2023/NĐ-CP)."""

    UNIT = "unit", _("Agency level")
    PROVINCE = "province", _("Provincial level")
    NATIONAL = "national", _("National level")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for the formal check")
    RETURNED = "returned", _("Returned to the authors")
    ACCEPTED = "accepted", _("Accepted")
    SCORING = "scoring", _("Before the council")
    PROPOSED = "proposed", _("Waiting for the decision")
    RECOGNISED = "recognised", _("Recognised")
    NOT_RECOGNISED = "not_recognised", _("Not recognised")
    WITHDRAWN = "withdrawn", pgettext_lazy("initiative", "Withdrawn")


class Initiative(models.Model):
    """One initiative (sáng kiến) of an agency's officers (Decree 13/2012/NĐ-CP).

    ``state`` is that of its newest review; ``normal_text`` are its words for the search for duplicates.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    area = models.CharField(max_length=20, choices=Area.choices)
    problem = models.TextField(blank=True)
    solution = models.TextField(blank=True)
    first_applied_on = models.DateField(null=True, blank=True)
    units_applying = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
    saved_hours = models.PositiveIntegerField(null=True, blank=True, help_text="working hours a year")
    saved_vnd = models.PositiveBigIntegerField(null=True, blank=True, help_text="VND a year")
    prior_recognition = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    normal_title = models.CharField(max_length=400, blank=True)
    normal_text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(max_length=1000, blank=True, help_text="why it was returned or withdrawn")
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="year of submission")
    checked_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_initiative"
        indexes = [
            models.Index(fields=["agency", "year", "state"], name="reform_initiative_by_agency"),
            GinIndex(OpClass(F("normal_text"), name="gin_trgm_ops"), name="reform_initiative_text"),
            GinIndex(OpClass(F("normal_title"), name="gin_trgm_ops"), name="reform_initiative_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(submitted_at__isnull=False) | Q(state=State.WITHDRAWN),
                name="reform_initiative_submitted",
            )
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeAuthor(models.Model):
    """An author (tác giả, đồng tác giả) with the share in percent; ``user`` when it is an officer's account."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="authors")
    order = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    full_name = models.CharField(max_length=200)
    workplace = models.CharField(max_length=200, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=2)
    is_namesake = models.BooleanField(
        default=False, help_text="from outside, and another person than the officer of the same name"
    )

    class Meta:
        db_table = "reform_initiative_author"
        constraints = [
            models.UniqueConstraint(fields=["initiative", "order"], name="reform_author_order_once"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=100), name="reform_author_share"),
        ]


class InitiativeAnnex(models.Model):
    """A paper that shows problem, solution or benefit."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="annexes")
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "reform_initiative_annex"


class CouncilState(models.TextChoices):
    DRAFT = "draft", _("Waiting for its decision")
    SITTING = "sitting", _("Sitting")
    ENDED = "ended", _("Ended")


class InitiativeCouncil(models.Model):
    """A council (hội đồng sáng kiến) of 5 to 9 members, set up by decision for a year and a level."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=CouncilState.choices, default=CouncilState.DRAFT)
    decision = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "reform_initiative_council"


class MemberRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")


class InitiativeCouncilMember(models.Model):
    """A member of a council. Who is an author of an initiative never scores it."""

    council = models.ForeignKey(InitiativeCouncil, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)

    class Meta:
        db_table = "reform_initiative_council_member"
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="reform_council_member_once"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(role=MemberRole.CHAIR), name="reform_council_one_chair"
            ),
        ]


class ReviewState(models.TextChoices):
    SCORING = "scoring", _("Being scored")
    PASSED = "passed", _("Proposed for recognition")
    FAILED = "failed", _("Below the thresholds")
    RECOGNISED = "recognised", _("Recognised")


class InitiativeReview(models.Model):
    """One initiative before one council: secret sheets while it is scored, then the result.

    ``result`` holds exact fractions as text: ``{"mean": "221/3", "means": {…}, "ballots": 3, "entitled": 5}``.
    At national level there is no council: the decision comes from outside (``outside_number``).
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="reviews")
    level = models.CharField(max_length=10, choices=Level.choices)
    council = models.ForeignKey(
        InitiativeCouncil, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.SCORING)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.JSONField(default=dict)
    decision = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outside_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    certificate = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_initiative_review"
        indexes = [models.Index(fields=["level", "decided_on"], name="reform_review_by_decision")]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "level"], name="reform_review_once_a_level"),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RECOGNISED) | Q(decided_on__isnull=False),
                name="reform_review_decided",
            ),
        ]


class InitiativeBallot(models.Model):
    """The secret score sheet (phiếu chấm) of one member: read by that member alone, counted at closing."""

    review = models.ForeignKey(InitiativeReview, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(InitiativeCouncilMember, on_delete=models.PROTECT, related_name="ballots")
    novelty = models.DecimalField(max_digits=5, decimal_places=2)
    benefit = models.DecimalField(max_digits=5, decimal_places=2)
    replicability = models.DecimalField(max_digits=5, decimal_places=2)
    dossier = models.DecimalField(max_digits=5, decimal_places=2)
    remark = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        db_table = "reform_initiative_ballot"
        constraints = [
            models.UniqueConstraint(fields=["review", "member"], name="reform_ballot_once_a_member")
        ]


class InitiativeReplication(models.Model):
    """Where a recognised initiative is applied besides (nhân rộng)."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="replications")
    place = models.CharField(max_length=200)
    applied_on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reform_initiative_replication"
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "place", "applied_on"], name="reform_replication_once"
            )
        ]


class InitiativeTarget(models.Model):
    """How many initiatives an agency is to have recognised in a year, by the plan of the province."""

    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)
    set_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        db_table = "reform_initiative_target"
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="reform_target_once_a_year")]
