"""Rows of ``papers``: numbered, signed documents of the reform room."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class PaperKind(models.TextChoices):
    """Kinds of administrative documents (Decree 30/2020, Article 7) that this room makes."""

    DECISION = "decision", _("Decision")
    NOTICE = "notice", pgettext_lazy("kind of document", "Notice")
    CONCLUSION = "conclusion", _("Conclusion")
    PLAN = "plan", _("Plan")
    REPORT = "report", _("Report")
    MINUTES = "minutes", _("Minutes")
    CERTIFICATE = "certificate", _("Certificate")
    SUBMISSION = "submission", _("Submission")
    LETTER = "letter", _("Official letter")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    SEALED = "sealed", _("Issued")
    CANCELLED = "cancelled", _("Cancelled")


# For the signature of a leader, or for the seal.
WAITING = (PaperState.DRAFT, PaperState.SIGNED)


class Paper(models.Model):
    """One document (văn bản) of an agency: drafted, signed and numbered by its leader, sealed by its clerk.

    ``data`` is what ``template`` (a Typst file below the package) is set with; ``subject_type`` and
    ``subject_id`` name the record that the document speaks of. ``addressees`` may read it once it is sealed.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=PaperKind.choices)
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    template = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1, help_text="counts the changes of a draft")
    unit_code = models.CharField(max_length=40, blank=True, help_text="drafting unit, named by letters")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=60, blank=True, help_text="number and symbol, 12/QĐ-SKHCN")
    issued_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signer = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signer_name = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    verification_code = models.CharField(max_length=30, unique=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    addressees = models.ManyToManyField(
        "identity.Agency", related_name="+", blank=True, db_table="reform_paper_addressee"
    )

    class Meta:
        db_table = "reform_paper"
        indexes = [
            models.Index(fields=["agency", "-made_at"], name="reform_paper_by_agency"),
            models.Index(fields=["subject_type", "subject_id"], name="reform_paper_by_subject"),
            models.Index(fields=["sha256"], name="reform_paper_by_sha256"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "year", "number"],
                condition=Q(number__isnull=False),
                name="reform_paper_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("signed", "sealed"))
                | (Q(file__isnull=False) & Q(number__isnull=False) & Q(signed_at__isnull=False)),
                name="reform_paper_signed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or self.title

    @property
    def is_draft(self) -> bool:
        return self.state == PaperState.DRAFT

    @property
    def is_sealed(self) -> bool:
        return self.state == PaperState.SEALED
