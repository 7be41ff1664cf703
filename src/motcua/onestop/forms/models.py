"""E-forms as data, and the drafts people fill in."""

from django.db import models

from motcua.platform.ids import new_uuid


class FormVersion(models.Model):
    """One immutable version of a form: JSON Schema 2020-12 plus how to show it."""

    key = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    schema = models.JSONField()
    ui = models.JSONField()
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of schema and ui; equal content makes no new version"
    )
    created_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_form_version"
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="form_version_once")]


def make_idempotency_key() -> str:
    return str(new_uuid())


class Draft(models.Model):
    """A dossier not yet submitted; it belongs to the account and travels with it from device to device."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "identity.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    assisted_person = models.ForeignKey(
        "identity.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="the applicant, when a counter officer (user) fills the form for them",
    )
    version = models.ForeignKey(
        "onestop.ProcedureVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    idempotency_key = models.CharField(
        max_length=64,
        default=make_idempotency_key,
        editable=False,
        help_text="sent with the submission of this draft",
    )
    data = models.JSONField(default=dict)
    locked = models.JSONField(
        default=list, help_text="paths answered by the account; the person does not retype them"
    )
    pages_done = models.JSONField(default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(
        null=True, blank=True, help_text="can be taken back for a while, then purged"
    )
    submitted_as = models.OneToOneField(
        "onestop.Dossier", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "onestop_draft"
        indexes = [models.Index(fields=["user", "-updated_at"], name="draft_by_user")]

    @property
    def base_template(self) -> str:
        """The face of its pages: the portal, or the office for a draft filled at the counter."""
        return "ui/base_office.html" if self.assisted_person_id else "ui/base_portal.html"


class Attachment(models.Model):
    """A file for one component, of a draft first and of the dossier once submitted."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    dossier = models.ForeignKey(
        "onestop.Dossier", null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    supplement = models.ForeignKey(
        "onestop.SupplementRequest",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    component_key = models.SlugField(max_length=60, db_index=False)
    file = models.ForeignKey("platform.StoredFile", on_delete=models.PROTECT, related_name="+")
    is_reused = models.BooleanField(
        default=False, help_text="taken from an earlier dossier or the citizen's store"
    )
    is_digitised = models.BooleanField(default=False, help_text="scanned at the counter")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_attachment"

    def __str__(self) -> str:
        return self.file.name
