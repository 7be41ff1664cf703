"""Events that a transaction promises to tell others, and which handler has heard them."""

from django.db import models

from motcua.platform.ids import new_uuid


class OutboxEvent(models.Model):
    """One fact published by a service in the transaction that made it true."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    name = models.CharField(max_length=100)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "platform_outbox_event"


class HandlerRun(models.Model):
    """Proof that a handler has dealt with an event; a repeated delivery finds it and does nothing."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="runs")
    handler = models.CharField(max_length=200)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "platform_handler_run"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_run_per_handler")]
