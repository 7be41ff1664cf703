"""Rows of ``editions``: the index as dated, versioned data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.platform.history import track_rows
from motcua.platform.ids import new_uuid


class EditionState(models.TextChoices):
    """Drafts change, published editions never do. A year has one in force: what comes later takes its place."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


@track_rows
class IndexEdition(models.Model):
    """An edition of the reform index (bộ chỉ số, bộ tiêu chí) of one year, with all criteria and rules.

    ``document`` is the whole of it (read by :func:`motcua.reform.rules.edition.read_edition`), ``sha256`` the hash
    of its canonical JSON.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    decision = models.CharField(max_length=200, blank=True, help_text="decision that issued it: number, date")
    made_by = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "reform_edition"
        constraints = [
            models.UniqueConstraint(fields=["code", "year", "version"], name="edition_version_once"),
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state="published"),
                name="edition_of_the_year_once",
            ),
        ]
        indexes = [models.Index(fields=["-year", "-version"], name="edition_by_year")]

    def __str__(self) -> str:
        return f"{self.code} {self.year}.{self.version}"
