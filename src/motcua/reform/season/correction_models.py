"""Rows of ``season``: points of a published season that a decision changed."""

from django.db import models

from motcua.platform.ids import new_uuid
from motcua.reform.season.fields import FractionField
from motcua.reform.season.models import ScoreEntry, person_key


class ScoreCorrection(models.Model):
    """The decision by which points of a published season were changed (quyết định đính chính); never changed.

    ``before`` is what had been published; the reason stands in ``entry``. The decision is named by its number, or
    is there as a file, or both.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    entry = models.OneToOneField(ScoreEntry, on_delete=models.PROTECT, related_name="correction")
    before = FractionField(null=True, blank=True)
    decision_number = models.CharField(max_length=60, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = person_key()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "reform_score_correction"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision_number="") | models.Q(file__isnull=False),
                name="score_correction_by_decision",
            )
        ]
