"""Rows of ``plan``: the yearly reform plan of an agency, its tasks, and what was said and shown about each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a plan", "Being drafted")
    SIGNING = "signing", _("With the leader for signature")
    ISSUED = "issued", pgettext_lazy("state of a plan", "Issued")
    CLOSED = "closed", pgettext_lazy("state of a plan", "Closed")


class DateBasis(models.TextChoices):
    """What the date of a plan rests on; one that no person but the typist has confirmed counts for nothing."""

    PAPER = "paper", _("signed in this system")
    SIGNATURE = "signature", _("time stamp of the document's own signature")
    KEPT = "kept", _("taken over from another system")
    CONFIRMED = "confirmed", _("confirmed by the leader")
    TYPED = "typed", _("not confirmed")


class TaskSource(models.TextChoices):
    """Where a task comes from; those of the province are judged by a criterion of their own."""

    PLAN = "plan", _("Yearly plan")
    DIRECTION = "direction", _("Leader's direction")
    MEETING = "meeting", _("Meeting conclusion")
    PROVINCE = "province", _("Assignment by the province")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a task", "Open")
    REPORTED = "reported", _("Reported done")
    DONE = "done", _("Confirmed done")
    RETURNED = "returned", _("Returned to be completed")
    CANCELLED = "cancelled", pgettext_lazy("state of a task", "Cancelled")


LIVE_PLANS = (PlanState.ISSUED, PlanState.CLOSED)
# A time stamp on the file is a hint: any document that the agency sealed that day bears one.
PROVEN_DATES = (DateBasis.PAPER, DateBasis.KEPT, DateBasis.CONFIRMED)
WORKING_STATES = (TaskState.OPEN, TaskState.RETURNED)


class ReformPlan(models.Model):
    """The yearly reform plan (kế hoạch cải cách hành chính năm) of one agency.

    ``issued_on`` is the date of the signed paper and decides whether the plan was issued on time; ``date_basis`` says
    what it rests on. A plan signed outside the system has a ``document_number`` and a ``file`` instead of a ``paper``,
    and ``noted_by`` who typed them.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    introduction = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    issued_on = models.DateField(null=True, blank=True)
    date_basis = models.CharField(max_length=10, choices=DateBasis.choices, blank=True)
    noted_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    document_number = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_plan"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="reform_one_plan_per_year"),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE_PLANS) | Q(issued_on__isnull=False),
                name="reform_issued_plan_has_date",
            ),
        ]

    @property
    def is_live(self) -> bool:
        """Whether its tasks are owed."""
        return self.state in LIVE_PLANS

    @property
    def has_proven_date(self) -> bool:
        """Whether ``issued_on`` may be counted."""
        return self.date_basis in PROVEN_DATES


class PlanTask(models.Model):
    """One task (nhiệm vụ): of the plan, or given by a leader, a meeting or the province beside it.

    ``due_on`` is the date that judgements use; ``target_on`` a later date agreed too late to count. Former days are not
    lost: ``first_due_on`` keeps the first one, and each extension is a :class:`TaskNote` with the old and the new day.
    ``source_id`` names the thing in another room that made the task, once.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(
        ReformPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(help_text="running number within agency and year")
    source = models.CharField(max_length=12, choices=TaskSource.choices, default=TaskSource.PLAN)
    source_id = models.CharField(max_length=120, blank=True)
    source_label = models.CharField(max_length=300, blank=True)
    area = models.CharField(max_length=20)
    text = models.TextField()
    product = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey(
        "identity.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_due_on = models.DateField()
    due_on = models.DateField()
    target_on = models.DateField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    reported_on = models.DateField(null=True, blank=True)
    reported_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.TextField(blank=True, help_text="product reached, as last reported")
    done_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_plan_task"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "number"], name="reform_task_number_per_agency_and_year"
            ),
            models.UniqueConstraint(
                fields=["agency", "source", "source_id"],
                condition=~Q(source_id=""),
                name="reform_one_task_per_source",
            ),
            models.CheckConstraint(
                condition=Q(source=TaskSource.PLAN, plan__isnull=False)
                | ~Q(source=TaskSource.PLAN) & Q(plan__isnull=True),
                name="reform_task_of_plan_has_plan",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.DONE) | Q(done_on__isnull=False), name="reform_done_task_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "year", "due_on"], name="reform_task_by_agency_and_due"),
            models.Index(
                fields=["person", "due_on"],
                condition=Q(state__in=WORKING_STATES),
                name="reform_open_task_by_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class NoteKind(models.TextChoices):
    ADDED = "added", _("Task given")
    CHANGED = "changed", _("Task changed")
    PROGRESS = "progress", _("Progress noted")
    REPORTED = "reported", _("Reported done")
    CONFIRMED = "confirmed", _("Confirmed done")
    RETURNED = "returned", _("Returned to be completed")
    EXTENDED = "extended", _("New due date")
    ASSIGNED = "assigned", _("Given to another person")
    CANCELLED = "cancelled", pgettext_lazy("event of a task", "Cancelled")


class TaskNote(models.Model):
    """What happened to a task or was said about it; added, never changed or removed."""

    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    author = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "reform_plan_task_note"
        indexes = [models.Index(fields=["task", "id"], name="reform_note_by_task")]


class TaskEvidence(models.Model):
    """A file that shows what a task has brought; it stays once a report rests on it."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "reform_plan_task_evidence"


class ReminderStage(models.TextChoices):
    BEFORE = "before", _("Before the due date")
    LATE_PERSON = "late_person", _("Late: to the person in charge")
    LATE_HEAD = "late_head", _("Late: to the head of the unit")
    LATE_LEADER = "late_leader", _("Late: to the leader")


class TaskReminder(models.Model):
    """Proof that one step of the escalation has been taken for one due date of a task."""

    task = models.ForeignKey(PlanTask, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField(max_length=12, choices=ReminderStage.choices)
    due_on = models.DateField()
    sent_at = models.DateTimeField()
    recipients = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "reform_plan_task_reminder"
        constraints = [
            models.UniqueConstraint(fields=["task", "stage", "due_on"], name="reform_reminded_once")
        ]
