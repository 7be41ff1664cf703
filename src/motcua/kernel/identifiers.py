"""Shapes of the official numbers that people carry. Only the shape is checked, in digits 0 to 9."""

CITIZEN_ID = r"(?a)^\d{12}$"
# Ten digits, or thirteen for a branch, with or without the dash before the last three.
TAX_CODE = r"(?a)^\d{10}(?:-?\d{3})?$"
