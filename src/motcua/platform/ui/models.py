"""What a person keeps about the interface."""

from django.db import models


class SavedView(models.Model):
    """A named set of search, filters and order of one list, kept by one member of staff.

    Personal data: none beyond the owner; the query string may hold a search word, so nobody else sees it.
    Retention: until the owner deletes it or the account is closed.
    """

    user_id = models.BigIntegerField()
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    querystring = models.CharField(max_length=1000)
    is_default = models.BooleanField(default=False, help_text="the list opens with it")

    class Meta:
        db_table = "platform_saved_view"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "page", "name"], name="saved_view_one_name"),
            models.UniqueConstraint(
                fields=["user_id", "page"], condition=models.Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
