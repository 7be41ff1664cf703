"""Messages to people, on every channel, with what became of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from motcua.platform.ids import new_uuid


class Channel(models.TextChoices):
    IN_APP = "in_app", _("In the account")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class MessageState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("message", "Waiting to be sent")
    SENT = "sent", pgettext_lazy("message", "Sent")
    DELIVERED = "delivered", pgettext_lazy("message", "Delivered")
    FAILED = "failed", pgettext_lazy("message", "Not delivered")
    UNWANTED = "unwanted", pgettext_lazy("message", "Not sent: the person turned this channel off")


_TONES = {
    MessageState.QUEUED: "waiting",
    MessageState.SENT: "info",
    MessageState.DELIVERED: "done",
    MessageState.FAILED: "late",
    MessageState.UNWANTED: "neutral",
}


class FailureReason(models.TextChoices):
    ADDRESS_REFUSED = "address_refused", _("The address or number does not exist or refuses messages")
    REJECTED = "rejected", _("The carrier refused the message")
    UNREACHABLE = "unreachable", _("The carrier could not be reached; sending is tried again")
    TECHNICAL = "technical", _("Technical failure: the carrier could not be reached for hours")


class Message(models.Model):
    """One message on one channel. ``subject_id`` is the UUID of what it is about (a dossier).

    The row is the truth about sending; the queue only wakes somebody up. ``next_attempt_at`` is the lease of
    the attempt under way: when it has passed and the row is still queued, the sweep tries again.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    recipient = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True, help_text="e-mail address or phone number")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=5, default="vi")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=20, choices=FailureReason.choices, blank=True)
    error_detail = models.CharField(max_length=300, blank=True, help_text="the carrier's own words")
    provider_reference = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notifications_message"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="message_by_subject"),
            models.Index(fields=["recipient", "channel", "-id"], name="message_inbox"),
            models.Index(
                fields=["recipient"],
                name="message_unread",
                condition=models.Q(channel="in_app", read_at__isnull=True),
            ),
            models.Index(
                fields=["next_attempt_at"], name="message_to_send", condition=models.Q(state="queued")
            ),
            models.Index(
                fields=["sent_at"], name="message_to_ask", condition=models.Q(state="sent", channel="sms")
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def tone(self) -> str:
        """How the status tag looks."""
        return _TONES[MessageState(self.state)]


class ChannelPreference(models.Model):
    """Which channels a person wants beside the account itself, which always gets the notice."""

    user = models.OneToOneField("identity.User", on_delete=models.CASCADE, related_name="+", primary_key=True)
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=True)

    class Meta:
        db_table = "notifications_channel_preference"
