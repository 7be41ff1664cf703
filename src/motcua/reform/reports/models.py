"""Rows of ``reports``: regular reports of reform, their sections, and the figures that stand linked in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class ReportKind(models.TextChoices):
    Q1 = "q1", _("First quarter")
    H1 = "h1", _("First half-year")
    M9 = "m9", _("Nine months")
    YEAR = "year", pgettext_lazy("kind of a report", "Year")


class ReportState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a report", "Being drafted")
    SUBMITTED = "submitted", _("With the leader for signature")
    SIGNED = "signed", _("Signed, to be sent")
    SENT = "sent", pgettext_lazy("state of a report", "Sent")


class RunKind(models.TextChoices):
    """What a report is waiting for in the background."""

    FIGURES = "figures", _("Figures are computed")
    SUBMISSION = "submission", _("Figures are computed and the document is made")


class ReformReport(models.Model):
    """One regular report (báo cáo cải cách hành chính định kỳ) of an agency.

    Period and due date are kept as they were owed when it was begun. ``sent_on`` decides whether it was in time.
    ``run`` is what is under way in the background, ``run_uuid`` which run that is: another one's end changes nothing.
    ``run_problem`` is why the last one came to nothing.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=ReportKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="counts the savings of the text")
    document_number = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    run = models.CharField(max_length=12, choices=RunKind.choices, blank=True)
    run_uuid = models.UUIDField(null=True, blank=True, help_text="the run whose end counts")
    run_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    run_done = models.PositiveSmallIntegerField(default=0, help_text="figures computed so far")
    run_total = models.PositiveSmallIntegerField(default=0)
    run_problem = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        db_table = "reform_report"
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "kind"], name="reform_one_report_a_term"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.SENT) | Q(sent_on__isnull=False),
                name="reform_sent_report_has_day",
            ),
        ]


class ReportSection(models.Model):
    """One section of a report; figures stand in its text as ``[[plan.tasks_done]]``."""

    report = models.ForeignKey(ReformReport, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "reform_report_section"
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="reform_section_once")]


class ReportFigure(models.Model):
    """A figure as the records gave it at ``computed_at``, with that of the same period a year before.

    Values are exact: a fraction, an ISO date, ``true`` or ``false``, empty when no figure is known. ``records``
    names what was counted when it is not too much to name.
    """

    report = models.ForeignKey(ReformReport, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=60, blank=True)
    earlier = models.CharField(max_length=60, blank=True)
    records = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        db_table = "reform_report_figure"
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="reform_report_figure_once")]
