"""What the stored fields of the one-stop shop mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal, sensitive

_CASE = "handle the dossier as the law on administrative procedures asks"
_ARCHIVE = "as long as the dossier (archive law; set by the kind of result)"
_BETTER = "learn from what people say of the service"
_DUTY = "show which officer did which step"
_DRAFT = "let the person go on with a form later"
_DRAFT_TIME = "until submitted or deleted, at most 90 days after the last change"

PERSONAL_DATA: Notes = {
    "Dossier": none(
        "uuid",
        "temporary_code",
        "code",
        "idempotency_key",
        "version",
        "agency",
        "unit",
        "received_by_agency",
        "language",
        "channel",
        "return_channel",
        "form",
        "fee_total",
        "fee_lines",
        "state",
        "sub_state",
        "money_state",
        "delivery_state",
        "sync_state",
        "submitted_at",
        "received_at",
        "original_due_at",
        "due_at",
        "finished_at",
        "returned_at",
        "last_event",
    )
    | personal(
        "submitted_by",
        "person",
        "organisation",
        "applicant_name",
        "contact_phone",
        "contact_email",
        "contact_address",
        "search_text",
        purpose=_CASE,
        retention=_ARCHIVE,
    )
    | personal("holder", "assisted_by", purpose=_DUTY, retention=_ARCHIVE)
    # What a form asks is not known here; it may hold health or criminal records.
    | sensitive("applicant_id_hash", "form_data", purpose=_CASE, retention=_ARCHIVE),
    "DossierEvent": none("dossier", "sequence", "kind", "at", "from_state", "to_state", "is_public")
    | personal("actor", "actor_role", "on_behalf_of", "reason", "data", purpose=_DUTY, retention=_ARCHIVE),
    "ClockPause": none("dossier", "cause", "ground", "started_at", "ended_at"),
    "SupplementRequest": none(
        "uuid",
        "dossier",
        "ordinal",
        "override_ground",
        "requested_at",
        "answer_by",
        "answered_at",
        "reminded_at",
    )
    | personal("items", "reason", "answer_note", purpose=_CASE, retention=_ARCHIVE)
    | personal("requested_by", purpose=_DUTY, retention=_ARCHIVE),
    "Extension": none("dossier", "old_due_at", "new_due_at", "created_at")
    | personal("reason", "signed_by", purpose=_DUTY, retention=_ARCHIVE),
    "FormVersion": none("key", "number", "schema", "ui", "digest", "created_at"),
    "Draft": none(
        "uuid",
        "version",
        "form",
        "idempotency_key",
        "locked",
        "pages_done",
        "created_at",
        "updated_at",
        "deleted_at",
        "submitted_as",
    )
    | personal("user", "organisation", "assisted_person", purpose=_DRAFT, retention=_DRAFT_TIME)
    | sensitive("data", purpose=_DRAFT, retention=_DRAFT_TIME),
    "Attachment": none(
        "uuid", "draft", "dossier", "supplement", "component_key", "is_reused", "is_digitised", "created_at"
    )
    | sensitive("file", purpose=_CASE, retention=_ARCHIVE),
    "ServiceField": none("code", "name_vi", "name_en", "order"),
    "Procedure": none("key", "national_code", "agency", "unit", "field", "is_listed"),
    "ProcedureVersion": none(
        "uuid",
        "procedure",
        "number",
        "state",
        "valid_from",
        "valid_to",
        "decision_number",
        "decision_on",
        "name_vi",
        "name_en",
        "purpose_vi",
        "purpose_en",
        "applicant_kinds",
        "conditions_vi",
        "conditions_en",
        "how_to_vi",
        "how_to_en",
        "channels",
        "level",
        "partial_reason_vi",
        "partial_reason_en",
        "sets",
        "legal_limit",
        "committed_limit",
        "limit_unit",
        "after_pause",
        "supplement_limit",
        "supplement_unit",
        "signer",
        "result_vi",
        "result_en",
        "result_kind",
        "result_validity_months",
        "fee",
        "legal_bases",
        "steps",
        "keywords",
        "source",
        "unverified",
        "confirmations",
        "checked_on",
        "published_at",
        "search_title",
        "search_text",
        "form",
        "process",
    ),
    "Component": none(
        "version",
        "key",
        "order",
        "name_vi",
        "name_en",
        "originals",
        "copies",
        "is_form",
        "has_template",
        "is_required",
        "allowed_types",
        "max_megabytes",
        "max_files",
        "condition",
    ),
    "ProcessVersion": none("key", "number", "bpmn", "digest", "created_at"),
    "ProcessInstance": none("dossier", "version", "state", "is_finished", "updated_at"),
    "WorkItem": none(
        "uuid",
        "dossier",
        "task_id",
        "step_key",
        "step_kind",
        "name_vi",
        "name_en",
        "role",
        "agency",
        "unit",
        "state",
        "opened_at",
        "claimed_at",
        "target_at",
        "dossier_due_at",
        "done_at",
        "outcome",
        "pending",
    )
    | personal(
        "assignee",
        "handler",
        "opened_by",
        "done_by",
        "on_behalf_of",
        "comment",
        "data",
        purpose=_DUTY,
        retention=_ARCHIVE,
    ),
    "Comment": none("dossier", "at") | personal("author", "text", purpose=_DUTY, retention=_ARCHIVE),
    "IssuedDocument": none(
        "uuid",
        "dossier",
        "kind",
        "ordinal",
        "state",
        "template",
        "number",
        "issued_on",
        "valid_until",
        "verification_code",
        "error",
        "created_at",
        "updated_at",
    )
    | personal("content", "file", purpose=_CASE, retention=_ARCHIVE)
    | personal("created_by", purpose=_DUTY, retention=_ARCHIVE),
    # Nothing leads to who gave a rating; a comment may still hold what people write of themselves.
    "Rating": none(
        *("uuid", "dossier", "ordinal", "way", "score", "access", "procedure", "officials", "result"),
        *("feedback", "rated_on", "given_on"),
    )
    | personal("comment", purpose=_BETTER, retention=_ARCHIVE),
    "RegisterPrint": none(
        *("uuid", "agency", "starts_on", "ends_on", "procedure", "field", "state", "rows", "rows_done"),
        *("requested_at", "finished_at"),
    )
    | personal("requested_by", "file", purpose=_DUTY, retention="30 days (retention.json)"),
    "Signature": none("document", "order", "kind", "key_name", "signed_at", "sha256_before", "sha256_after")
    | personal("signer", "signer_name", "signer_title", "on_behalf_of", purpose=_DUTY, retention=_ARCHIVE),
}
