"""What the stored fields of this room mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_PURPOSE = "bring the result to the person by public post, and prove that it arrived"
_RETENTION = "as long as the dossier it belongs to"

PERSONAL_DATA: Notes = {
    "Delivery": none(
        "uuid",
        "direction",
        "state",
        "subject_id",
        "reference",
        "carrier",
        "slip_number",
        "booking_attempts",
        "booking_error",
        "next_booking_at",
        "requested_at",
        "handed_over_at",
        "delivered_at",
        "failure_reason",
    )
    | personal("recipient_name", "address", "phone", "received_by", purpose=_PURPOSE, retention=_RETENTION),
    "DeliveryEvent": none("delivery", "carrier_event_id", "state", "at", "recorded_at", "note"),
}
