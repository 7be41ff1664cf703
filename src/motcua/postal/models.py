"""Public post: items the citizen receives from, or sends to, the one-stop shop."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid
from motcua.postal.rules.states import OPEN_STATES


class Direction(models.TextChoices):
    TO_CITIZEN = "to_citizen", _("Result to the citizen")
    FROM_CITIZEN = "from_citizen", _("Dossier from the citizen")


class DeliveryState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("post", "Requested")
    HANDED_OVER = "handed_over", pgettext_lazy("post", "Handed to the post")
    IN_TRANSIT = "in_transit", pgettext_lazy("post", "On its way")
    DELIVERED = "delivered", pgettext_lazy("post", "Delivered")
    FAILED = "failed", pgettext_lazy("post", "Not delivered")
    RETURNED = "returned", pgettext_lazy("post", "Came back")
    CANCELLED = "cancelled", pgettext_lazy("post", "Cancelled")


_TONES = {
    DeliveryState.REQUESTED: "waiting",
    DeliveryState.HANDED_OVER: "info",
    DeliveryState.IN_TRANSIT: "info",
    DeliveryState.DELIVERED: "done",
    DeliveryState.FAILED: "late",
    DeliveryState.RETURNED: "late",
    DeliveryState.CANCELLED: "neutral",
}


class Delivery(models.Model):
    """One postal item. ``subject_id`` is the UUID of the dossier, ``reference`` its code for people.

    The delivery track stands beside the business track: nothing here moves the legal clock of a dossier.
    ``next_booking_at`` is the lease of the booking under way; empty once a slip number is known.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    direction = models.CharField(max_length=20, choices=Direction.choices)
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.REQUESTED)
    subject_id = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=60)
    recipient_name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=30, blank=True)
    carrier = models.CharField(max_length=40, blank=True)
    slip_number = models.CharField(max_length=60, blank=True)
    booking_attempts = models.PositiveSmallIntegerField(default=0)
    booking_error = models.CharField(max_length=300, blank=True)
    next_booking_at = models.DateTimeField(null=True, blank=True)
    requested_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    failure_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "postal_delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "direction"],
                condition=models.Q(state__in=sorted(OPEN_STATES)),
                name="one_open_delivery",
            ),
            models.UniqueConstraint(
                fields=["carrier", "slip_number"],
                condition=~models.Q(slip_number=""),
                name="slip_number_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_booking_at"],
                name="delivery_to_book",
                condition=models.Q(next_booking_at__isnull=False),
            ),
            models.Index(
                fields=["requested_at"],
                name="delivery_to_track",
                condition=models.Q(state__in=sorted(OPEN_STATES)),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def tone(self) -> str:
        """How the status tag looks."""
        return _TONES[DeliveryState(self.state)]

    @property
    def timeline(self) -> list["DeliveryEvent"]:
        """The facts in the order in which they happened; sorted here so that prefetched rows are used."""
        return sorted(self.events.all(), key=lambda event: (event.at, event.pk))


class DeliveryEvent(models.Model):
    """One fact about an item, kept as it came; our own facts carry an id that starts with ``office:``."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="events")
    carrier_event_id = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=DeliveryState.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "postal_delivery_event"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "carrier_event_id"], name="carrier_event_once")
        ]

    def __str__(self) -> str:
        return self.carrier_event_id

    @property
    def tone(self) -> str:
        """How the line of the timeline looks."""
        return _TONES[DeliveryState(self.state)]
