"""Ratings of dossiers."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COMMENT_LENGTH = 1000


class Score(models.IntegerChoices):
    """The five-point scale that the satisfaction survey uses too."""

    VERY_DISSATISFIED = 1, _("Very dissatisfied")
    DISSATISFIED = 2, _("Dissatisfied")
    NEITHER = 3, pgettext_lazy("satisfaction", "Neither")
    SATISFIED = 4, _("Satisfied")
    VERY_SATISFIED = 5, _("Very satisfied")


class Way(models.TextChoices):
    """By which door the rating came; the private tracking link proves less than an account."""

    ACCOUNT = "account", pgettext_lazy("rating", "From the account")
    TRACKING = "tracking", pgettext_lazy("rating", "From the tracking page")


def _factor() -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(null=True, blank=True, choices=Score.choices)


class Rating(models.Model):
    """What the holder of an ended dossier says of how it was handled (đánh giá mức độ hài lòng).

    Rows are only added: a change is a further row, and the newest of a dossier counts. Nothing here leads to
    whoever gave it, and no moment is finer than the day: several people may act for an organisation, and the
    agency that is rated must learn of none of them. ``uuid`` is random, since one in time order would tell the moment.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey("onestop.Dossier", on_delete=models.PROTECT, related_name="+", db_index=False)
    ordinal = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=10, choices=Way.choices)
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    access = _factor()
    procedure = _factor()
    officials = _factor()
    result = _factor()
    feedback = _factor()
    comment = models.CharField(max_length=COMMENT_LENGTH, blank=True)
    rated_on = models.DateField(help_text="day of the first rating of the dossier: the period it counts in")
    given_on = models.DateField(help_text="day of this row")

    class Meta:
        db_table = "onestop_rating"
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="rating_ordinal_once"),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_score_1_to_5"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"rating_{name}_1_to_5",
                )
                for name in ("access", "procedure", "officials", "result", "feedback")
            ),
        ]
        indexes = [models.Index(fields=["rated_on"], name="rating_by_day")]
