"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes, none

PERSONAL_DATA: Notes = {
    "IndexEdition": none(
        "uuid",
        "code",
        "year",
        "version",
        "state",
        "title_vi",
        "title_en",
        "document",
        "sha256",
        "decision",
        "made_by",
        "made_at",
        "changed_at",
        "published_at",
    )
}
