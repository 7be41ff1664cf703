"""Printed books of the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.platform.ids import new_uuid


class PrintState(models.TextChoices):
    WAITING = "waiting", _("Being printed")
    READY = "ready", _("Printed")
    FAILED = "failed", _("Could not be printed")


class RegisterPrint(models.Model):
    """One printed book (sổ theo dõi hồ sơ, form 07) that somebody asked for; it is theirs alone.

    ``procedure`` and ``field`` are keys, empty for all. Erased with its file after the retention period.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    requested_by = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey("identity.Agency", on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    procedure = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=PrintState.choices, default=PrintState.WAITING)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(
        "platform.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "onestop_register_print"
        indexes = [models.Index(fields=["requested_by", "-requested_at"], name="register_print_by_person")]
