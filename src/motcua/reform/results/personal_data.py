"""What the stored fields of this part mean for privacy."""

from motcua.platform.privacy.registry import Notes

PERSONAL_DATA: Notes = {}
