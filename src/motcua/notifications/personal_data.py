"""What the stored fields of this room mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_PURPOSE = "tell the person what happens to their dossier, and prove that they were told"
_RETENTION = "as long as the dossier it speaks of"

PERSONAL_DATA: Notes = {
    "Message": none(
        "uuid",
        "channel",
        "template",
        "language",
        "url",
        "subject_type",
        "subject_id",
        "state",
        "attempts",
        "next_attempt_at",
        "error",
        "error_detail",
        "provider_reference",
        "created_at",
        "sent_at",
        "delivered_at",
    )
    | personal("recipient", "address", "subject", "body", "read_at", purpose=_PURPOSE, retention=_RETENTION),
    "ChannelPreference": personal(
        "user", "email", "sms", purpose="reach the person as they wish", retention="as long as the account"
    ),
}
