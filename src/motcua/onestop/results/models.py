"""Documents that the office makes for a dossier: statutory forms and the result itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.platform.ids import new_uuid

REJECTION = "rejection"
"""The template of a result that refuses."""


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNING = "signing", _("Being signed")
    SIGNED = "signed", _("Signed")
    ISSUED = "issued", _("Issued")
    REPLACED = "replaced", _("Replaced")
    FAILED = "failed", _("Could not be made")


class DocumentKind(models.TextChoices):
    RECEIPT = "01", _("Receipt and return-date slip")
    SUPPLEMENT = "02", _("Supplement request")
    REFUSAL = "03", _("Refusal to accept")
    APOLOGY = "04", _("Apology and new date")
    STOP = "05", _("Stop notice")
    CONTROL_SLIP = "06", _("Process control slip")
    SUBMISSION = "submission", _("Submission to the People's Committee")
    RESULT = "result", _("Result")


class IssuedDocument(models.Model):
    """A statutory form, a submission or a result of one dossier, and the signed file once it exists.

    ``content`` is what the template shows; ``verification_code`` leads the public to the verification page.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
    ordinal = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT)
    template = models.CharField(max_length=60)
    content = models.JSONField(default=dict)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    verification_code = models.CharField(max_length=30, unique=True)
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_issued_document"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "ordinal"], name="document_ordinal_once"),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(file__isnull=False), name="issued_document_has_file"
            ),
        ]


class SignatureKind(models.TextChoices):
    INITIAL = "initial", _("Initialled")
    PERSON = "person", _("Signed")
    SEAL = "seal", _("Sealed")


class Signature(models.Model):
    """One signature on a document, in order: specialist's initial, head of unit, director, agency seal."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=SignatureKind.choices)
    signer = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=200)
    signer_title = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key_name = models.CharField(max_length=150)
    signed_at = models.DateTimeField()
    sha256_before = models.CharField(max_length=64, help_text="of the document this signature was put on")
    sha256_after = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "onestop_signature"
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="signature_order_once")]
