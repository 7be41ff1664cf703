"""Internal processes as BPMN, and the open tasks projected into rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.platform.ids import new_uuid


class ProcessVersion(models.Model):
    """One immutable version of an internal process (quy trình nội bộ) as BPMN 2.0."""

    key = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    bpmn = models.TextField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_process_version"
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="process_version_once")]


class ProcessInstance(models.Model):
    """The running process of one dossier: the engine's saved state."""

    dossier = models.OneToOneField("onestop.Dossier", on_delete=models.PROTECT, related_name="process")
    version = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="+")
    state = models.JSONField()
    is_finished = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_process_instance"


class WorkItemState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    RETURNED = "returned", _("Sent back")
    CANCELLED = "cancelled", _("Cancelled")


class WorkItem(models.Model):
    """One human step of one dossier: a row of the worklist while open, of form 06 when done."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="work_items")
    task_id = models.UUIDField(help_text="task of the process engine")
    step_key = models.CharField(max_length=60)
    step_kind = models.CharField(max_length=20, default="review", help_text="receive, assign, draft, council, review, sign, verify, issue, return")
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=WorkItemState.choices, default=WorkItemState.OPEN)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    target_at = models.DateTimeField(null=True, blank=True, help_text="internal target of the step")
    dossier_due_at = models.DateTimeField(null=True, blank=True, help_text="copy of the dossier's due moment for sorting")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=30, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        db_table = "onestop_work_item"
        constraints = [models.UniqueConstraint(fields=["dossier", "task_id"], name="work_item_per_task")]
        indexes = [
            models.Index(fields=["assignee", "dossier_due_at"], condition=Q(state="open"), name="work_of_person"),
            models.Index(
                fields=["agency", "unit", "role", "dossier_due_at"], condition=Q(state="open"), name="work_of_unit"
            ),
        ]


class Comment(models.Model):
    """A colleague's remark on a dossier, seen by staff only."""

    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        db_table = "onestop_comment"
