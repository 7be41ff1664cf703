"""The catalogue: administrative procedures and their versions, each valid from a date."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from motcua.platform.history import track_rows
from motcua.platform.ids import new_uuid


class ServiceField(models.Model):
    """A field (lĩnh vực) of procedures, e.g. radiation safety."""

    code = models.CharField(max_length=60, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "onestop_service_field"

    def __str__(self) -> str:
        return self.name_vi


class ServiceLevel(models.TextChoices):
    FULL = "full", _("Full online service")
    PARTIAL = "partial", _("Partial online service")


class DateRange(Func):
    """The days a version is in force, as PostgreSQL compares them."""

    function = "DATERANGE"
    output_field = DateRangeField()


class LimitUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    HOURS = "hours", _("working hours")
    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    SAME_DAY = "same_day", _("same day")


class AfterPause(models.TextChoices):
    RESTART = "restart", _("The whole limit runs again after a supplement")
    SUBTRACT = "subtract", _("Waiting time is taken out")


class Signer(models.TextChoices):
    DEPARTMENT = "department", _("Director of the department")
    PROVINCE = "province", _("Provincial people's committee")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


@track_rows
class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính). What it demands stands in its versions."""

    key = models.SlugField(max_length=80, unique=True, help_text="permanent key of this installation")
    national_code = models.CharField(
        max_length=20, blank=True, help_text="e.g. 2.002381; empty when not confirmed"
    )
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "identity.Unit", on_delete=models.PROTECT, related_name="+", help_text="unit that processes"
    )
    field = models.ForeignKey(ServiceField, on_delete=models.PROTECT, related_name="procedures")
    is_listed = models.BooleanField(default=True, help_text="shown to the public")

    class Meta:
        db_table = "onestop_procedure"

    def __str__(self) -> str:
        return self.key


@track_rows
class ProcedureVersion(models.Model):
    """What a procedure demands from ``valid_from`` on. A dossier keeps the version it was received under.

    ``steps``: list of {role, name_vi, name_en, working_hours}. ``fee``: a fee rule, see ``rules/fees.py``.
    ``legal_bases``: list of {number, title_vi, title_en, url}. ``unverified``: names of the parts that no
    source confirms (shown to administrators); ``confirmations``: list of {part, source, by, at} that took a
    part off that list. The parts are named in ``rules/parts.py``.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day in force")
    decision_number = models.CharField(max_length=80, blank=True)
    decision_on = models.DateField(null=True, blank=True)

    name_vi = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500)
    purpose_vi = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    applicant_kinds = ArrayField(
        models.CharField(max_length=20), default=list, help_text="citizen, organisation, business"
    )
    conditions_vi = models.TextField(blank=True)
    conditions_en = models.TextField(blank=True)
    how_to_vi = models.TextField(blank=True, help_text="steps as the public reads them")
    how_to_en = models.TextField(blank=True)
    channels = ArrayField(models.CharField(max_length=20), default=list, help_text="online, counter, post")
    level = models.CharField(max_length=10, choices=ServiceLevel.choices, default=ServiceLevel.FULL)
    partial_reason_vi = models.TextField(blank=True)
    partial_reason_en = models.TextField(blank=True)
    sets = models.PositiveSmallIntegerField(default=1, help_text="number of sets of papers")

    legal_limit = models.PositiveSmallIntegerField(help_text="time limit of the law")
    committed_limit = models.PositiveSmallIntegerField(help_text="time limit the agency promises")
    limit_unit = models.CharField(max_length=15, choices=LimitUnit.choices)
    after_pause = models.CharField(max_length=10, choices=AfterPause.choices, default=AfterPause.RESTART)
    supplement_limit = models.PositiveSmallIntegerField(
        default=15, help_text="time to answer a supplement request"
    )
    supplement_unit = models.CharField(
        max_length=15, choices=LimitUnit.choices, default=LimitUnit.WORKING_DAYS
    )

    signer = models.CharField(max_length=12, choices=Signer.choices, default=Signer.DEPARTMENT)
    result_vi = models.CharField(max_length=300)
    result_en = models.CharField(max_length=300)
    result_kind = models.CharField(
        max_length=20, default="certificate", help_text="certificate, licence, decision, letter"
    )
    result_validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    fee = models.JSONField(default=dict, blank=True)
    legal_bases = models.JSONField(default=list, blank=True)
    steps = models.JSONField(default=list, blank=True)
    keywords = models.CharField(max_length=500, blank=True)
    source = models.TextField(blank=True)
    unverified = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    confirmations = models.JSONField(default=list, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    search_title = models.TextField(blank=True, help_text="names and keywords without diacritics")
    search_text = models.TextField(blank=True, help_text="the other searchable parts without diacritics")

    form = models.ForeignKey(
        "onestop.FormVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    process = models.ForeignKey(
        "onestop.ProcessVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "onestop_procedure_version"
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="version_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(state="draft"), name="one_draft_per_procedure"
            ),
            ExclusionConstraint(
                name="one_version_in_force",
                expressions=[
                    (DateRange("valid_from", "valid_to", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                    ("procedure", RangeOperators.EQUAL),
                ],
                condition=Q(state="published"),
            ),
        ]
        indexes = [
            GinIndex(fields=["search_title"], opclasses=["gin_trgm_ops"], name="version_title_trgm"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="version_search_trgm"),
        ]

    @property
    def cut_limit(self) -> int:
        """How much shorter than the law the agency promises, in the limit's unit."""
        return self.legal_limit - self.committed_limit


@track_rows
class Component(models.Model):
    """A paper of the dossier (thành phần hồ sơ) that a version asks for."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="components")
    key = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    name_vi = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500)
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    is_form = models.BooleanField(default=False, help_text="made from the e-form, nothing to upload")
    has_template = models.BooleanField(default=False, help_text="the law prescribes a form for this paper")
    is_required = models.BooleanField(default=True)
    allowed_types = ArrayField(
        models.CharField(max_length=10), default=list, help_text="pdf, jpg, png, docx, xlsx"
    )
    max_megabytes = models.PositiveSmallIntegerField(default=20)
    max_files = models.PositiveSmallIntegerField(default=5)
    condition = models.JSONField(default=dict, blank=True, help_text="shown only when these answers hold")

    class Meta:
        db_table = "onestop_component"
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="component_key_once")]
