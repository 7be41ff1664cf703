"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show which officer drafted, judged and decided each score"
_ARCHIVE = "as long as the season (archive law)"
_EVIDENCE = "prove a score; official documents name officers"

PERSONAL_DATA: Notes = {
    "Season": none(
        "uuid",
        "year",
        "edition",
        "standing_body",
        "state",
        "made_at",
        "state_since",
        "compute_asked_at",
        "compute_done",
        "compute_total",
        "computed_at",
        "frozen_at",
        "published_at",
        "snapshot_uuid",
    )
    | personal("made_by", purpose=_DUTY, retention=_ARCHIVE),
    "SeasonDate": none("season", "step", "due_on", "source", "is_choice", "set_at")
    | personal("set_by", purpose=_DUTY, retention=_ARCHIVE),
    "Scorecard": none(
        "uuid", "season", "agency", "block", "state", "submitted_at", "paper", "passed_at", "no_appeal_at"
    )
    | personal(
        "submitted_by", "passed_by", "passed_reason", "no_appeal_by", purpose=_DUTY, retention=_ARCHIVE
    ),
    "SeasonReminder": none("season", "step", "due_on", "after_working_days", "sent_at", "recipients"),
    "Supplement": none("uuid", "scorecard", "code", "until", "asked_at", "answered_at")
    | personal("reason", "asked_by", "answer", "answered_by", purpose=_DUTY, retention=_ARCHIVE),
    "ScoreCorrection": none("uuid", "entry", "before", "decision_number", "decision_on", "made_at")
    | personal("file", "made_by", purpose=_DUTY, retention=_ARCHIVE),
    "ScoreEntry": none("scorecard", "edition", "code", "column", "points", "inputs", "reason_code", "at")
    | personal("reason", "by", purpose=_DUTY, retention=_ARCHIVE),
    "ExtraEntry": none("scorecard", "code", "cases", "at")
    | personal("reason", "by", purpose=_DUTY, retention=_ARCHIVE),
    "KeptEffect": none("scorecard", "code", "kind", "points", "shortcoming"),
    "MetricValue": none("season", "agency", "key", "value", "is_frozen", "records", "at"),
    "CriterionAssignment": none("scorecard", "code", "unit"),
    "EvidenceItem": none(
        "uuid", "agency", "sha256", "number", "issued_on", "verdict", "expires_on", "added_at"
    )
    | personal(
        "file", "title", "signer", "verdict_signers", "added_by", purpose=_EVIDENCE, retention=_ARCHIVE
    ),
    "EvidenceLink": none("scorecard", "code", "item", "linked_at", "removed_at")
    | personal("note", "linked_by", "removed_by", purpose=_EVIDENCE, retention=_ARCHIVE),
    "Appraiser": none("season", "area", "order", "agency", "named_at")
    | personal("user", "named_by", purpose=_DUTY, retention=_ARCHIVE),
    "Opinion": none(
        "scorecard", "edition", "code", "order", "points", "inputs", "accepts", "reason_code", "at"
    )
    | personal("reason", "by", purpose=_DUTY, retention=_ARCHIVE),
    "Appeal": none("uuid", "scorecard", "code", "asked_points", "filed_at", "answer", "answered_at")
    | personal("text", "filed_by", "answer_text", "answered_by", purpose=_DUTY, retention=_ARCHIVE),
    "CouncilMember": none("season", "agency", "is_chair", "is_present")
    | personal("user", purpose=_DUTY, retention=_ARCHIVE),
    "Motion": none(
        "uuid", "scorecard", "code", "kind", "options", "state", "chosen", "opened_at", "decided_at"
    )
    | personal("question", "opened_by", purpose=_DUTY, retention=_ARCHIVE),
    "Vote": none("motion", "choice", "at") | personal("user", purpose=_DUTY, retention=_ARCHIVE),
}
