"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show who in the office was in charge of a task and who confirmed it"
_ARCHIVE = "as long as the plan (archive law)"

PERSONAL_DATA: Notes = {
    "ReformPlan": none(
        "uuid",
        "agency",
        "year",
        "title",
        "introduction",
        "state",
        "issued_on",
        "date_basis",
        "document_number",
        "file",
        "created_at",
        "closed_at",
    )
    | personal("created_by", "noted_by", purpose=_DUTY, retention=_ARCHIVE),
    "PlanTask": none(
        "uuid",
        "agency",
        "plan",
        "year",
        "number",
        "source",
        "source_id",
        "source_label",
        "area",
        "text",
        "product",
        "unit",
        "first_due_on",
        "due_on",
        "target_on",
        "state",
        "reported_on",
        "done_on",
        "cancelled_on",
        "created_at",
    )
    | personal("person", "reported_by", "result", "created_by", purpose=_DUTY, retention=_ARCHIVE),
    "TaskNote": none("task", "kind", "at", "old_due_on", "new_due_on")
    | personal("text", "author", purpose=_DUTY, retention=_ARCHIVE),
    "TaskEvidence": none("uuid", "task", "label", "added_at")
    | personal("file", "added_by", purpose=_DUTY, retention=_ARCHIVE),
    "TaskReminder": none("task", "stage", "due_on", "sent_at", "recipients"),
}
