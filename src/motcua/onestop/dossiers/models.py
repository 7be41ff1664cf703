"""Dossiers: the facts of their life, from which state and deadlines are derived."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from motcua.platform.ids import new_uuid


class State(models.IntegerChoices):
    """The ten shared states, numbered as the national portal numbers them."""

    SUBMITTED = 1, _("Submitted")
    RECEIVED = 2, _("Received")
    REFUSED = 3, _("Not accepted")
    IN_PROCESS = 4, _("In process")
    SUPPLEMENT = 5, _("Supplement requested")
    PAYMENT = 6, _("Payment requested")
    WITHDRAWN = 7, _("Withdrawn")
    STOPPED = 8, _("Stopped")
    DONE = 9, _("Result ready")
    RETURNED = 10, _("Result returned")


class SubState(models.TextChoices):
    """Local sub-states; the shared states stay as they are."""

    NONE = "", _("None")
    OTHER_AGENCY = "other_agency", _("Waiting for another agency")
    COUNCIL = "council", _("At the council")
    SIGNATURE = "signature", _("Waiting for signature")
    SIGNED = "signed", _("Signed, to be numbered and issued")
    HANDED_TO_POST = "handed_to_post", _("Handed to the post")


class MoneyState(models.TextChoices):
    NOTHING_DUE = "nothing_due", _("Nothing to pay")
    DUE = "due", _("To be paid")
    PAID = "paid", _("Paid")
    REFUNDED = "refunded", _("Refunded")


class DeliveryTrack(models.TextChoices):
    NOT_YET = "not_yet", _("No result yet")
    READY = "ready", _("Ready")
    HANDED_OVER = "handed_over", _("Handed to the post")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Delivery failed")


class SyncState(models.TextChoices):
    NOT_SENT = "not_sent", _("Not yet sent")
    SENT = "sent", _("Sent")
    CONFIRMED = "confirmed", _("Confirmed")
    FAILED = "failed", _("Failed")


class Channel(models.TextChoices):
    ONLINE = "online", _("Online")
    COUNTER = "counter", _("At the counter")
    POST = "post", _("By public post")


class Dossier(models.Model):
    """One request of one applicant under one procedure version (hồ sơ).

    Every step writes its row, and then each index once more: none is here that a wider one below does not
    serve already, and none by which nobody looks.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    temporary_code = models.CharField(max_length=30)
    code = models.CharField(max_length=40, null=True, blank=True)
    idempotency_key = models.CharField(max_length=64)

    version = models.ForeignKey(
        "onestop.ProcedureVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey("identity.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    received_by_agency = models.ForeignKey(
        "identity.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    submitted_by = models.ForeignKey(
        "identity.User",
        db_index=False,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="account of the applicant; empty when filed at the counter by somebody without one",
    )
    assisted_by = models.ForeignKey(
        "identity.User",
        db_index=False,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="counter officer who filed it for the applicant",
    )
    person = models.ForeignKey("identity.Person", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "identity.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    applicant_name = models.CharField(max_length=300)
    applicant_id_hash = models.CharField(max_length=64, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=5, default="vi")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    return_channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    form = models.ForeignKey(
        "onestop.FormVersion",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    form_data = models.JSONField(default=dict)
    fee_total = models.PositiveBigIntegerField(default=0, help_text="VND")
    fee_lines = models.JSONField(default=list)

    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.SUBMITTED)
    sub_state = models.CharField(max_length=20, choices=SubState.choices, blank=True, default=SubState.NONE)
    money_state = models.CharField(max_length=15, choices=MoneyState.choices, default=MoneyState.NOTHING_DUE)
    delivery_state = models.CharField(
        max_length=15, choices=DeliveryTrack.choices, default=DeliveryTrack.NOT_YET
    )
    sync_state = models.CharField(max_length=10, choices=SyncState.choices, default=SyncState.NOT_SENT)

    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    original_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text="derived from the facts; stored for lists")
    finished_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    last_event = models.PositiveIntegerField(default=0, help_text="sequence number of the newest event")
    search_text = models.TextField(blank=True, help_text="codes and applicant without diacritics")

    class Meta:
        db_table = "onestop_dossier"
        constraints = [
            models.UniqueConstraint(
                fields=["submitted_by", "idempotency_key"], name="one_dossier_per_submission"
            ),
            # Not ``unique=True``: that brings an index for words that begin alike, and a code is asked whole.
            models.UniqueConstraint(fields=["temporary_code"], name="temporary_code_once"),
            models.UniqueConstraint(fields=["code"], name="dossier_code_once"),
            models.CheckConstraint(
                condition=Q(state__in=[1, 3, 7]) | Q(code__isnull=False), name="received_dossier_has_code"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "due_at"], name="dossier_by_agency_state"),
            models.Index(fields=["unit", "state", "due_at"], name="dossier_by_unit_state"),
            models.Index(fields=["agency", "received_at"], name="dossier_by_receipt"),
            # Search and register ask for "of this agency or received by it": each half needs its own.
            models.Index(
                fields=["received_by_agency"],
                condition=Q(received_by_agency__isnull=False),
                name="dossier_by_receiver",
            ),
            # The open figures of the front page count over all agencies; these hold all that they read.
            models.Index(
                fields=["received_at"],
                include=["state", "finished_at", "due_at"],
                condition=Q(received_at__isnull=False),
                name="dossier_received_figures",
            ),
            models.Index(
                fields=["finished_at"], condition=Q(finished_at__isnull=False), name="dossier_finished"
            ),
            models.Index(
                fields=["returned_at"], condition=Q(returned_at__isnull=False), name="dossier_returned"
            ),
            models.Index(fields=["submitted_by", "-submitted_at"], name="dossier_by_account"),
            models.Index(fields=["organisation", "-submitted_at"], name="dossier_by_organisation"),
            models.Index(fields=["version"], name="dossier_by_version"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="dossier_search_trgm"),
        ]

    def __str__(self) -> str:
        return self.code or self.temporary_code


class DossierEvent(models.Model):
    """One fact of a dossier's life. Rows are only added; a trigger refuses change and deletion."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events", db_index=False)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_role = models.CharField(max_length=20, blank=True)
    on_behalf_of = models.ForeignKey(
        "identity.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    from_state = models.PositiveSmallIntegerField(null=True)
    to_state = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    is_public = models.BooleanField(default=True, help_text="shown to the applicant")

    class Meta:
        db_table = "onestop_dossier_event"
        constraints = [models.UniqueConstraint(fields=["dossier", "sequence"], name="event_sequence_once")]


class PauseCause(models.TextChoices):
    SUPPLEMENT = "supplement", _("Waiting for the applicant's supplement")
    PAYMENT = "payment", _("Waiting for payment")
    COUNCIL = "council", _("At the council")


class ClockPause(models.Model):
    """A stretch in which the legal clock stands still, with its ground."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=20, choices=PauseCause.choices)
    ground = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "onestop_clock_pause"
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at__isnull=True), name="one_open_pause_per_dossier"
            )
        ]


class SupplementRequest(models.Model):
    """What the applicant is asked to complete (form 02). The law allows one request per dossier."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="supplements")
    ordinal = models.PositiveSmallIntegerField(default=1)
    items = models.JSONField(default=list)
    reason = models.TextField()
    override_ground = models.TextField(blank=True, help_text="why a second request is lawful")
    requested_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "onestop_supplement_request"
        constraints = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="supplement_ordinal_once")]


class Extension(models.Model):
    """An apology with a new date (form 04); at most one per dossier."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="extension")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    signed_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "onestop_extension"
