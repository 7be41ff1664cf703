"""Rows of shortcomings: the written request, remedies, verifications, extensions, reminders."""

from django.db import models
from django.db.models import Q

from motcua.platform.ids import new_uuid
from motcua.reform.inspections.choices import Addressed, EffectKind, Outcome, Remedying, Scope, Severity


class RemedyNotice(models.Model):
    """The written request to remedy (văn bản yêu cầu khắc phục): one for each agency or unit, numbered and signed."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    inspection = models.ForeignKey(
        "reform.Inspection", null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    recipient_agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    recipient_unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(
        "reform.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_remedy_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "recipient_agency", "recipient_unit"],
                condition=Q(inspection__isnull=False),
                nulls_distinct=False,
                name="reform_one_notice_per_unit",
            )
        ]


class Shortcoming(models.Model):
    """A shortcoming (tồn tại, hạn chế) with the agency or unit that must remedy it, and its deadline.

    ``due_on`` is the deadline in force: with the extensions that count, and later the one a verification has set for
    what remains. Former ones are not lost: ``deadline`` keeps the first, a granted :class:`RemedyExtension` the day it
    led to and a :class:`RemedyVerification` the next one. ``origin`` names the appraisal correction it was made of;
    without one it comes from an inspection.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    inspection = models.ForeignKey(
        "reform.Inspection", null=True, blank=True, on_delete=models.PROTECT, related_name="shortcomings"
    )
    origin = models.CharField(max_length=120, blank=True)
    ordinal = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=200)
    criterion = models.CharField(max_length=40, blank=True, help_text="code of the criterion in the edition")
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.MINOR)
    description = models.TextField()
    legal_basis = models.CharField(max_length=500, blank=True)
    owner_agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deadline = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=Remedying.choices, default=Remedying.DRAFT)
    effect = models.CharField(max_length=10, choices=EffectKind.choices, default=EffectKind.NONE)
    effect_points = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    effect_year = models.PositiveSmallIntegerField()
    effect_until_closed = models.BooleanField(
        default=False, help_text="a remedy that is closed lifts the effect"
    )
    notice = models.ForeignKey(
        RemedyNotice, null=True, blank=True, on_delete=models.PROTECT, related_name="shortcomings"
    )
    found_on = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reform_shortcoming"
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=~Q(origin=""), name="reform_shortcoming_once_per_correction"
            ),
            models.CheckConstraint(
                condition=~Q(effect=EffectKind.REDUCE) | Q(effect_points__gt=0),
                name="reform_reduction_has_points",
            ),
        ]
        indexes = [
            models.Index(fields=["owner_agency", "due_on"], name="reform_shortcoming_owner"),
            models.Index(fields=["agency", "state", "due_on"], name="reform_shortcoming_waiting"),
        ]


class RemedyExtension(models.Model):
    """More time asked for, and the answer. It counts only when granted before the deadline."""

    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "reform_deadline_extension"
        constraints = [
            models.UniqueConstraint(
                fields=["shortcoming"], condition=Q(granted__isnull=True), name="reform_one_open_extension"
            )
        ]


class Remedy(models.Model):
    """A report of the remedy of one shortcoming (báo cáo khắc phục), with evidence or an explanation why there is none.

    ``remedied_on`` is the day that the report names; what counts is said at ``RemedyVerification``.
    """

    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.PROTECT, related_name="remedies")
    ordinal = models.PositiveSmallIntegerField()
    action = models.TextField()
    remedied_on = models.DateField()
    explanation = models.TextField(blank=True, help_text="why there is no evidence")
    rest_plan = models.TextField(blank=True)
    rest_by = models.DateField(null=True, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reform_remedy"
        constraints = [
            models.UniqueConstraint(fields=["shortcoming", "ordinal"], name="reform_remedy_ordinal")
        ]


class RemedyVerification(models.Model):
    """What the inspectors say of a remedy (xác nhận, phúc tra), or why they take up a closed shortcoming again.

    A closed remedy counts as of the day of its report, or of ``remedied_on`` where the verification confirms another.
    ``next_deadline`` is until when the rest is to be done; the first deadline and its rate stay.
    """

    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.PROTECT, related_name="verifications")
    remedy = models.ForeignKey(
        Remedy, null=True, blank=True, on_delete=models.PROTECT, related_name="verifications"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    on_site = models.BooleanField(default=False, help_text="seen in a re-inspection, not on paper alone")
    remedied_on = models.DateField(null=True, blank=True)
    next_deadline = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    verified_at = models.DateTimeField()
    verified_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reform_verification"


class RemedyReminder(models.Model):
    """Reminder number n of an overdue shortcoming (đôn đốc, nhắc lần n)."""

    shortcoming = models.ForeignKey(Shortcoming, on_delete=models.CASCADE, related_name="reminders")
    ordinal = models.PositiveSmallIntegerField()
    due_on = models.DateField(help_text="the deadline that had passed")
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "reform_reminder"
        constraints = [
            models.UniqueConstraint(fields=["shortcoming", "ordinal"], name="reform_reminder_ordinal")
        ]


class RemedyLetter(models.Model):
    """A written reminder (công văn đôn đốc) of what a notice asked for and is overdue: one a stage, by its number.

    ``ordinal`` counts those that were not dropped. From a certain one on, a report to the People's Committee with
    the same number goes along.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    notice = models.ForeignKey(RemedyNotice, on_delete=models.PROTECT, related_name="letters")
    addressed = models.CharField(max_length=10, choices=Addressed.choices)
    ordinal = models.PositiveSmallIntegerField()
    shortcomings = models.ManyToManyField(
        Shortcoming, related_name="letters", db_table="reform_remedy_letter_shortcoming"
    )
    paper = models.ForeignKey("reform.Paper", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_remedy_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "addressed", "ordinal"],
                condition=Q(dropped_at__isnull=True),
                name="reform_one_letter_a_stage",
            )
        ]
