"""Rows of ``results``: signed snapshots in a chain, and the runs that compute them."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class SnapshotState(models.TextChoices):
    """What is published stays published; a correction is another snapshot beside it."""

    PUBLISHED = "published", pgettext_lazy("result", "Published")
    SUPERSEDED = "superseded", _("Replaced by a correction")


class Snapshot(models.Model):
    """The result of a season as it was published (kết quả chỉ số): a signed document that can be computed again.

    ``content`` is the canonical JSON (see :mod:`motcua.reform.rules.snapshot`), ``sha256`` its document's hash,
    ``previous`` that of the snapshot before it in the chain over all seasons; ``signature`` is a detached CMS.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    season = models.ForeignKey("reform.Season", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(unique=True, help_text="place in the chain, from 1")
    state = models.CharField(max_length=12, choices=SnapshotState.choices, default=SnapshotState.PUBLISHED)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField()
    reason = models.CharField(max_length=500, blank=True, help_text="why a correction was needed")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    made_by = models.ForeignKey("identity.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "reform_snapshot"
        constraints = [
            models.UniqueConstraint(
                fields=["season"], condition=Q(state="published"), name="snapshot_published_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="snapshot_correction_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["year", "state"], name="snapshot_by_year")]

    def __str__(self) -> str:
        return f"{self.year} #{self.number}"


class RunKind(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional ranking")
    PUBLICATION = "publication", _("Publication")
    CORRECTION = "correction", _("Correction")


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being computed")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not done")


OPEN_STATES: Final = (RunState.WAITING, RunState.RUNNING)


class ResultRun(models.Model):
    """One computation of a season in the background, with its progress; a provisional one keeps its document."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    season = models.ForeignKey("reform.Season", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RunKind.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    step = models.PositiveSmallIntegerField(default=0, help_text="of four: read, compute, sign, store")
    problem = models.CharField(max_length=40, blank=True, help_text="why it was not done")
    reason = models.CharField(max_length=500, blank=True)
    document = models.JSONField(null=True, blank=True)
    snapshot = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_result_run"
        constraints = [
            models.UniqueConstraint(
                fields=["season", "kind"],
                condition=Q(state__in=("waiting", "running")),
                name="result_run_one_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["season", "kind", "-id"], name="result_run_newest")]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
