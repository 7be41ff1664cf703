"""Files, addressed by what they contain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.platform.ids import new_uuid


class ScanState(models.TextChoices):
    PENDING = "pending", _("Waiting for the virus scan")
    CLEAN = "clean", _("Scanned, clean")
    INFECTED = "infected", _("Infected")
    NOT_SCANNED = "not_scanned", _("No scanner configured")


class Blob(models.Model):
    """Bytes stored once under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    scan_state = models.CharField(max_length=20, choices=ScanState.choices, default=ScanState.PENDING)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "platform_blob"


class StoredFile(models.Model):
    """A named use of a blob. Rooms point here; who may read it is the room's policy."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    uploaded_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "platform_stored_file"
