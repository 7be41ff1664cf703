"""The door to exports: lists as CSV, XLSX and ODS."""

from motcua.platform.exports.services import Format, export_response

__all__ = ["Format", "export_response"]
