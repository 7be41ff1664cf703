"""What the stored fields of the platform mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_LOG = "prove who did what (Decree 331/2026 on the security of information systems)"
_LOG_YEARS = "at least 12 months, by default as long as the installation"
_FILES = "keep what was filed and issued"
_WITH_DOSSIER = "as long as the dossier the file belongs to"

PERSONAL_DATA: Notes = {
    "AttemptCount": none("key", "count", "ends_at"),
    "AuditEvent": none(
        "uuid", "at", "action", "agency_code", "object_type", "object_id", "position", "digest"
    )
    | personal("actor_id", "actor_name", "detail", "source", purpose=_LOG, retention=_LOG_YEARS),
    "AuditRoot": none("day", "position", "digest"),
    "CalendarDay": none("calendar", "day", "kind", "name_vi", "name_en", "source", "verified", "sessions"),
    "CalendarVersion": none("number"),
    "OfficeHours": none(
        "calendar", "valid_from", "weekday", "opens", "closes", "clock_runs", "source", "verified"
    ),
    "Blob": none("sha256", "size", "media_type", "stored_at", "scan_state", "scanned_at"),
    "StoredFile": none("uuid", "blob", "created_at")
    | personal("name", "uploaded_by_id", purpose=_FILES, retention=_WITH_DOSSIER),
    "NumberBook": none("book", "period", "last", "closed_at"),
    "OutboxEvent": none("uuid", "name", "occurred_at")
    | personal("payload", purpose="tell other rooms what happened", retention="one year"),
    "HandlerRun": none("event", "handler", "done_at"),
    "SavedView": personal(
        "user_id",
        "page",
        "name",
        "querystring",
        "is_default",
        purpose="bring back a list as the person left it",
        retention="until deleted, at the latest with the account",
    ),
}
