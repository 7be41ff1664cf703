"""How often somebody has tried something within a stretch of time."""

from django.db import models


class AttemptCount(models.Model):
    """One counter: a keyed hash of what is counted and of whom, so that the table names nobody."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True, help_text="when the counting begins anew")

    class Meta:
        db_table = "platform_attempt_count"
