"""Internal processes as BPMN, and the open tasks projected into rows."""

from django.db import models
from django.db.models import F, Q
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


class StepKind(models.TextChoices):
    RECEIVE = "receive", _("Receive")
    ASSIGN = "assign", _("Assign")
    DRAFT = "draft", _("Appraise and draft")
    COUNCIL = "council", _("Council")
    REVIEW = "review", _("Review")
    SIGN = "sign", _("Sign")
    VERIFY = "verify", _("Verify")
    ISSUE = "issue", _("Number, seal and issue")
    RETURN = "return", _("Return the result")


class WorkItemState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    RETURNED = "returned", _("Sent back")
    CANCELLED = "cancelled", _("Cancelled")


# Nobody has the step, or somebody else than the one who looks after the dossier.
WITH_ANOTHER = Q(assignee__isnull=True) | ~Q(assignee=F("handler"))


class WorkItem(models.Model):
    """One human step of one dossier: a row of the worklist while open, of form 06 when done."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="work_items")
    task_id = models.UUIDField(help_text="task of the process engine")
    step_key = models.CharField(max_length=60)
    step_kind = models.CharField(max_length=20, choices=StepKind.choices, default=StepKind.REVIEW)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    role = models.CharField(max_length=20)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # People are looked up among open steps only, by the indexes below: one over all years would be read instead.
    assignee = models.ForeignKey(
        "identity.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    handler = models.ForeignKey(
        "identity.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        help_text="specialist who looks after the dossier while others have it",
    )
    opened_by = models.ForeignKey(
        "identity.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        help_text="who handed the dossier over",
    )
    state = models.CharField(max_length=10, choices=WorkItemState.choices, default=WorkItemState.OPEN)
    opened_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    target_at = models.DateTimeField(null=True, blank=True, help_text="internal target of the step")
    dossier_due_at = models.DateTimeField(
        null=True, blank=True, help_text="copy of the dossier's due moment for sorting"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=30, blank=True)
    comment = models.TextField(blank=True)
    data = models.JSONField(default=dict, help_text="checklist and decision of the appraisal")
    pending = models.CharField(max_length=30, blank=True, help_text="outcome that waits for a signature")

    class Meta:
        db_table = "onestop_work_item"
        constraints = [
            # A step that is done again after a return keeps its task in the engine, so only open rows are
            # unique.
            models.UniqueConstraint(
                fields=["dossier", "task_id"], condition=Q(state="open"), name="open_work_item_per_task"
            )
        ]
        indexes = [
            # A page of a desk's list is read in its order and counted without a look at the rows.
            models.Index(
                fields=["assignee", "dossier_due_at", "id"],
                include=["dossier"],
                condition=Q(state="open"),
                name="work_of_desk",
            ),
            # Most steps lie with the one who looks after the dossier: the others are few.
            models.Index(
                fields=["handler", "dossier_due_at"],
                condition=Q(state="open") & WITH_ANOTHER,
                name="work_with_others",
            ),
            models.Index(
                fields=["opened_by", "dossier_due_at"], condition=Q(state="open"), name="work_handed_over"
            ),
            models.Index(fields=["dossier", "opened_at"], name="work_of_dossier"),
            # So are the steps of a unit, whose number grows with the house.
            models.Index(
                fields=["agency", "unit", "role", "dossier_due_at"],
                include=["id"],
                condition=Q(state="open"),
                name="work_of_unit",
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
