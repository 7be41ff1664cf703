"""Rows of inspections: plans, teams, visits, minutes, conclusions; those of shortcomings stand in ``remedy_models``."""

from django.db import models
from django.db.models import Q

from motcua.platform.ids import new_uuid
from motcua.reform.inspections.choices import Kind, Post, Result, Scope, Stage
from motcua.reform.inspections.remedy_models import (
    Remedy,
    RemedyExtension,
    RemedyLetter,
    RemedyNotice,
    RemedyReminder,
    RemedyVerification,
    Shortcoming,
)

__all__ = [
    "ActingHead",
    "Inspection",
    "InspectionChecklist",
    "InspectionConclusion",
    "InspectionEvidence",
    "InspectionFinding",
    "InspectionMinutes",
    "InspectionPlan",
    "InspectionSubject",
    "InspectionTeam",
    "Remedy",
    "RemedyExtension",
    "RemedyLetter",
    "RemedyNotice",
    "RemedyReminder",
    "RemedyVerification",
    "Shortcoming",
    "TeamMember",
]


# Ordinals from here on are no numbers: they keep a place without a gap that would tell of a surprise.
UNNUMBERED_FROM = 10_000


class InspectionPlan(models.Model):
    """The inspection plan of a year (kế hoạch kiểm tra): of the standing body, or of an agency for its own units."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    legal_basis = models.TextField(blank=True)
    contents = models.JSONField(default=list, help_text="what is inspected, one text a line")
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True, help_text="when the plan was issued")
    paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_inspection_plan"
        constraints = [
            models.UniqueConstraint(fields=["agency", "scope", "year"], name="reform_one_inspection_plan")
        ]

    def __str__(self) -> str:
        return self.title


class InspectionSubject(models.Model):
    """An agency or unit that the plan could inspect: the denominator of the share of units inspected."""

    plan = models.ForeignKey(InspectionPlan, on_delete=models.CASCADE, related_name="subjects")
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_inspection_subject"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency", "unit"], nulls_distinct=False, name="reform_subject_once"
            )
        ]


class InspectionTeam(models.Model):
    """A team and the decision that appoints it (quyết định thành lập đoàn kiểm tra)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(InspectionPlan, on_delete=models.PROTECT, related_name="teams")
    ordinal = models.PositiveSmallIntegerField()
    duties = models.TextField(blank=True)
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True, help_text="when the decision was issued")
    paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_inspection_team"
        constraints = [models.UniqueConstraint(fields=["plan", "ordinal"], name="reform_team_ordinal")]

    @property
    def is_numbered(self) -> bool:
        """A team of surprises only never gets a number."""
        return self.ordinal < UNNUMBERED_FROM


class TeamMember(models.Model):
    """One member of a team; ``agency`` is where the person serves on the day of the decision."""

    team = models.ForeignKey(InspectionTeam, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=10, choices=Post.choices, default=Post.MEMBER)

    class Meta:
        db_table = "reform_inspection_member"
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="reform_member_once"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(post=Post.HEAD), name="reform_one_head_per_team"
            ),
        ]


class ActingHead(models.Model):
    """Who heads a team (phụ trách đoàn) while its head is away or has left; rows are added, the newest one counts."""

    team = models.ForeignKey(InspectionTeam, on_delete=models.PROTECT, related_name="acting_heads")
    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    named_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        db_table = "reform_inspection_acting_head"


class InspectionChecklist(models.Model):
    """One version of the items a team goes through on site; a version in use never changes.

    ``items`` is a list of ``{code, area, criterion, text_vi, text_en, look_at_vi, look_at_en}``.
    """

    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    items = models.JSONField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "reform_inspection_checklist"
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="reform_checklist_version")]


class Inspection(models.Model):
    """The inspection of one agency or unit (cuộc kiểm tra), from the line in the plan to the conclusion.

    ``notified_at`` is when the inspected side learned of it: by the notice, or when a surprise visit began.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(InspectionPlan, on_delete=models.PROTECT, related_name="inspections")
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    ordinal = models.PositiveSmallIntegerField()
    subject_agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    subject_unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLANNED)
    contents = models.JSONField(default=list)
    planned_from = models.DateField()
    planned_to = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PLANNED)
    team = models.ForeignKey(
        InspectionTeam, null=True, blank=True, on_delete=models.PROTECT, related_name="inspections"
    )
    checklist = models.ForeignKey(
        InspectionChecklist, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visit_at = models.DateTimeField(null=True, blank=True)
    visit_place = models.CharField(max_length=300, blank=True)
    visit_reason = models.CharField(
        max_length=500, blank=True, help_text="why the visit lies outside the planned days"
    )
    to_prepare = models.TextField(blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    notice_paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    visited_at = models.DateTimeField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "reform_inspection"
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="reform_inspection_ordinal"),
            models.CheckConstraint(
                condition=Q(planned_to__gte=models.F("planned_from")), name="reform_inspection_dates"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "stage"], name="reform_inspection_organiser"),
            models.Index(fields=["subject_agency", "stage"], name="reform_inspection_by_subject"),
        ]

    @property
    def is_surprise(self) -> bool:
        return self.kind == Kind.SURPRISE

    @property
    def is_numbered(self) -> bool:
        """A surprise gets its number when it shows itself."""
        return self.ordinal < UNNUMBERED_FROM


class InspectionFinding(models.Model):
    """What the team noted on one item of the checklist."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    item = models.CharField(max_length=20, help_text="code of the item in the checklist")
    result = models.CharField(max_length=20, choices=Result.choices, blank=True)
    note = models.TextField(blank=True)
    updated_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "reform_inspection_finding"
        constraints = [models.UniqueConstraint(fields=["inspection", "item"], name="reform_finding_once")]


class InspectionMinutes(models.Model):
    """Minutes of the visit (biên bản kiểm tra), signed by the team and by the inspected side."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="minutes")
    present = models.TextField(help_text="who took part, both sides")
    findings = models.TextField()
    opinion = models.TextField(blank=True, help_text="what the inspected side says of the findings")
    signer = models.ForeignKey(
        "identity.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who signs for the inspected side; the document prints the name",
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_inspection_minutes"


class InspectionConclusion(models.Model):
    """The conclusion (kết luận kiểm tra): its draft, the answer of the inspected side, and how it was issued."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="conclusion")
    strengths = models.TextField(blank=True)
    assessment = models.TextField()
    # The last time: a draft that was taken back keeps it.
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    response = models.TextField(blank=True, help_text="how the conclusion takes the answer up")
    paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_inspection_conclusion"


class InspectionEvidence(models.Model):
    """A photo or paper of an item of the checklist, or of a remedy."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    item = models.CharField(max_length=20, blank=True)
    remedy = models.ForeignKey(
        Remedy, null=True, blank=True, on_delete=models.CASCADE, related_name="evidence"
    )
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        db_table = "reform_inspection_evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection__isnull=False, remedy__isnull=True)
                | Q(inspection__isnull=True, remedy__isnull=False),
                name="reform_evidence_of_one_thing",
            )
        ]
