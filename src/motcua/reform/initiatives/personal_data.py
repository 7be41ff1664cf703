"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show which officer did which step"
_AUTHORS = "recognise the authors of an initiative"
_ARCHIVE = "as long as the initiative (archive law)"

PERSONAL_DATA: Notes = {
    "Initiative": none(
        "uuid",
        "agency",
        "title",
        "area",
        "problem",
        "solution",
        "first_applied_on",
        "units_applying",
        "benefit",
        "saved_hours",
        "saved_vnd",
        "prior_recognition",
        "legal_basis",
        "normal_title",
        "normal_text",
        "state",
        "reason",
        "made_at",
        "submitted_at",
        "year",
        "checked_at",
    )
    | personal("made_by", "checked_by", purpose=_DUTY, retention=_ARCHIVE),
    "InitiativeAuthor": none("initiative", "order", "is_namesake")
    | personal("user", "full_name", "workplace", "share", purpose=_AUTHORS, retention=_ARCHIVE),
    "InitiativeAnnex": none("uuid", "initiative", "file", "added_at")
    | personal("added_by", purpose=_DUTY, retention=_ARCHIVE),
    "InitiativeCouncil": none("uuid", "agency", "level", "year", "state", "decision", "made_at")
    | personal("made_by", purpose=_DUTY, retention=_ARCHIVE),
    "InitiativeCouncilMember": none("council", "role")
    | personal("user", purpose="know who may score", retention=_ARCHIVE),
    "InitiativeReview": none(
        "uuid",
        "initiative",
        "level",
        "council",
        "state",
        "opened_at",
        "closed_at",
        "result",
        "decision",
        "outside_number",
        "decided_on",
        "certificate",
    )
    | personal("closed_by", purpose=_DUTY, retention=_ARCHIVE),
    "InitiativeBallot": none("review", "cast_at")
    | personal(
        "member",
        "novelty",
        "benefit",
        "replicability",
        "dossier",
        "remark",
        purpose="count the secret sheets of a council; nobody but the member reads a sheet",
        retention=_ARCHIVE,
    ),
    "InitiativeReplication": none("initiative", "place", "applied_on", "note", "recorded_at")
    | personal("recorded_by", purpose=_DUTY, retention=_ARCHIVE),
    "InitiativeTarget": none("agency", "year", "amount", "source", "set_at")
    | personal("set_by", purpose=_DUTY, retention=_ARCHIVE),
}
