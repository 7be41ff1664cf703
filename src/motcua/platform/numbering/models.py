"""Gapless running numbers."""

from django.db import models


class NumberBook(models.Model):
    """The last number given out in one book (for instance the dossiers of one agency on one day)."""

    book = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    last = models.PositiveBigIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "platform_number_book"
        constraints = [models.UniqueConstraint(fields=["book", "period"], name="one_book_per_period")]
