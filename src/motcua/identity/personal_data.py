"""What the stored fields of this room mean for privacy."""

from motcua.platform.privacy.registry import Notes, none, personal, sensitive

_ACCOUNT = "sign the person in and show them their own work"
_WHILE_OPEN = "until the account is closed"
_PERSON = "know who files a dossier, and reach them about it"
_WITH_DOSSIERS = "as long as the last dossier of the person (archive law)"
_OFFICE = "show who was competent for an act of the agency"
_PERMANENT = "permanently, as part of the agency's records"

PERSONAL_DATA: Notes = {
    "Agency": none(
        "code",
        "dossier_prefix",
        "name_vi",
        "name_en",
        "kind",
        "parent",
        "place_vi",
        "address",
        "phone",
        "email",
        "calendar",
        "is_active",
    ),
    "Unit": none("agency", "code", "name_vi", "name_en", "order"),
    "Position": none("code", "title_vi", "title_en", "rank"),
    "User": none(
        "uuid", "kind", "is_superuser", "is_staff", "is_active", "closed_at", "in_use_from", "idle_warned_at"
    )
    | personal(
        "username",
        "email",
        "full_name",
        "language",
        "date_joined",
        "last_login",
        purpose=_ACCOUNT,
        retention=_WHILE_OPEN,
    )
    # Credentials count as sensitive (Decree 356/2025); what is stored is a one-way hash.
    | sensitive("password", purpose=_ACCOUNT, retention=_WHILE_OPEN),
    "PastPassword": none("user", "set_at")
    | sensitive("hashed", purpose="refuse a password that was used before", retention=_WHILE_OPEN),
    "Person": none("uuid", "user", "assurance_level", "verified_at")
    | personal("full_name", "date_of_birth", "address", purpose=_PERSON, retention=_WITH_DOSSIERS)
    | personal("phone", "email", purpose=_PERSON, retention=_WHILE_OPEN)
    # Basic personal data by law; kept encrypted, masked and with each reading on record all the same.
    | sensitive("id_number", "id_number_hash", purpose=_PERSON, retention=_WITH_DOSSIERS),
    "Organisation": none(
        "uuid", "name_vi", "name_en", "tax_code", "address", "phone", "email", "is_business"
    ),
    "Representation": none(
        "uuid", "organisation", "claimed_name", "claimed_address", "confirmed_at", "ended_at"
    )
    | personal(
        "person",
        "title",
        "is_legal_representative",
        "document_number",
        "document",
        "valid_from",
        "valid_to",
        purpose="prove for whom a person may file",
        retention=_WITH_DOSSIERS,
    ),
    "Appointment": personal(
        "user", "unit", "position", "valid_from", "valid_to", purpose=_OFFICE, retention=_PERMANENT
    ),
    "RoleGrant": personal("appointment", "role", purpose=_OFFICE, retention=_PERMANENT),
    "Delegation": none("uuid")
    | personal(
        "delegator",
        "delegate",
        "valid_from",
        "valid_to",
        "document_number",
        "document_on",
        "document",
        "reason",
        "revoked_at",
        purpose=_OFFICE,
        retention=_PERMANENT,
    ),
}
