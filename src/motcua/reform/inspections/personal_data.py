"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show which officer did which step"
_WORK = "inspect how agencies carry out the reform and see shortcomings remedied"
_ARCHIVE = "as long as the file of the inspection (archive law)"

PERSONAL_DATA: Notes = {
    "InspectionPlan": none(
        "uuid", "agency", "scope", "year", "title", "legal_basis", "contents", "approved_at", "paper"
    )
    | personal("made_by", purpose=_DUTY, retention=_ARCHIVE),
    "InspectionSubject": none("plan", "agency", "unit"),
    "InspectionTeam": none("uuid", "plan", "ordinal", "duties", "made_at", "decided_at", "paper")
    | personal("made_by", purpose=_DUTY, retention=_ARCHIVE),
    "TeamMember": none("team", "agency", "post") | personal("user", purpose=_DUTY, retention=_ARCHIVE),
    "ActingHead": none("team", "named_at")
    | personal("user", "reason", "named_by", purpose=_DUTY, retention=_ARCHIVE),
    "InspectionChecklist": none(
        "key",
        "number",
        "name_vi",
        "name_en",
        "scope",
        "items",
        "digest",
        "valid_from",
        "source",
        "verified",
        "created_at",
    ),
    "Inspection": none(
        "uuid",
        "plan",
        "agency",
        "scope",
        "ordinal",
        "subject_agency",
        "subject_unit",
        "kind",
        "contents",
        "planned_from",
        "planned_to",
        "stage",
        "team",
        "checklist",
        "visit_at",
        "visit_place",
        "visit_reason",
        "to_prepare",
        "notified_at",
        "notice_paper",
        "visited_at",
        "concluded_at",
        "cancelled_at",
        "cancel_reason",
    ),
    "InspectionFinding": none("inspection", "item", "result", "updated_at")
    | personal("note", purpose=_WORK, retention=_ARCHIVE)
    | personal("updated_by", purpose=_DUTY, retention=_ARCHIVE),
    "InspectionMinutes": none("inspection", "sent_at", "signed_at", "file")
    | personal("present", "findings", "opinion", purpose=_WORK, retention=_ARCHIVE)
    | personal("signer", "sent_by", "signed_by", purpose=_DUTY, retention=_ARCHIVE),
    "InspectionConclusion": none("inspection", "sent_at", "answer_by", "answered_at", "paper")
    | personal("strengths", "assessment", "answer", "response", purpose=_WORK, retention=_ARCHIVE)
    | personal("answered_by", purpose=_DUTY, retention=_ARCHIVE),
    "InspectionEvidence": none("uuid", "inspection", "item", "remedy", "file", "added_at")
    | personal("added_by", purpose=_DUTY, retention=_ARCHIVE),
    "RemedyNotice": none(
        "uuid",
        "agency",
        "scope",
        "inspection",
        "recipient_agency",
        "recipient_unit",
        "made_at",
        "issued_at",
        "paper",
        "acknowledged_at",
    )
    | personal("made_by", "acknowledged_by", purpose=_DUTY, retention=_ARCHIVE),
    "Shortcoming": none(
        "uuid",
        "agency",
        "scope",
        "inspection",
        "origin",
        "ordinal",
        "area",
        "criterion",
        "severity",
        "legal_basis",
        "owner_agency",
        "owner_unit",
        "deadline",
        "due_on",
        "state",
        "effect",
        "effect_points",
        "effect_year",
        "effect_until_closed",
        "notice",
        "found_on",
        "created_at",
    )
    | personal("description", purpose=_WORK, retention=_ARCHIVE)
    | personal("created_by", purpose=_DUTY, retention=_ARCHIVE),
    "RemedyExtension": none("shortcoming", "until", "asked_at", "granted", "decided_at")
    | personal("reason", "answer", purpose=_WORK, retention=_ARCHIVE)
    | personal("asked_by", "decided_by", purpose=_DUTY, retention=_ARCHIVE),
    "Remedy": none("shortcoming", "ordinal", "remedied_on", "rest_by", "reported_at")
    | personal("action", "explanation", "rest_plan", purpose=_WORK, retention=_ARCHIVE)
    | personal("reported_by", purpose=_DUTY, retention=_ARCHIVE),
    "RemedyVerification": none(
        "shortcoming", "remedy", "outcome", "on_site", "remedied_on", "next_deadline", "verified_at"
    )
    | personal("note", purpose=_WORK, retention=_ARCHIVE)
    | personal("verified_by", purpose=_DUTY, retention=_ARCHIVE),
    "RemedyLetter": none(
        "uuid",
        "notice",
        "addressed",
        "ordinal",
        "paper",
        "drafted_at",
        "issued_at",
        "dropped_at",
    ),
    "RemedyReminder": none("shortcoming", "ordinal", "due_on", "sent_at"),
}
