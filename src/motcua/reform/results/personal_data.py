"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show which officer had the result computed and published"

PERSONAL_DATA: Notes = {
    # The document names agencies, never people: reasons of single scores are codes.
    "Snapshot": none(
        "uuid",
        "season",
        "year",
        "number",
        "state",
        "content",
        "sha256",
        "previous",
        "signature",
        "reason",
        "corrects",
        "made_at",
    )
    | personal("made_by", purpose=_DUTY, retention="as long as the result"),
    "ResultRun": none(
        "uuid",
        "season",
        "kind",
        "state",
        "step",
        "problem",
        "reason",
        "document",
        "snapshot",
        "asked_at",
        "done_at",
    )
    | personal("asked_by", purpose=_DUTY, retention="as long as the run"),
}
