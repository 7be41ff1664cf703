"""Rows of ``season``: evidence and where it is used."""

from django.db import models

from motcua.platform.ids import new_uuid
from motcua.reform.season.choices import Verdict
from motcua.reform.season.models import Scorecard, agency_key, person_key


class EvidenceItem(models.Model):
    """A document that proves something (tài liệu kiểm chứng), kept once and used for many criteria and years.

    ``sha256`` and ``verdict`` are of the day it was added: whoever looks later compares with them.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    agency = agency_key()
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.UNSIGNED)
    verdict_signers = models.JSONField(default=list, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="last day it proves anything")
    added_by = person_key()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "reform_evidence"
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="evidence_once")]
        indexes = [models.Index(fields=["agency", "-added_at"], name="evidence_by_agency")]

    def __str__(self) -> str:
        return self.title


class EvidenceLink(models.Model):
    """A piece of evidence shown for one criterion of a scorecard; taking it away leaves the row."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="evidence")
    code = models.CharField(max_length=40)
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="links")
    note = models.CharField(max_length=500, blank=True)
    linked_by = person_key()
    linked_at = models.DateTimeField()
    removed_by = person_key(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_evidence_link"
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "code", "item"],
                condition=models.Q(removed_at__isnull=True),
                name="evidence_link_once",
            )
        ]
