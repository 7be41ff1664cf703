"""The append-only, hash-chained event log."""

from django.db import models

from motcua.platform.ids import new_uuid


class AuditEvent(models.Model):
    """Who did what to which thing, when and why.

    Rows are never changed: a database trigger refuses every UPDATE, DELETE and TRUNCATE, but for the sealer
    filling ``position`` and ``digest`` once.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    agency_code = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    source = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(null=True, unique=True, help_text="place in the chain, once sealed")
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 link of the chain")

    class Meta:
        db_table = "platform_audit_event"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(position__isnull=True), name="audit_unsealed"),
            models.Index(fields=["object_type", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["agency_code", "at"], name="audit_by_agency"),
        ]


class AuditRoot(models.Model):
    """The last link of a day, published so that the office itself cannot rewrite that day unseen."""

    day = models.DateField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "platform_audit_root"
