"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

PERSONAL_DATA: Notes = {
    "ReformReport": none(
        "uuid",
        "agency",
        "year",
        "kind",
        "starts_on",
        "ends_on",
        "due_on",
        "state",
        "revision",
        "document_number",
        "signed_on",
        "sent_on",
        "computed_at",
        "run",
        "run_uuid",
        "run_done",
        "run_total",
        "run_problem",
        "created_at",
    )
    | personal(
        "run_by",
        "created_by",
        purpose="show who in the office drafted the report",
        retention="as long as the report (archive law)",
    ),
    "ReportSection": none("report", "key", "order", "heading", "text"),
    "ReportFigure": none(
        "report", "key", "kind", "name", "unit", "value", "earlier", "records", "computed_at"
    ),
}
