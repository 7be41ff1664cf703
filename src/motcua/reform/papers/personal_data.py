"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal

_DUTY = "show which officer drafted, signed and sealed the document"
_ARCHIVE = "as long as the document (archive law)"

PERSONAL_DATA: Notes = {
    "Paper": none(
        "uuid",
        "kind",
        "agency",
        "state",
        "template",
        "revision",
        "unit_code",
        "year",
        "number",
        "symbol",
        "issued_on",
        "made_at",
        "signed_at",
        "sealed_at",
        "cancelled_at",
        "sha256",
        "verification_code",
        "subject_type",
        "subject_id",
    )
    | personal(
        "made_by",
        "signer",
        "signer_name",
        "signer_title",
        "on_behalf_of",
        "sealed_by",
        "cancelled_by",
        purpose=_DUTY,
        retention=_ARCHIVE,
    )
    # Certificates and decisions name the officers they are about.
    | personal(
        "title",
        "data",
        "cancel_reason",
        "file",
        purpose="be the document itself",
        retention=_ARCHIVE,
    )
}
